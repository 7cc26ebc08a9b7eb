import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { curlSample } from '../../src/openapi/code-samples/curl-sample.js';
import { pythonSample } from '../../src/openapi/code-samples/python-sample.js';
import type { SampleCall } from '../../src/openapi/code-samples/sample-call.js';
import { listen } from '../support/listen.js';
import { pasteToPython, pasteToShell } from './paste.js';

const ID = '019ac5d4-7e1c-7000-8000-000000000001';

/** Tells what it was sent; what is saved has an id. */
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const told = request.url === '/engagements' ? { id: ID, status: 'draft' } : { url: request.url, body };
    response.end(JSON.stringify(told));
  });
});
let apiUrl: string;

beforeAll(async () => {
  apiUrl = `http://127.0.0.1:${await listen(server)}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const bodies: [string, unknown][] = [
  ['quotes', { a: `Acme's "best"`, b: "''", c: '"""' }],
  ['what a shell replaces', { a: '$HOME ${HOME} $(id) `id` !!', b: '\\$HOME \\\\' }],
  ['what Python replaces', { a: '{api} %s \\N{DASH} \\u0041' }],
  ['line ends', { a: 'one\ntwo\r\nthree\ttab', b: 'JSON\nEOF' }],
  ['other alphabets', { 'a.b-c': 'Łódź 東京 🚀', class: 'None True' }],
  ['no text', { t: true, f: false, n: null, i: 1, d: -0.5, list: [], none: {} }],
  [
    'what is long',
    { list: Array.from({ length: 40 }, (_, index) => ({ index, deep: [[`item ${index}`]] })) },
  ],
];

it.each(bodies)('send a body as it is: %s', async (_, value) => {
  const call: SampleCall = {
    method: 'put',
    path: '/things/{externalRef}',
    pathValues: { externalRef: 'a/b ?c' },
    query: { q: `&'"$x` },
    body: { type: 'application/json', value },
    client: 'once',
  };
  await expectSent(call, '/things/a%2Fb%20%3Fc', value);
});

it.each(bodies)('send the id of what was saved in it: %s', async (_, value) => {
  const call: SampleCall = {
    method: 'post',
    path: '/things/{id}/more',
    query: { q: `&'"$x` },
    body: { type: 'application/json', value: { ids: ['{id}'], value } },
    draft: { title: 'Saved' },
    client: 'once',
  };
  await expectSent(call, `/things/${ID}/more`, { ids: [ID], value });
});

async function expectSent(call: SampleCall, path: string, body: unknown): Promise<void> {
  const told = [
    await pasteToShell(curlSample(call), { API_URL: apiUrl }),
    await pasteToPython(pythonSample(call), { API_URL: apiUrl }),
  ];
  for (const { body: received } of told) {
    const url = new URL(received.url, apiUrl);
    expect([url.pathname, url.searchParams.get('q')]).toEqual([path, `&'"$x`]);
    expect(JSON.parse(received.body)).toEqual(body);
  }
}
