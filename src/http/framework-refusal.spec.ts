import { describe, expect, it } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import { DomainError } from '../errors/domain-error.js';
import { frameworkRefusal } from './framework-refusal.js';
import { problemAnswer } from './problem-answer.js';

const request = {
  route: { url: '/engagements', method: 'POST', config: { url: '/engagements', method: 'POST' } },
  headers: { 'content-type': 'text/plain' },
};

const fromPlugin = (statusCode: unknown, members: object = {}) =>
  Object.assign(new Error('/home/secret'), { statusCode, ...members });

const answered = (thrown: unknown) => {
  const refusal = frameworkRefusal(thrown, request);
  return refusal === undefined
    ? undefined
    : problemAnswer(refusal.error, { url: '/x', id: 'y' }, refusal.status);
};

describe('a refusal of the framework', () => {
  it.each([400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 416, 417, 418, 421, 422, 423])(
    'of status %i stays what it is',
    (status) => {
      for (const thrown of [new HttpException('/home/secret', status), fromPlugin(status)]) {
        const { status: told, body = '' } = answered(thrown) ?? {};
        expect(told).toBe(status);
        expect(JSON.parse(body)).toMatchObject({
          status,
          type: expect.stringMatching(/^\/problems\/[a-z-]+$/),
        });
        expect(body).not.toContain('secret');
      }
    },
  );

  it.each([424, 425, 426, 428, 429, 431, 444, 451, 499])('of status %i, too', (status) => {
    expect(answered(fromPlugin(status))).toMatchObject({ status });
  });

  it('has its own problem where the catalogue has one, and the words of HTTP where it has none', () => {
    expect(frameworkRefusal(fromPlugin(413), request)?.error.code).toBe('payload-too-large');
    expect(frameworkRefusal(fromPlugin(415), request)?.error.detail).toContain('application/json');
    expect(frameworkRefusal(fromPlugin(406), request)?.error).toMatchObject({
      code: 'request-refused',
      detail: 'The web server refused the request: Not Acceptable.',
    });
    expect(frameworkRefusal(fromPlugin(499), request)?.error.detail).toContain('status 499');
  });

  it('says when to try again where there were too many', () => {
    expect(answered(new HttpException('', 429))?.headers).toHaveProperty('retry-after');
  });

  it('of an id that is too long is that there is nothing', () => {
    expect(answered(fromPlugin(414))?.status).toBe(404);
  });

  it.each([
    ['a plugin', fromPlugin(416, { headers: { 'Content-Range': 'bytes */7', 'Set-Cookie': 'x' } })],
    [
      'Nest, for a plugin',
      new HttpException('', 416, { cause: fromPlugin(416, { headers: { 'Content-Range': 'bytes */7' } }) }),
    ],
  ])('of a range says how much there is, and passes on nothing else: %s', (_, thrown) => {
    expect(frameworkRefusal(thrown, request)?.headers).toEqual({ 'content-range': 'bytes */7' });
  });
});

describe('anything else', () => {
  it.each([
    ['a fault of the framework', fromPlugin(500)],
    ['another one', new HttpException('', 503)],
    ['no status', fromPlugin(400.5)],
    ['a text for a status', fromPlugin('404')],
    ['no refusal', fromPlugin(200)],
    ['no error', { statusCode: 404 }],
    ['nothing', undefined],
    ['one of ours', new DomainError('not-found', 'x')],
  ])('is none: %s', (_, thrown) => {
    expect(frameworkRefusal(thrown, request)).toBeUndefined();
  });
});
