import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

let api: TestApi;
let database: Client;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '1',
    SUBMISSION_RATE_PER_SECOND: '1000',
    SUBMISSION_RETRY_BASE_MS: '50',
    PARTNER_CENTRAL_TIMEOUT_MS: '2000',
    RECONCILIATION_DELAY_MS: '100',
  });
  database = await connect(api.database.url);
});
afterEach(() => {
  api.simulator.clearFaults();
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const creating = (kind: 'reset-before' | 'reset-after' | 'error', more: object = {}) => {
  api.simulator.addFault({ kind, operation: 'CreateEngagement', times: 1, ...more });
};

/** Long enough for an operator to come while it is under way. */
const slowLookUp = (more: object = {}) => {
  api.simulator.addFault({ kind: 'delay', operation: 'ListEngagements', times: 1, delayMs: 800, ...more });
};

/** An engagement that is unresolved, while it is looked up in AWS. */
async function unresolvedInLookUp(title: string): Promise<string> {
  const { body } = await request(api.url)
    .post('/engagements?submit=true')
    .send(engagement({ title }))
    .expect(504);
  const id = String(body.engagementId);
  await waitUntil(async () => {
    const { rows } = await database.query(
      "SELECT 1 FROM submissions WHERE engagement_id = $1 AND step = 'look_up' AND held_until > clock_timestamp()",
      [id],
    );
    return rows.length === 1;
  });
  return id;
}

const submit = (id: string, key: string = randomUUID()) =>
  request(api.url).post(`/engagements/${id}/submit`).set('idempotency-key', key);

/** What the history tells since the operator came: types, and a look-up's decision. */
async function historyOf(id: string): Promise<string[]> {
  const { body } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
  const told: { type: string; details: { decision?: string; again?: boolean } }[] = body.data;
  return told
    .slice(told.findIndex(({ details }) => details.again === true))
    .map(({ type, details }) => details.decision ?? type);
}

const entriesOf = (title: string) =>
  api.simulator.ledger().engagements.filter(({ request: sent }) => sent['Title'] === title);

const sentAgain = ['attempt-started', 'attempt-ended', 'settled'];

it('gives an operator’s submit what the look-up finds that was under way', async () => {
  creating('reset-after');
  slowLookUp();
  const id = await unresolvedInLookUp('Found meanwhile');

  const { body } = await submit(id).expect(200);

  expect(entriesOf('Found meanwhile')).toEqual([
    expect.objectContaining({ arn: body.partnerCentral.arn, calls: 1 }),
  ]);
  expect(await historyOf(id)).toEqual(['submit-requested', 'found in AWS', 'settled']);
});

it('sends it once for an operator after a look-up under way that finds nothing', async () => {
  creating('reset-before');
  slowLookUp();
  const id = await unresolvedInLookUp('Absent meanwhile');

  const { body } = await submit(id).expect(200);

  expect(entriesOf('Absent meanwhile')).toEqual([
    expect.objectContaining({ arn: body.partnerCentral.arn, calls: 1 }),
  ]);
  expect(await historyOf(id)).toEqual(['submit-requested', 'absent; sent again', ...sentAgain]);
});

it('sends it once for an operator after a look-up under way that AWS does not answer', async () => {
  creating('reset-after');
  slowLookUp({ kind: 'error', error: { name: 'AccessDeniedException' } });
  const id = await unresolvedInLookUp('Not told meanwhile');

  const { body } = await submit(id).expect(200);

  expect(entriesOf('Not told meanwhile')).toEqual([
    expect.objectContaining({ arn: body.partnerCentral.arn, calls: 2 }),
  ]);
  expect(await historyOf(id)).toEqual(['submit-requested', 'unclear; sent again', ...sentAgain]);
});

it('takes an operator’s refused attempt for no certain no, whatever a look-up before it found', async () => {
  creating('reset-after');
  slowLookUp({ kind: 'error', error: { name: 'AccessDeniedException' } });
  const id = await unresolvedInLookUp('Refused meanwhile');
  creating('error', { error: { name: 'AccessDeniedException' } });

  await submit(id).set('prefer', 'wait=1').expect(502);
  await waitForStatus(api.database.url, id, 'submitted');

  const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
  expect(entriesOf('Refused meanwhile')).toEqual([
    expect.objectContaining({ arn: body.partnerCentral.arn, calls: 1 }),
  ]);
});

it('serves several operators at once, each with a key that is repeated, by one attempt', async () => {
  creating('reset-before');
  slowLookUp();
  const id = await unresolvedInLookUp('Several operators');
  const keys = [randomUUID(), randomUUID(), randomUUID()];

  const answers = await Promise.all(keys.map((key) => submit(id, key).expect(200)));
  const repeats = await Promise.all(
    keys.map((key) => submit(id, key).expect(200).expect('idempotency-replayed', 'true')),
  );

  expect(repeats.map(({ text }) => text)).toEqual(answers.map(({ text }) => text));
  expect(entriesOf('Several operators')).toEqual([expect.objectContaining({ calls: 1 })]);
  expect((await historyOf(id)).filter((type) => type === 'submit-requested')).toHaveLength(1);
  expect((await historyOf(id)).filter((type) => type === 'settled')).toHaveLength(1);
});
