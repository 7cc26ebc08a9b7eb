import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { type PostgresProxy, type Statement, startPostgresProxy } from '../support/postgres-proxy.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

let database: TestDatabase;
let proxy: PostgresProxy;
let api: TestApi;
let client: Client;
/** The commit whose answer is lost next, once. */
let loses: ((statement: Statement) => boolean) | undefined;
let lost = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startPostgresProxy(database.url, {
    decide: (statement) => (statement.commits && loses?.(statement) === true ? 'lose-answer' : 'pass'),
    onLost: () => {
      lost += 1;
      loses = undefined;
    },
  });
  api = await startApi({
    DATABASE_URL: proxy.url(database.url),
    SUBMISSION_RETRY_BASE_MS: '50',
    SUBMISSION_RATE_PER_SECOND: '1000',
    SUBMISSION_LEASE_MS: '1000',
  });
  client = await connect(database.url);
});
afterEach(() => {
  loses = undefined;
  lost = 0;
  api.simulator.clearFaults();
});
afterAll(async () => {
  await client.end();
  await api.close();
  await proxy.close();
  await database.drop();
});

/** Loses the answer to the commit of this: to the end of its transaction, or to a statement that is one by itself. */
function loseCommitOf(work: RegExp): void {
  loses = ({ sql, transaction }) => [sql, ...transaction].some((statement) => work.test(statement));
}

async function rowsTitled(title: string): Promise<string[]> {
  const { rows } = await client.query('SELECT id FROM engagements WHERE title = $1', [title]);
  return rows.map(({ id }) => String(id));
}

async function eventsOf(id: string): Promise<string[]> {
  const { body } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
  return body.data.map(({ type }: { type: string }) => type);
}

const entriesOf = (title: string) =>
  api.simulator.ledger().engagements.filter(({ request: sent }) => sent['Title'] === title);

it.each([
  ['a draft', '', 'Draft', ['created']],
  [
    'a submission',
    '?submit=true',
    'Submission',
    ['created', 'submit-requested', 'attempt-started', 'attempt-ended', 'settled'],
  ],
])('does the work of %s once when the answer to its COMMIT is lost', async (_, query, title, events) => {
  const key = randomUUID();
  const send = () =>
    request(api.url).post(`/engagements${query}`).set('idempotency-key', key).send(engagement({ title }));
  loseCommitOf(/INSERT INTO .*idempotency_keys/);

  const { body: problem } = await send().expect(503).expect('retry-after', /^\d+$/);
  expect(lost).toBe(1);
  expect(problem.type).toBe('/problems/database-unavailable');
  const { body, headers } = await send().expect(201).expect('idempotency-replayed', 'true');

  expect(await rowsTitled(title)).toEqual([body.id]);
  expect(headers).toMatchObject({ location: `/engagements/${String(body.id)}`, etag: expect.any(String) });
  expect(headers).not.toHaveProperty('retry-after');
  expect(await eventsOf(body.id)).toEqual(events);
  const again = await send().expect(201).expect('idempotency-replayed', 'true');
  expect(again.body).toEqual(body);
});

it.each([
  ['accepted', [], ['attempt-started', 'attempt-ended', 'settled']],
  [
    'unknown',
    [{ kind: 'reset-after', operation: 'CreateEngagement', times: 1 }],
    ['attempt-started', 'attempt-ended', 'attempt-started', 'attempt-ended', 'settled'],
  ],
  [
    'not done',
    [{ kind: 'error', operation: 'CreateEngagement', times: 1, error: { name: 'ThrottlingException' } }],
    ['attempt-started', 'attempt-ended', 'attempt-started', 'attempt-ended', 'settled'],
  ],
] as const)(
  'records once that an attempt was %s when the answer to it is lost',
  async (name, faults, events) => {
    const title = `Outcome ${name}`;
    faults.forEach((fault) => {
      api.simulator.addFault(fault);
    });
    loseCommitOf(/UPDATE submissions\s+SET\s+step/);

    const { body } = await request(api.url).post('/engagements?submit=true').send(engagement({ title }));
    await waitUntil(() => lost === 1);
    await waitForStatus(database.url, String(body.id), 'submitted');

    expect(await eventsOf(body.id)).toEqual(['created', 'submit-requested', ...events]);
    const { body: settled } = await request(api.url)
      .get(`/engagements/${String(body.id)}`)
      .expect(200);
    expect(entriesOf(title)).toEqual([expect.objectContaining({ arn: settled.partnerCentral.arn })]);
  },
);

it.each([
  ['with its claim', 'now()', /waiting_caller AS \(/],
  [
    'in a slot that it had to wait for',
    "now() + interval '500 ms'",
    /SET attempts = attempts \+ 1, attempt_open/,
  ],
])('sends once what it has begun %s without being told', async (title, slot, begins) => {
  await client.query(
    `INSERT INTO submission_pace (id, next_slot) VALUES (1, ${slot})
     ON CONFLICT (id) DO UPDATE SET next_slot = ${slot}, slowed_until = NULL`,
  );
  loses = ({ sql }) => begins.test(sql);

  const { body } = await request(api.url).post('/engagements?submit=true').send(engagement({ title }));
  await waitUntil(() => lost === 1);
  await waitForStatus(database.url, String(body.id), 'submitted');

  // It was not sent, but nobody can know that.
  expect(await eventsOf(body.id)).toEqual(
    expect.arrayContaining(['attempt-lost', 'attempt-started', 'attempt-ended', 'settled']),
  );
  expect(entriesOf(title)).toEqual([expect.objectContaining({ calls: 1 })]);
});
