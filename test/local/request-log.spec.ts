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
    env: { DATABASE_URL: proxy.url(database.url), PORT: '0', SUBMISSION_WORKER: 'off' },
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
  readonly req?: { readonly id: string; readonly method: string; readonly path: string };
  readonly res?: { readonly statusCode: number };
  readonly responseTime?: number;
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

it.each([
  ['that is answered', 'answered', '/engagements?q=Acme', 200],
  ['that is refused', 'refused', '/engagements?sort=Acme', 400],
  ['to nowhere', 'nowhere', '/nowhere?q=Acme', 404],
])('one line tells of a request %s, without its query', async (_, id, path, statusCode) => {
  await send(id, path);
  await api.printed(`"id":"${id}"`);

  expect(linesOf(id)).toEqual([
    expect.objectContaining({
      msg: 'request completed',
      req: { id, method: 'GET', path: path.split('?')[0] },
      res: { statusCode },
      responseTime: expect.any(Number),
    }),
  ]);
});

it('a body stands in no line', async () => {
  await send('saved', '/engagements', 'POST', engagement());
  await api.printed('"id":"saved"');

  expect(linesOf('saved')).toHaveLength(1);
  expect(api.output()).not.toMatch(/Acme|Byron/);
});

it('what is logged on the way tells which request it belongs to', async () => {
  await proxy.close();
  await send('in-trouble', '/engagements');
  await waitUntil(() => linesOf('in-trouble').some(({ res }) => res !== undefined));

  const lines = linesOf('in-trouble');
  expect(lines.map(({ msg }) => msg)).toContain('The database is unavailable');
  expect(lines.every(({ req }) => req?.path === '/engagements')).toBe(true);
});
