import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { parseAnswer, say } from './raw-http.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** As it is, which clients would tidy up. */
const ask = async (path: string, ...headers: readonly string[]) =>
  parseAnswer(
    await say(
      api.url,
      [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n'),
    ),
  );

const ASSET = '/docs/swagger-ui.css';

describe('what the web server refuses by itself', () => {
  it.each([
    ['a path that leads elsewhere', '/docs/../../package.json', [], 403],
    ['the same within the folder', '/docs/x/../../../package.json', [], 403],
    ['an encoded one', '/docs/..%2f..%2fpackage.json', [], '4\\d\\d'],
    ['an empty part of a path', '/docs//swagger-ui.css', [], 403],
    ['a part that a file does not have', ASSET, ['Range: bytes=999999999-'], 416],
    ['a part that ends before it begins', ASSET, ['Range: bytes=9999999999-99999999999'], 416],
    ['a version that is not there', ASSET, ['If-Match: "other"'], 412],
    ['an age that is not so', ASSET, ['If-Unmodified-Since: Mon, 01 Jan 1990 00:00:00 GMT'], 412],
    ['what nobody knows to expect', '/engagements', ['Expect: a-miracle'], 417],
    ['the same of a probe', '/health/live', ['Expect: a-miracle'], 417],
    ['a NUL in a path', '/docs/%00', [], '4\\d\\d'],
    ['a hidden file', '/docs/.env', [], '4\\d\\d'],
  ])('is a problem with its own status: %s', async (_, path, headers, expected) => {
    const { status, headers: told, body } = await ask(path, ...headers);

    expect(String(status)).toMatch(new RegExp(`^${expected}$`));
    expect(told.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(told.get('x-request-id')).toBeDefined();
    const problem = JSON.parse(body);
    expect(problem).toMatchObject({
      type: expect.stringMatching(/^\/problems\/[a-z-]+$/),
      status,
      detail: expect.stringMatching(/\.$/),
    });
    expect(body).not.toMatch(/node_modules|ENOENT|Error|\.js\b/);
    await request(api.url).get(problem.type).expect(200);
  });

  it('says how much there is of a file', async () => {
    const { headers } = await ask(ASSET, 'Range: bytes=999999999-');
    expect(headers.get('content-range')).toMatch(/^bytes \*\/\d+$/);
  });

  it('goes by the usual problem where there is one', async () => {
    const { body } = await request(api.url)
      .get(`/problems/${'x'.repeat(300)}`)
      .expect(404);
    expect(body.type).toBe('/problems/not-found');
  });

  it('serves what is there as ever', async () => {
    await request(api.url).get(ASSET).expect(200);
    await request(api.url).get(ASSET).set('range', 'bytes=0-9').expect(206);
  });
});
