import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';
import { holdEvents, somebodyClaimsIt, somebodyWaitsForLock } from './crash-scene.js';

jest.setTimeout(60_000);

let api: TestApi;
let database: Client;
beforeEach(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '2',
    SUBMISSION_RETRY_BASE_MS: '20',
    SUBMISSION_RATE_PER_SECOND: '1000',
  });
  database = await connect(api.database.url);
});
afterEach(async () => {
  await database.end();
  await api.close();
});

const expired = { kind: 'error', error: { name: 'ExpiredTokenException' } } as const;
const submit = (title: string) =>
  request(api.url)
    .post('/engagements?submit=true')
    .set('prefer', 'respond-async')
    .send(engagement({ title }));

async function submitMany(count: number): Promise<string[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) => submit(`Waits ${index}`).expect(202)),
  );
  return answers.map(({ body }) => String(body.id));
}

it('sends one call now and then while credentials are not accepted, and goes on by itself', async () => {
  api.simulator.addFault(expired);
  const ids = await submitMany(30);
  // Longer than all attempts that may end unknown would have taken.
  await waitUntil(() => api.simulator.ledger().calls.total >= 8);

  // What was sent in the moment in which it began is told by its own attempt.
  await waitUntil(async () => {
    const { rows } = await database.query('SELECT 1 FROM submissions WHERE last_error IS NULL');
    return rows.length === 0;
  });

  const waiting = await request(api.url).get('/engagements?limit=100').expect(200);
  for (const { status, submission } of waiting.body.data) {
    expect(status).toBe('submitting');
    expect(submission.lastError).toMatchObject({ type: '/problems/partner-central-credentials' });
  }
  // Probes of 200 ms, whoever asks for them; thirty that are tried again by themselves would be many more.
  const { total } = api.simulator.ledger().calls;
  expect(total).toBeLessThan(30);
  api.simulator.clearFaults();

  await Promise.all(ids.map((id) => waitForStatus(api.database.url, id, 'submitted')));
  expect(api.simulator.ledger().engagements).toHaveLength(30);
});

it('gives up after SUBMISSION_GIVE_UP_HOURS, those that were never sent too', async () => {
  api.simulator.addFault(expired);
  const ids = await submitMany(3);
  await waitUntil(() => api.simulator.ledger().calls.total >= 2);

  await database.query("UPDATE submissions SET waiting_since = now() - interval '24 hours'");

  await Promise.all(ids.map((id) => waitForStatus(api.database.url, id, 'rejected')));
  const { body } = await request(api.url)
    .get(`/engagements/${String(ids[0])}`)
    .expect(200);
  expect(body.submission.lastError).toMatchObject({ type: '/problems/partner-central-credentials' });
});

it('does not send what had begun too late for its slot when the outage came', async () => {
  await database.query(
    "INSERT INTO submission_pace (id, next_slot) VALUES (1, now() + interval '3 seconds')",
  );
  const { body } = await submit('Begun too late').expect(202);
  await somebodyClaimsIt({ database });
  const release = await holdEvents({ api });
  await somebodyWaitsForLock({ database }, 'WITH begun AS');
  await waitUntil(async () => {
    const { rows } = await database.query(
      "SELECT clock_timestamp() > next_slot + interval '50 ms' AS passed FROM submission_pace",
    );
    return rows[0]?.passed === true;
  });
  await database.query(
    "UPDATE submission_pace SET credentials_refused_at = now(), probe_at = now() + interval '1 minute'",
  );
  await release();
  await waitUntil(async () => {
    const { rows } = await database.query('SELECT attempts, attempt_open, last_error FROM submissions');
    return (
      rows[0]?.attempts === 1 &&
      rows[0]?.attempt_open === false &&
      rows[0]?.last_error?.code === 'partner-central-credentials'
    );
  });
  expect(api.simulator.ledger().calls.total).toBe(0);

  // The next one is a probe, and shows that they are accepted again.
  await database.query('UPDATE submission_pace SET probe_at = now()');

  await waitForStatus(api.database.url, String(body.id), 'submitted');
  const { rows } = await database.query('SELECT credentials_refused_at FROM submission_pace');
  expect(rows).toEqual([{ credentials_refused_at: null }]);
});

it('mends a slot in the far future, as after a clock of Postgres’s that was ahead', async () => {
  await database.query("INSERT INTO submission_pace (id, next_slot) VALUES (1, now() + interval '1 hour')");

  const { body } = await submit('Goes out at once').set('prefer', 'wait=10').expect(201);

  expect(body.status).toBe('submitted');
});

it('takes up what was due or held in the far future', async () => {
  await database.query(
    "INSERT INTO submission_pace (id, next_slot) VALUES (1, now() + interval '5 seconds')",
  );
  const { body } = await submit('From the future').expect(202);
  await database.query(`
    UPDATE submissions SET held_by = gen_random_uuid(), held_until = now() + interval '1 day',
      due_at = now() + interval '1 day'`);
  await database.query('UPDATE submission_pace SET next_slot = now()');

  await waitForStatus(api.database.url, String(body.id), 'submitted');
});
