import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
    PARTNER_CENTRAL_TIMEOUT_MS: '400',
    RECONCILIATION_DELAY_MS: '3600000',
  });
  database = await connect(api.database.url);
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const fault = (kind: 'reset-before' | 'delay' | 'error', more: object = {}) => {
  api.simulator.addFault({ kind, operation: 'CreateEngagement', times: 1, ...more });
};

it('takes no look-up for certain that was planned before an operator had it sent again', async () => {
  fault('reset-before');
  const first = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(504);
  const id = String(first.body.engagementId);
  // The operator's call: given up here after 400 ms, and done in AWS after 3 s.
  fault('delay', { delayMs: 3000 });
  await request(api.url).post(`/engagements/${id}/submit`).expect(504);
  fault('error', { error: { name: 'AccessDeniedException' } });

  // Now the look-up falls due that the first attempt has asked for.
  await database.query(`
    UPDATE pgboss.job SET start_after = now() WHERE id =
      (SELECT id FROM pgboss.job WHERE data->>'lookUp' = 'automatic' AND state = 'created' ORDER BY start_after LIMIT 1)`);
  await waitUntil(() => api.simulator.ledger().engagements.length === 1);

  const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
  expect(body.status).not.toBe('rejected');
  await request(api.url).post(`/engagements/${id}/submit`).expect(200);
  await waitForStatus(api.database.url, id, 'submitted');
  expect(api.simulator.ledger().engagements).toHaveLength(1);
});
