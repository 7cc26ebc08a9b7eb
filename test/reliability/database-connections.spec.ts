import { randomBytes } from 'node:crypto';
import { expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import request, { type Response } from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { createTestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { startPostgresProxy } from '../support/postgres-proxy.js';
import { connect, waitUntil } from '../support/settled.js';

jest.setTimeout(60_000);

const CUTS = 30;

/** Sends submissions, each under a key of its own, until every one of them is accepted. */
async function submitAll(api: TestApi, titles: readonly string[]): Promise<Response[]> {
  const answers: Response[] = [];
  const submitOne = async (title: string) => {
    for (;;) {
      const answer = await request(api.url)
        .post('/engagements?submit=true')
        .set('idempotency-key', title.replace(' ', '-'))
        .set('prefer', 'respond-async')
        .send(engagement({ title }));
      answers.push(answer);
      if (answer.status !== 503 && answer.status !== 409) {
        return;
      }
    }
  };
  await Promise.all(titles.map(submitOne));
  return answers;
}

/** Every engagement is in AWS once, and every refusal said that it was the database's. */
async function expectAllOnce(
  api: TestApi,
  database: Client,
  titles: readonly string[],
  answers: readonly Response[],
): Promise<void> {
  for (const { status, body, headers } of answers.filter((answer) => answer.status > 202)) {
    const told = { status, type: body.type };
    expect([
      { status: 503, type: '/problems/database-unavailable' },
      { status: 409, type: '/problems/idempotency-key-in-use' },
    ]).toContainEqual(told);
    expect(status === 409 || headers['retry-after'] !== undefined).toBe(true);
  }
  await waitUntil(async () => {
    const { rows } = await database.query("SELECT 1 FROM engagements WHERE status <> 'submitted' LIMIT 1");
    return rows.length === 0;
  });
  const created = api.simulator.ledger().engagements.map(({ request: sent }) => String(sent['Title']));
  expect(created.toSorted()).toEqual(titles.toSorted());
}

const titles = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`);

it.concurrent('answers 503 when its connections are cut, loses nothing and doubles nothing', async () => {
  const api = await startApi({ SUBMISSION_RATE_PER_SECOND: '1000', SUBMISSION_RETRY_BASE_MS: '10' });
  const database = await connect(api.database.url);
  try {
    const wanted = titles('Cut', 40);
    const submitting = submitAll(api, wanted);
    for (let cut = 0; cut < CUTS; cut += 1) {
      await database.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      // Some work is done in between.
      await request(api.url).get('/engagements');
    }
    await expectAllOnce(api, database, wanted, await submitting);
  } finally {
    await database.end();
    await api.close();
  }
});

it.concurrent(
  'answers 503 when Postgres has no more connections, as a role that may only read and write rows',
  async () => {
    const owner = await createTestDatabase();
    const database = await connect(owner.url);
    const role = `service_${randomBytes(4).toString('hex')}`;
    await database.query(`
    CREATE ROLE ${role} LOGIN PASSWORD 'secret' CONNECTION LIMIT 7;
    GRANT USAGE ON SCHEMA public TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role};`);
    const url = new URL(owner.url);
    url.username = role;
    url.password = 'secret';
    const api = await startApi({ DATABASE_URL: url.href, SUBMISSION_RATE_PER_SECOND: '1000' });
    try {
      const wanted = titles('Crowded', 40);
      const answers = await submitAll(api, wanted);

      expect(answers.map(({ status }) => status)).toContain(503);
      await expectAllOnce(api, database, wanted, answers);
    } finally {
      await api.close();
      await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await database.end();
      await owner.drop();
    }
  },
);

it.concurrent('answers 503 when Postgres falls silent, and goes on once it speaks again', async () => {
  const owner = await createTestDatabase();
  let isSilent = false;
  const way = await startPostgresProxy(owner.url, {
    decide: ({ sql }) =>
      isSilent && sql.includes('FROM engagements engagement WHERE engagement.id')
        ? new Promise<never>(() => undefined)
        : 'pass',
  });
  const api = await startApi({ DATABASE_URL: way.url(owner.url) });
  try {
    const { body: draft } = await request(api.url).post('/engagements').send(engagement()).expect(201);
    isSilent = true;
    const silent = await request(api.url).get(`/engagements/${draft.id}`);
    isSilent = false;
    const again = await request(api.url).get(`/engagements/${draft.id}`);

    expect([silent.status, silent.body.type]).toEqual([503, '/problems/database-unavailable']);
    expect(again.status).toBe(200);
  } finally {
    await api.close();
    await way.close();
    await owner.drop();
  }
});
