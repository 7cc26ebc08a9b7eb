import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { listCalls } from '../support/list-calls.js';
import { connect, waitUntil } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '1',
    RECONCILIATION_DELAY_MS: '3600000',
    SUBMISSION_RATE_PER_SECOND: '1000',
  });
});
afterAll(() => api.close());

const { listed, walk, refusedFor } = listCalls(() => api);

describe('GET /engagements by last error', () => {
  const refuseNext = (name: string) => {
    api.simulator.addFault({ kind: 'error', times: 1, error: { name, message: 'No.' } });
  };
  /** The id of one that AWS has refused for something. */
  async function refused(name: string, more: object = {}): Promise<string> {
    refuseNext(name);
    const { body } = await request(api.url).post('/engagements?submit=true').send(engagement(more));
    return body.engagementId;
  }

  it('lists those whose last submission ran into it, with whatever other filters', async () => {
    const conflict = await refused('ConflictException', { title: 'Conflicting', externalRef: 'error-1' });
    const denied = await refused('AccessDeniedException', { title: 'Denied', externalRef: 'error-2' });
    const another = await refused('AccessDeniedException', { title: 'Another', externalRef: 'error-3' });
    api.simulator.addFault({ kind: 'reset-before', times: 1, operation: 'CreateEngagement' });
    const unresolved = (await request(api.url).post('/engagements?submit=true').send(engagement())).body
      .engagementId;
    const lastError = 'partner-central-access-denied';

    expect(await listed({ lastError: 'partner-central-conflict' })).toEqual([conflict]);
    expect(await listed({ lastError })).toEqual([another, denied]);
    expect(await listed({ lastError: '/problems/Partner-Central-Access-Denied ' })).toEqual([
      another,
      denied,
    ]);
    expect(await listed({ lastError: 'partner-central-timeout' })).toEqual([unresolved]);
    expect(await listed({ lastError: 'partner-central-timeout', status: 'unresolved' })).toEqual([
      unresolved,
    ]);
    expect(await listed({ lastError: 'partner-central-validation' })).toEqual([]);

    expect(await listed({ lastError, status: ['rejected', 'draft'] })).toEqual([another, denied]);
    expect(await listed({ lastError, status: ['submitting', 'unresolved'] })).toEqual([]);
    expect(await listed({ lastError, status: ['draft', 'submitted'] })).toEqual([]);
    expect(await listed({ lastError, catalog: 'Sandbox' })).toEqual([another, denied]);
    expect(await listed({ lastError, catalog: 'AWS' })).toEqual([]);
    expect(await listed({ lastError, q: 'denied' })).toEqual([denied]);
    expect(await listed({ lastError, externalRef: ['error-1', 'error-3'] })).toEqual([another]);
    expect(await listed({ lastError, updatedSince: '2020-01-01T00:00:00Z' })).toEqual([another, denied]);
    expect(await listed({ lastError, updatedSince: '9999-01-01T00:00:00Z' })).toEqual([]);
    expect(
      await listed({
        lastError,
        status: 'rejected',
        catalog: 'Sandbox',
        externalRef: ['error-2', 'error-3'],
        q: 'denied',
        updatedSince: '2020-01-01T00:00:00Z',
      }),
    ).toEqual([denied]);
    expect(await walk(`/engagements?limit=1&lastError=${lastError}&status=rejected`)).toEqual([
      another,
      denied,
    ]);
  });

  it('tells of the last submission only, whatever earlier ones ran into', async () => {
    const mended = await refused('ServiceQuotaExceededException', { title: 'Mended' });
    const changed = await refused('ServiceQuotaExceededException', { title: 'Changed' });
    const lastError = 'partner-central-quota-exceeded';
    await request(api.url).patch(`/engagements/${mended}`).send({ title: 'Edited' }).expect(200);
    expect(await listed({ lastError })).toEqual([changed, mended]);

    await request(api.url).post(`/engagements/${mended}/submit`).expect(200);
    refuseNext('ResourceNotFoundException');
    await request(api.url).post(`/engagements/${changed}/submit`).expect(404);

    expect(await listed({ lastError })).toEqual([]);
    expect(await listed({ lastError: 'partner-central-not-found' })).toEqual([changed]);
    const database = await connect(api.database.url);
    try {
      // The indexes by code hold nothing that would have to be passed over.
      const { rows } = await database.query(
        `SELECT engagement_id FROM submissions WHERE engagement_id = ANY($1) AND last_error IS NOT NULL`,
        [[mended, changed]],
      );
      expect(rows).toEqual([{ engagement_id: changed }]);
    } finally {
      await database.end();
    }
  });

  it('lists those that wait for something to pass, while they do', async () => {
    api.simulator.addFault({ kind: 'error', error: { name: 'ThrottlingException', message: 'Slow down.' } });
    const { body } = await request(api.url)
      .post('/engagements?submit=true')
      .set('prefer', 'respond-async')
      .send(engagement({ title: 'Throttled' }))
      .expect(202);
    const lastError = 'partner-central-throttled';

    await waitUntil(async () => (await listed({ lastError })).includes(body.id));
    api.simulator.clearFaults();
    await waitUntil(async () => (await listed({ lastError, status: ['submitting'] })).length === 0);
    expect(await listed({ lastError })).toEqual([]);
  });

  it('refuses what no submission ends in, and says what may be asked for', async () => {
    for (const value of [
      '',
      'lost',
      'engagement-not-ready',
      'https://example.com/problems/x',
      '/problems/',
    ]) {
      const [finding] = await refusedFor(`lastError=${encodeURIComponent(value)}`);
      expect(finding).toMatchObject({ parameter: 'lastError', code: 'INVALID_ENUM_VALUE' });
      expect(finding?.message).toMatch(
        /^Must be one of partner-central-validation, .*, resolved-as-not-created\.$/,
      );
    }
    expect(
      await refusedFor('lastError=partner-central-conflict&lastError=partner-central-timeout'),
    ).toMatchObject([{ parameter: 'lastError', code: 'INVALID_ENUM_VALUE' }]);
  });
});
