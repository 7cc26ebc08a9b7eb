import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitUntil } from '../support/settled.js';

let api: TestApi;
let database: Client;
beforeEach(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '1',
    PARTNER_CENTRAL_TIMEOUT_MS: '1000',
    RECONCILIATION_DELAY_MS: '3600000',
  });
  database = await connect(api.database.url);
});
afterEach(async () => {
  await database.end();
  await api.close();
});

const fault = (kind: 'reset-before' | 'reset-after' | 'delay' | 'error', more: object = {}) => {
  api.simulator.addFault({ kind, operation: 'CreateEngagement', times: 1, ...more });
};

async function submitUnresolved(): Promise<string> {
  const { body } = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(504);
  expect(body.engagementStatus).toBe('unresolved');
  return String(body.engagementId);
}

/** The look-up falls due that the last attempt has asked for. */
async function letLookUpFallDue(): Promise<void> {
  const { rowCount } = await database.query(
    "UPDATE submissions SET due_at = now() WHERE step = 'look_up' AND settled_at IS NULL",
  );
  expect(rowCount).toBe(1);
}

it('takes no look-up for certain that was planned before an operator had it sent again', async () => {
  fault('reset-before');
  const id = await submitUnresolved();
  // The operator's call: given up here after a second, and done in AWS after three.
  fault('delay', { delayMs: 3000 });
  await request(api.url).post(`/engagements/${id}/submit`).expect(504);
  fault('error', { error: { name: 'AccessDeniedException' } });

  await letLookUpFallDue();
  await waitUntil(() => api.simulator.ledger().engagements.length === 1);

  const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
  expect(body.status).not.toBe('rejected');
  api.simulator.clearFaults();
  await request(api.url).post(`/engagements/${id}/submit`).expect(200);
  expect(api.simulator.ledger().engagements).toHaveLength(1);
});
