import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { waitForStatus, waitUntil } from '../support/settled.js';

jest.setTimeout(60_000);

const statusesIn = async (api: TestApi, id: string): Promise<string[]> => {
  const { body } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
  return body.data
    .filter(({ type }: { type: string }) => type === 'settled')
    .map(({ details }: { details: { status: string } }) => details.status);
};

// AWS works on a call long after its caller has given up, shows nothing of it, and refuses repeats of the token.
describe.each([
  ['short delays', { RECONCILIATION_DELAY_MS: '1', SUBMISSION_MAX_ATTEMPTS: '1' }],
  ['many attempts', { RECONCILIATION_DELAY_MS: '500', SUBMISSION_MAX_ATTEMPTS: '8' }],
  ['a longer limit', { RECONCILIATION_DELAY_MS: '100', PARTNER_CENTRAL_TIMEOUT_MS: '900' }],
])('while AWS is still at work, with %s', (_, settings) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({
      SUBMISSION_RETRY_BASE_MS: '50',
      SUBMISSION_RATE_PER_SECOND: '1000',
      PARTNER_CENTRAL_TIMEOUT_MS: '300',
      ...settings,
    });
  });
  afterEach(() => {
    api.simulator.clearFaults();
  });
  afterAll(() => api.close());

  it('is never rejected, never created twice, and submitted in the end', async () => {
    api.simulator.addFault({ kind: 'late', delayMs: 3000, times: 5 });
    const ids = await Promise.all(
      Array.from({ length: 5 }, async (__, index) => {
        const { body } = await request(api.url)
          .post('/engagements?submit=true')
          .set('prefer', 'respond-async')
          .send(engagement({ title: `At work ${index}` }))
          .expect(202);
        return String(body.id);
      }),
    );

    await Promise.all(ids.map((id) => waitForStatus(api.database.url, id, 'submitted')));

    const arns = await Promise.all(
      ids.map(async (id) => (await request(api.url).get(`/engagements/${id}`)).body.partnerCentral.arn),
    );
    expect(arns.toSorted()).toEqual(
      api.simulator
        .ledger()
        .engagements.map(({ arn }) => arn)
        .toSorted(),
    );
    for (const id of ids) {
      expect(await statusesIn(api, id)).not.toContain('rejected');
    }
  });

  it('is not taken for refused while it is looked up too early', async () => {
    await api.simulator.reset();
    api.simulator.addFault({ kind: 'late', delayMs: 2000, times: 1 });
    api.simulator.changeSettings({ listLagMs: 1000 });
    const { body } = await request(api.url)
      .post('/engagements?submit=true')
      .set('prefer', 'respond-async')
      .send(engagement({ title: 'Shown late' }))
      .expect(202);
    const id = String(body.id);

    await waitUntil(() => api.simulator.ledger().calls.total > 0);
    // An operator who does not believe it, again and again.
    await waitUntil(async () => {
      const { status } = await request(api.url).post(`/engagements/${id}/submit`).set('prefer', 'wait=1');
      return status === 200 || status === 409;
    });

    await waitForStatus(api.database.url, id, 'submitted');
    expect(api.simulator.ledger().engagements).toHaveLength(1);
    expect(await statusesIn(api, id)).not.toContain('rejected');
  });
});
