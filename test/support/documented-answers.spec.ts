import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DocumentedAnswers, type SentAnswer } from './documented-answers.js';

const requestId = { 'X-Request-Id': { required: true, schema: { type: 'string' } } };

const document: OpenAPIObject = {
  openapi: '3.1.0',
  info: { title: 'Test', version: '1' },
  paths: {
    '/things/{id}': {
      get: {
        responses: {
          200: {
            description: 'A thing.',
            headers: { ...requestId, ETag: { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          304: { description: 'It is what you have.', headers: requestId },
          default: { $ref: '#/components/responses/Refused' },
        },
      },
    },
  },
  components: {
    responses: {
      Refused: {
        description: 'Refused.',
        headers: requestId,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    schemas: {
      Thing: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          at: { type: 'string', format: 'date-time' },
          part: { type: 'object', properties: { size: { type: 'integer' } } },
        },
      },
      Problem: {
        oneOf: [{ $ref: '#/components/schemas/Gone' }, { $ref: '#/components/schemas/Late' }],
        discriminator: { propertyName: 'type', mapping: { '/problems/gone': '#/components/schemas/Gone' } },
      },
      Gone: {
        type: 'object',
        required: ['type'],
        properties: { type: { type: 'string', enum: ['/problems/gone'] }, since: { type: 'string' } },
      },
      Late: {
        type: 'object',
        required: ['type', 'by'],
        properties: { type: { type: 'string', enum: ['/problems/late'] }, by: { type: 'integer' } },
      },
    },
  },
};

const documented = new DocumentedAnswers(document);
const id = '0197f3a2-5b8c-7d41-9e0f-3c6a1b2d4e5f';

const thing = (body: object, more: Partial<SentAnswer> = {}): SentAnswer => ({
  method: 'GET',
  path: '/things/{id}',
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'r', etag: '"1"' },
  body: JSON.stringify(body),
  ...more,
});

const refused = (body: object, more: Partial<SentAnswer> = {}) =>
  thing(body, {
    status: 404,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': 'r' },
    ...more,
  });

describe('an answer that is as documented', () => {
  it.each([
    ['with all it may have', thing({ id, at: '2026-11-02T10:30:00.123Z', part: { size: 1 } })],
    ['with what it has to have', thing({ id })],
    ['to HEAD, without a body', thing({ id }, { method: 'HEAD', body: '' })],
    ['without a body', thing({}, { status: 304, headers: { 'x-request-id': 'r' }, body: undefined })],
    ['a problem', refused({ type: '/problems/gone', since: 'yesterday' })],
    ['a problem at no route', refused({ type: '/problems/late', by: 3 }, { path: undefined })],
  ])('has no faults: %s', (_name, answer) => {
    expect(documented.faultsOf(answer)).toEqual([]);
  });
});

describe('an answer that is not as documented is told with what is wrong', () => {
  it.each([
    ['a member that is not documented', thing({ id, colour: 'red' }), /additional.+colour/],
    ['one within another', thing({ id, part: { weight: 1 } }), /\/part .*additional.+weight/],
    ['a member that is missing', thing({}), /required.+id/],
    ['a member of another type', thing({ id, part: { size: 'big' } }), /\/part\/size must be integer/],
    ['a time that is none', thing({ id, at: 'yesterday' }), /\/at must match format/],
    ['a null', thing({ id, part: null }), /\/part must be object/],
    ['a problem of another type', refused({ type: '/problems/other' }), /\/problems\/other/],
    ['a member of another problem', refused({ type: '/problems/gone', by: 3 }), /additional.+by/],
    ['another at no route', refused({ type: '/problems/other' }, { path: undefined }), /\/problems\/other/],
    ['no JSON', thing({}, { body: 'OK' }), /no JSON/],
    ['a body where there is none', thing({ id }, { status: 304 }), /No body/],
    [
      'another media type',
      thing({ id }, { headers: { 'content-type': 'text/html', 'x-request-id': 'r' } }),
      /text\/html/,
    ],
    ['a header', thing({ id }, { headers: { ...thing({}).headers, location: '/x' } }), /location is not/],
    [
      'a missing header',
      thing({ id }, { headers: { 'content-type': 'application/json' } }),
      /X-Request-Id is missing/,
    ],
  ])('%s', (_name, answer, fault) => {
    expect(documented.faultsOf(answer)).toContainEqual(expect.stringMatching(fault));
  });

  it('a status', () => {
    const { default: _default, ...responses } = document.paths['/things/{id}']?.get?.responses ?? {};
    const strict = new DocumentedAnswers({ ...document, paths: { '/things/{id}': { get: { responses } } } });

    expect(strict.faultsOf(refused({ type: '/problems/gone' }))).toEqual(['No such status is documented.']);
  });
});
