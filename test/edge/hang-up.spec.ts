import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { waitUntil } from '../support/settled.js';
import { openSocket } from './raw-http.js';

let database: TestDatabase;
let api: Program;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = startProgram('src/main.ts', {
    env: { DATABASE_URL: database.url, PORT: '0', SUBMISSION_WORKER: 'off', LOG_LEVEL: 'debug' },
  });
  url = await addressOf(api);
});
afterAll(async () => {
  api.process.kill('SIGTERM');
  await api.ended;
  await database.drop();
});

/**
 * Everything in the log of more than `info`, and what takes something for a failure of the database, after a request that
 * was made later.
 */
async function complaints(): Promise<string[]> {
  const id = `after-${String(performance.now())}`;
  // By way of the database, behind what was asked of it before.
  await fetch(`${url}/health/ready`, { headers: { 'x-request-id': id } });
  await api.printed(id);
  return api.output().match(/^\{"level":(?:[4-6]0|20[^\n]*The database is unavailable)[^\n]*/gm) ?? [];
}

/** Of the rows of an import, which are the only ones that are saved here. */
async function countSaved(): Promise<number> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ saved: number }>('SELECT count(*)::int AS saved FROM engagements');
  await client.end();
  return rows[0]?.saved ?? 0;
}

const engagementRow = `${JSON.stringify({ title: 'Hung up' })}\n`;

it.each([
  ['a draft', 'application/json', '/engagements', '{"title":', 0],
  ['an import, before its first row', 'application/x-ndjson', '/engagements/import', '{"ti', 0],
  [
    'an import, among its rows',
    'application/x-ndjson',
    '/engagements/import',
    engagementRow.repeat(250),
    200,
  ],
  ['a CSV', 'text/csv', '/engagements/import', 'title,companyName\r\nHung up,Ac', 0],
])('a client that hangs up in the middle of %s is nobody’s failure', async (_, type, path, begun, saved) => {
  const [before, savedBefore] = [(await complaints()).length, await countSaved()];
  const id = randomUUID();
  const socket = await openSocket(url);
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\nx-request-id: ${id}\r\ncontent-type: ${type}\r\ncontent-length: 100000\r\n\r\n${begun}`,
  );
  // A request that was made later has been answered: by then this one is being read.
  await fetch(`${url}/health/ready`);
  await waitUntil(async () => (await countSaved()) - savedBefore >= saved);
  socket.resetAndDestroy();
  const ended = new RegExp(`"callerRequestId":"${id}".*"request ended by its caller"`);
  await waitUntil(() => ended.test(api.output()));

  expect((await complaints()).slice(before)).toEqual([]);
});

it('a statement that is broken off is a 503', async () => {
  const other = new Client({ connectionString: database.url });
  await other.connect();
  await other.query('BEGIN; LOCK TABLE engagements IN ACCESS EXCLUSIVE MODE');
  const answer = fetch(`${url}/engagements`);
  let cancelled = 0;
  while (cancelled === 0) {
    const { rowCount } = await other.query(
      `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
       WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    cancelled = rowCount ?? 0;
  }
  const { status, headers } = await answer;
  await other.query('ROLLBACK');

  expect([status, headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
  await other.end();
});
