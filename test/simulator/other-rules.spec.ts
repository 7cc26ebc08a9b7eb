import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { decisionsOn } from '../support/look-ups.js';
import { waitForStatus } from '../support/settled.js';

describe("an API by AWS's reference, and a Partner Central by its model", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(
      { SUBMISSION_MAX_ATTEMPTS: '1', RECONCILIATION_DELAY_MS: '50' },
      { simulatorRules: 'model' },
    );
  });
  afterAll(() => api.close());

  it('submits what the reference asks for', async () => {
    const { body } = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);
    expect(body).toMatchObject({ status: 'submitted' });
  });

  it('finds an engagement again whose answer was lost, among members that the reference has not', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    const answer = await request(api.url).post('/engagements?submit=true').send(engagement());
    expect(answer.body.engagementStatus).toBe('unresolved');

    const id = String(answer.body.engagementId);
    await waitForStatus(api.database.url, id, 'submitted');
    expect(await decisionsOn(api, id)).toEqual(['found in AWS']);
  });
});
