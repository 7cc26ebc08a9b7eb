import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { byRefCalls } from '../support/by-ref-calls.js';
import { connect, waitUntil } from '../support/settled.js';

let api: TestApi;
let database: Client;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_RATE_PER_SECOND: '1000' });
  database = await connect(api.database.url);
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const { put, putAndSubmit } = byRefCalls(() => api);

/** Resolves when so many wait for an engagement's lock. */
const haveQueued = (count: number) =>
  waitUntil(async () => {
    const { rows } = await database.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ 'FOR UPDATE'`,
    );
    return rows.length === count;
  });

it.each([
  ['a draft is deleted', put, ''],
  ['what is submitted is erased', putAndSubmit, '/personal-data'],
])('nothing stays of an answer that is kept just before %s', async (name, save, path) => {
  const { body: saved } = await save(name).expect(201);
  const holder = await connect(api.database.url);
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM engagements WHERE id = $1 FOR UPDATE', [saved.id]);
  const repeated = save(name)
    .set('idempotency-key', `${name} again`.replaceAll(' ', '-'))
    .then(({ status }) => status);
  await haveQueued(1);
  const forgotten = request(api.url)
    .delete(`/engagements/${saved.id}${path}`)
    .then(({ status }) => status);
  await haveQueued(2);
  await holder.query('ROLLBACK');
  await holder.end();

  expect(await Promise.all([repeated, forgotten])).toEqual([200, 204]);
  const { rows } = await database.query(
    'SELECT answer, answer_forgotten FROM idempotency_keys WHERE engagement_id = $1',
    [saved.id],
  );
  expect(rows).toEqual([{ answer: null, answer_forgotten: true }]);
});
