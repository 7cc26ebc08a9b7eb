import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitForStatus } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '3',
    SUBMISSION_RETRY_BASE_MS: '50',
    SUBMISSION_RATE_PER_SECOND: '1000',
    RECONCILIATION_DELAY_MS: '3600000',
    SUBMISSION_LEASE_MS: '1000',
  });
});
afterEach(() => {
  api.simulator.clearFaults();
});
afterAll(() => api.close());

// What Postgres keeps in no text.
const poisons = [
  ['a NUL', 'Bad \u0000 byte'],
  ['half a surrogate pair', 'Bad \ud800 half'],
  ['both, and a great length', `\u0000\udfff${'x'.repeat(100_000)}\ud83d`],
] as const;

const submit = (title: string) =>
  request(api.url).post('/engagements?submit=true').send(engagement({ title }));
const poisoned = (name: string, message: string) => {
  const members = {
    Reason: message,
    ErrorList: [{ FieldName: message, Message: message, Code: message }],
  };
  api.simulator.addFault({ kind: 'error', error: { name, message, members } });
};

it.each(poisons)('a no with %s in its words is told, and sent once', async (what, message) => {
  const before = api.simulator.ledger().calls.total;
  poisoned('ValidationException', message);

  const { body } = await submit(`A no with ${what}`).expect(422);

  expect(body.engagementStatus).toBe('rejected');
  expect(body.detail).toMatch(/\ufffd/);
  expect(api.simulator.ledger().calls.total - before).toBe(1);
});

it.each(poisons)('a failure with %s in its words is sent as often as any other', async (what, message) => {
  const before = api.simulator.ledger().calls.total;
  poisoned('InternalServerException', message);

  const { body } = await submit(`A failure with ${what}`).expect(502);

  expect(body.engagementStatus).toBe('unresolved');
  expect(api.simulator.ledger().calls.total - before).toBe(3);
});

it('an outcome that can’t be written for another reason counts as unknown, and holds up nobody', async () => {
  const database = await connect(api.database.url);
  const before = api.simulator.ledger().calls.total;
  await database.query(
    "ALTER TABLE engagement_events ADD CONSTRAINT no_refusals CHECK (details ->> 'outcome' IS DISTINCT FROM 'refused') NOT VALID",
  );
  try {
    api.simulator.addFault({ kind: 'error', error: { name: 'AccessDeniedException' }, times: 1 });
    api.simulator.addFault({ kind: 'error', error: { name: 'InternalServerException' }, times: 2 });
    const asked = submit('Unwritable').set('prefer', 'wait=20').expect(502);
    const { body } = await asked;

    expect(body.engagementStatus).toBe('unresolved');
    expect(api.simulator.ledger().calls.total - before).toBe(3);
    await submit('Somebody else').expect(201);
  } finally {
    await database.query('ALTER TABLE engagement_events DROP CONSTRAINT no_refusals');
    await database.end();
  }
});

it('an attempt whose outcome can’t be written at all is lost, at growing distances and no more than three times', async () => {
  const database = await connect(api.database.url);
  const before = api.simulator.ledger().calls.total;
  await database.query(
    "ALTER TABLE engagement_events ADD CONSTRAINT no_end CHECK (type <> 'attempt-ended' OR details ->> 'outcome' = 'accepted') NOT VALID",
  );
  try {
    api.simulator.addFault({ kind: 'error', error: { name: 'AccessDeniedException' }, times: 3 });
    const { body } = await submit('Never written').set('prefer', 'respond-async').expect(202);

    await waitForStatus(api.database.url, String(body.id), 'unresolved');

    expect(api.simulator.ledger().calls.total - before).toBe(3);
    await submit('Nobody waits for it').expect(201);
  } finally {
    await database.query('ALTER TABLE engagement_events DROP CONSTRAINT no_end');
    await database.end();
  }
});

it('one that can’t even begin makes way for others', async () => {
  const database = await connect(api.database.url);
  const { body } = await request(api.url)
    .post('/engagements')
    .send(engagement({ title: 'Never begins' }));
  const id = String(body.id);
  // What Postgres refuses of this one alone, for whatever reason.
  await database.query(
    `ALTER TABLE engagement_events ADD CONSTRAINT no_start
     CHECK (type <> 'attempt-started' OR engagement_id <> '${id}') NOT VALID`,
  );
  try {
    const deferred = { prefer: 'respond-async' };
    await request(api.url).post(`/engagements/${id}/submit`).set(deferred).expect(202);
    const other = await submit('Behind it').set(deferred).expect(202);

    await waitForStatus(api.database.url, String(other.body.id), 'submitted');
  } finally {
    await database.query('ALTER TABLE engagement_events DROP CONSTRAINT no_start');
    await database.end();
  }
  await waitForStatus(api.database.url, id, 'submitted');
});
