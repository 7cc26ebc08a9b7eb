import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { type PostgresProxy, startPostgresProxy } from '../support/postgres-proxy.js';
import { waitUntil } from '../support/settled.js';

let database: TestDatabase;
let proxy: PostgresProxy;
let api: Program;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startPostgresProxy(database.url, { decide: () => 'pass' });
  api = startProgram('src/main.ts', {
    env: { DATABASE_URL: proxy.url(database.url), PORT: '0', SUBMISSION_WORKER: 'off', LOG_LEVEL: 'debug' },
  });
  url = await addressOf(api);
});
afterAll(async () => {
  api.process.kill('SIGTERM');
  await api.ended;
  await database.drop();
});

interface Line {
  readonly msg?: string;
  readonly level: number;
  readonly time?: number;
  readonly cause?: string;
  readonly req?: { readonly id: string; readonly path: string };
  readonly res?: { readonly statusCode?: number };
  readonly callerGone?: boolean;
}

const linesOf = (id: string) =>
  api
    .output()
    .split('\n')
    .filter((line) => line.includes(`"${id}"`))
    .map((line): Line => JSON.parse(line));

const send = (id: string, path: string, method = 'GET', body?: object) =>
  fetch(`${url}${path}`, {
    method,
    headers: { 'x-request-id': id, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

it.each([
  ['that is answered', 'answered', '/engagements?q=Acme', 200, '/engagements'],
  ['that is refused', 'refused', '/engagements?sort=Acme', 400, '/engagements'],
  [
    'about one that is not there',
    'one',
    `/engagements/${crypto.randomUUID()}?a=Acme`,
    404,
    '/engagements/:id',
  ],
  ['to nowhere', 'nowhere', '/nowhere?q=Acme', 404, undefined],
  ['whose address can’t be read', 'unreadable', '/engagements/%ff?q=Acme', 400, undefined],
])('one line tells of a request %s, without its query', async (_, id, path, statusCode, route) => {
  const { headers } = await send(id, path);
  await api.printed(`"callerRequestId":"${id}"`);

  // The answer has the caller's id, the line both.
  expect(headers.get('x-request-id')).toBe(id);
  expect(linesOf(id)).toEqual([
    expect.objectContaining({
      level: 30,
      time: expect.any(Number),
      msg: 'request completed',
      req: {
        id: expect.stringMatching(uuid),
        callerRequestId: id,
        method: 'GET',
        path: path.split('?')[0],
        ...(route === undefined ? {} : { route, caller: 'anonymous' }),
      },
      res: { statusCode },
      responseTime: expect.any(Number),
    }),
  ]);
});

it.each([
  ['that makes it', 'PUT', '/engagements/by-ref/jane%40acme?catalog=Sandbox', 201],
  ['that looks for it', 'GET', '/engagements/by-ref/jane%40acme', 200],
  ['for its headers', 'HEAD', '/engagements/by-ref/jane%40acme', 200],
  ['for another one', 'GET', '/engagements/by-ref/john%40acme', 404],
  ['of a method that it lacks', 'DELETE', '/engagements/by-ref/jane%40acme', 405],
  ['of a method that nobody knows', 'PROPFIND', '/engagements/by-ref/jane%40acme', 405],
  ['with a slash', 'PUT', '/engagements/by-ref/acme/jane', 404],
  ['with two of them', 'PUT', '/engagements/by-ref//jane@acme', 404],
  ['with one in the end', 'GET', '/engagements/by-ref/jane@acme/', 404],
  ['with what it has not', 'POST', '/engagements/by-ref/jane@acme/submit', 404],
  ['whose route is encoded', 'GET', '/engagements/by%2Dref/jane%40acme', 200],
  ['whose slash is encoded', 'GET', '/engagements/by-ref%2fjane%40acme', 404],
  ['that can’t be decoded', 'PUT', '/engagements/by-ref/jane%40acme%ff', 400],
  ['in capitals', 'PUT', '/Engagements/By-Ref/jane@acme', 404],
  ['behind a proxy’s prefix', 'PUT', '/partners/api/engagements/by-ref/jane@acme', 404],
])('no line tells of a caller’s own id: a request %s', async (_, method, path, statusCode) => {
  const id = crypto.randomUUID();
  const answer = await send(id, path, method, method === 'PUT' ? { title: 'By id' } : undefined);
  await api.printed(`"callerRequestId":"${id}"`);

  expect(answer.status).toBe(statusCode);
  const readable = path.replace('%2D', '-').replace('%2f', '/');
  const beginning = /^.*\/by-ref\//i.exec(readable)?.[0] ?? '';
  expect(linesOf(id)).toEqual([
    expect.objectContaining({
      req: expect.objectContaining({ method, path: `${beginning}:externalRef` }),
      res: { statusCode },
    }),
  ]);
  expect(api.output()).not.toMatch(/jane|john|acme/);
  // Its caller is told which one was meant.
  if (statusCode >= 400) {
    expect(await answer.json()).toHaveProperty('instance', path);
  }
});

it('two requests under one id of their caller’s have ids of ours', async () => {
  await send('twice', '/health/live');
  await send('twice', '/health/live');
  await waitUntil(() => linesOf('twice').length === 2);

  const [first, second] = linesOf('twice').map(({ req }) => req?.id);
  expect(first).not.toBe(second);
});

it.each([undefined, 'not a sane one'])(
  'without an id of the caller’s the answer has ours: %s',
  async (given) => {
    const { headers } = await fetch(`${url}/nowhere-at-all`, {
      headers: given === undefined ? {} : { 'x-request-id': given },
    });
    const id = String(headers.get('x-request-id'));
    await waitUntil(() => linesOf(id).length === 1);

    expect(id).toMatch(uuid);
    expect(linesOf(id)[0]?.req).toEqual(expect.not.objectContaining({ callerRequestId: expect.anything() }));
  },
);

it('a request has a line too whose caller has gone before it was answered', async () => {
  const saved = await send('to-wait-for', '/engagements', 'POST', engagement());
  const { id } = Object(await saved.json());
  // Not by fetch, which opens another connection when a request is given up.
  const waiting = httpRequest(`${url}/engagements/${String(id)}/submit`, {
    method: 'POST',
    agent: false,
    headers: { 'x-request-id': 'gone', prefer: 'wait=30' },
  });
  waiting.on('error', () => undefined).end();
  await waitUntil(async () => {
    const answer = await fetch(`${url}/engagements/${String(id)}`);
    return Object(await answer.json()).status === 'submitting';
  });
  waiting.destroy();
  await waitUntil(() => linesOf('gone').length === 1);

  expect(linesOf('gone')[0]).toMatchObject({ msg: 'request ended by its caller', callerGone: true, res: {} });
  expect(linesOf('gone')[0]?.res).toEqual({});
});

it('a body stands in no line', async () => {
  await send('saved', '/engagements', 'POST', engagement());
  await api.printed('"callerRequestId":"saved"');

  expect(linesOf('saved')).toHaveLength(1);
  expect(api.output()).not.toMatch(/Acme|Byron/);
});

it('what is logged on the way tells which request it belongs to', async () => {
  await proxy.close();
  await send('in-trouble', '/engagements');
  await waitUntil(() => linesOf('in-trouble').some(({ res }) => res !== undefined));

  const lines = linesOf('in-trouble');
  expect(lines.map(({ msg }) => msg)).toContain('The database is unavailable');
  // Nothing above debug but the request's own line, which has the cause.
  expect(lines.filter(({ level }) => level > 20)).toEqual([
    expect.objectContaining({ msg: 'request completed', cause: expect.stringMatching(/^connection-/) }),
  ]);
  expect(lines.every(({ req }) => req?.path === '/engagements')).toBe(true);
});
