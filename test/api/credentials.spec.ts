import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_RETRY_BASE_MS: '20' }, { credentials: false });
});
afterAll(() => api.close());

const submit = () => request(api.url).post('/engagements?submit=true').send(engagement());

it('tells those who wait that the service has no credentials, without the words of the SDK', async () => {
  for (const answer of [
    await submit().set('prefer', 'wait=1').expect(202),
    // This one is not sent at all.
    await submit().set('prefer', 'wait=0').expect(202),
  ]) {
    expect(answer.body).toMatchObject({
      status: 'submitting',
      submission: { lastError: { type: '/problems/partner-central-credentials', status: 503 } },
    });
    expect(answer.text).not.toMatch(/nonexistent|providers|profile/i);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  }
  expect(api.simulator.ledger().calls.total).toBe(0);
});
