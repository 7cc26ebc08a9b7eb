import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { draftCalls } from '../support/draft-calls.js';
import { engagement } from '../support/engagements.factory.js';
import { parseAnswer, say } from './raw-http.js';

let api: TestApi;
/** What the document says of each operation that may have a body. */
let operations: { method: string; path: string; types: readonly string[] }[];

beforeAll(async () => {
  api = await startApi();
  const { body } = await request(api.url).get('/openapi.json').expect(200);
  operations = Object.entries<Record<string, { requestBody?: { content: object } }>>(body.paths).flatMap(
    ([path, item]) =>
      Object.entries(item)
        .filter(([method]) => ['post', 'put', 'patch', 'delete'].includes(method))
        .map(([method, { requestBody }]) => ({
          method: method.toUpperCase(),
          path: path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000'),
          types: Object.keys(requestBody?.content ?? {}),
        })),
  );
});
afterAll(() => api.close());

const { created } = draftCalls(() => api);

/** Sends what is said, as it is. */
async function send(
  method: string,
  path: string,
  { type, body = 'x', headers = {} }: { type?: string; body?: string | Buffer; headers?: object } = {},
) {
  const answer = await fetch(`${api.url}${path}`, {
    method,
    // `fetch` says of a text that it is one, and of bytes nothing.
    body: Buffer.from(body),
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers },
  });
  const text = await answer.text();
  return { ...(text === '' ? {} : JSON.parse(text)), status: answer.status };
}

describe('a body of a type that is not taken', () => {
  it('is told what its address takes, which is what the document says, and what came', async () => {
    expect(operations.length).toBeGreaterThan(7);
    for (const { method, path, types } of operations) {
      const { status, detail, type } = await send(method, path, { type: 'text/x-odd; a=b' });
      expect({ method, path, status, type }).toEqual({
        method,
        path,
        status: 415,
        type: '/problems/unsupported-media-type',
      });
      expect(detail).toContain('text/x-odd came');
      expect(types.filter((one) => !String(detail).includes(one))).toEqual([]);
      expect({ path, takesNone: String(detail).includes('takes no body') }).toEqual({
        path,
        takesNone: types.length === 0,
      });
    }
  });

  it('follows its own advice: what is documented is never refused for its type', async () => {
    for (const { method, path, types } of operations) {
      for (const type of types) {
        const { status } = await send(method, path, { type });
        expect({ method, path, type, isRefused: status === 415 }).toEqual({
          method,
          path,
          type,
          isRefused: false,
        });
      }
    }
  });

  it.each([
    ['/engagements/import', 'application/x-www-form-urlencoded', "-H 'content-type: text/csv'"],
    ['/engagements/import', 'text/plain', "-H 'content-type: text/csv'"],
    ['/engagements/import', undefined, "-H 'content-type: text/csv'"],
    ['/engagements/import', 'application/octet-stream', "-H 'content-type: text/csv'"],
    ['/engagements/import', 'application/vnd.ms-excel', "-H 'content-type: text/csv'"],
    ['/engagements/import', 'application/vnd.ms-excel', 'save it as CSV'],
    [
      '/engagements/import',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'save it as CSV',
    ],
    ['/engagements/import', 'application/json', 'application/x-ndjson'],
    ['/engagements', 'application/x-www-form-urlencoded', "-H 'content-type: application/json'"],
    ['/engagements', undefined, "-H 'content-type: application/json'"],
    ['/engagements', 'text/csv', 'This takes application/json,'],
    ['/engagements', 'multipart/form-data; boundary=x', 'This takes application/json,'],
    ['/engagements', 'application/merge-patch+json', 'This takes application/json,'],
    ['/engagements/submissions', 'application/xml', 'This takes application/json,'],
    ['/engagements', 'json', 'can’t be read'],
    ['/engagements', '{"title":"Secret"}', 'can’t be read'],
  ])('is advised (%s, %s)', async (path, type, advice) => {
    const { status, detail } = await send('POST', path, { ...(type === undefined ? {} : { type }) });
    expect({ status, detail }).toEqual({ status: 415, detail: expect.stringContaining(advice) });
    expect(detail).not.toContain('Secret');
  });

  it('is told so whatever its size, and not that it is too large', async () => {
    for (const [path, type] of [
      ['/engagements', 'text/plain'],
      ['/engagements/import', 'application/json'],
      ['/engagements/import', 'application/x-www-form-urlencoded'],
    ]) {
      const { status } = await send('POST', path ?? '', { type, body: Buffer.alloc(20_000_000, 'x') });
      expect({ path, type, status }).toEqual({ path, type, status: 415 });
    }
    await created();
  });

  it('leaves an address where there is nothing as it is', async () => {
    const { status } = await send('POST', '/nowhere', { type: 'text/plain' });
    expect(status).toBe(404);
  });

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', ' application/json ;x="y"'])(
    'is none where only its spelling is another: %s',
    async (type) => {
      const { status } = await send('POST', '/engagements', { type, body: '{"title":"Spelt"}' });
      expect(status).toBe(201);
    },
  );
});

describe('a compressed body', () => {
  const packed = { gzip: gzipSync('{"title":"x"}'), br: brotliCompressSync('{"title":"x"}') };

  it.each([
    ['POST', '/engagements', 'application/json'],
    ['PATCH', '/engagements/x', 'application/merge-patch+json'],
    ['POST', '/engagements/import', 'text/csv'],
    ['POST', '/engagements/import', 'application/x-ndjson'],
    ['POST', '/engagements/import', 'multipart/form-data; boundary=x'],
    ['POST', '/engagements/import', 'application/json'],
    ['POST', '/engagements/x/submit', 'application/json'],
    ['POST', '/engagements', 'text/plain'],
    ['POST', '/engagements', undefined],
    ['DELETE', '/engagements/x', 'application/json'],
  ])('is told that it is, whatever its type: %s %s %s', async (method, path, type) => {
    for (const [coding, body] of Object.entries(packed)) {
      const { status, detail } = await send(method, path, {
        ...(type === undefined ? {} : { type }),
        body,
        headers: { 'content-encoding': coding },
      });
      expect({ status, detail }).toEqual({ status: 415, detail: expect.stringContaining('compressed') });
    }
  });

  it.each([
    ['/engagements', 'application/json'],
    ['/engagements/submissions', 'application/json'],
    ['/engagements/import', 'text/csv'],
    ['/engagements/import', 'application/x-ndjson'],
  ])('is known without a header, too: %s %s', async (path, type) => {
    const { status, detail } = await send('POST', path, { type, body: packed.gzip });
    expect({ status, detail }).toEqual({ status: 415, detail: expect.stringContaining('compressed') });
  });

  it('is none where the header says that it is as it is', async () => {
    const { status } = await send('POST', '/engagements', {
      type: 'application/json',
      body: '{"title":"Plain"}',
      headers: { 'content-encoding': 'identity' },
    });
    expect(status).toBe(201);
  });
});

describe('an empty body', () => {
  const types = [
    undefined,
    'application/x-www-form-urlencoded',
    'application/json',
    'text/plain',
    'text/csv',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'nonsense',
  ];

  /** With a length of nothing, without any, and in no chunk. */
  const emptiness = [
    ['Content-Length: 0', '\r\n'],
    ['X-Nothing: 0', '\r\n'],
    ['Transfer-Encoding: chunked', '\r\n0\r\n\r\n'],
  ] as const;

  async function sendNothing(path: string, type: string | undefined, [header, rest]: readonly string[]) {
    const lines = [
      `POST ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: close',
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
      header ?? '',
      '',
    ];
    return parseAnswer(await say(api.url, `${lines.join('\r\n')}${rest ?? ''}`));
  }

  it.each(types)('says nothing to a submit, whatever its type: %s', async (type) => {
    for (const way of emptiness) {
      const { id } = await created(engagement());
      expect(await sendNothing(`/engagements/${id}/submit`, type, way)).toMatchObject({ status: 200 });
    }
  });

  it.each(types)('is missing where one is needed, whatever its type: %s', async (type) => {
    for (const way of emptiness) {
      for (const [path, finding] of [
        ['/engagements', 'The body must be a JSON object.'],
        ['/engagements/submissions', 'REQUIRED_FIELD_MISSING'],
        ['/engagements/import', 'There are no rows in the body.'],
      ] as const) {
        const { status, body } = await sendNothing(path, type, way);
        expect({ path, status, body }).toEqual({ path, status: 400, body: expect.stringContaining(finding) });
      }
    }
  });

  it('of curl -d "" submits, and deletes', async () => {
    const { id } = await created();
    const form = { type: 'application/x-www-form-urlencoded', body: '' };
    expect(await send('POST', `/engagements/${id}/submit`, form)).toMatchObject({ status: 200 });
    const { id: draft } = await created();
    expect(await send('DELETE', `/engagements/${draft}`, form)).toMatchObject({ status: 204 });
  });

  it('is what a call without one takes in JSON, too, and nothing else', async () => {
    const { id } = await created({});
    for (const body of ['{}', 'null', ' ']) {
      const { status } = await send('POST', `/engagements/${id}/submit`, { type: 'application/json', body });
      expect(status).toBe(422);
    }
    for (const [method, path] of [
      ['POST', `/engagements/${id}/submit`],
      ['DELETE', `/engagements/${id}`],
      ['DELETE', `/engagements/${id}/personal-data`],
    ] as const) {
      const { status, detail, errors } = await send(method, path, {
        type: 'application/json',
        body: '{"title":"x"}',
      });
      expect({ status, detail }).toEqual({ status: 400, detail: 'This takes no body.' });
      expect(errors).toMatchObject([{ pointer: '', message: 'Must be empty.' }]);
    }
  });
});
