import { expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

it('loses no other attempt while one row is locked for longer than a lease', async () => {
  const settings = { SUBMISSION_LEASE_MS: '1000', SUBMISSION_RATE_PER_SECOND: '1000' };
  const api = await startApi(settings);
  // It takes what the first one does not hold on to.
  const other = await startApi({
    ...settings,
    DATABASE_URL: api.database.url,
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: api.simulator.url,
  });
  const locker = await connect(api.database.url);
  try {
    api.simulator.addFault({ kind: 'delay', delayMs: 4000, times: 4 });
    const ids: string[] = [];
    for (const title of ['Locked', 'One', 'Two', 'Three']) {
      const { body } = await request(api.url)
        .post('/engagements?submit=true')
        .set('prefer', 'respond-async')
        .send(engagement({ title }));
      ids.push(String(body.id));
    }
    await waitUntil(() => api.simulator.ledger().calls.total === 4);
    const [lockedId, ...others] = ids;
    await locker.query('BEGIN');
    await locker.query('SELECT 1 FROM submissions WHERE engagement_id = $1 FOR UPDATE', [lockedId]);

    await Promise.all(others.map((id) => waitForStatus(api.database.url, id, 'submitted')));
    await locker.query('ROLLBACK');
    await Promise.all(ids.map((id) => waitForStatus(api.database.url, id, 'submitted')));

    for (const id of others) {
      const { body } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
      expect(body.data.map(({ type }: { type: string }) => type)).not.toContain('attempt-lost');
    }
  } finally {
    await locker.end();
    await other.close();
    await api.close();
  }
});
