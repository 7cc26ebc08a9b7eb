import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { decisionsOn } from '../support/look-ups.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

const settings = {
  SUBMISSION_MAX_ATTEMPTS: '1',
  SUBMISSION_RATE_PER_SECOND: '1000',
  SUBMISSION_RETRY_BASE_MS: '50',
  PARTNER_CENTRAL_TIMEOUT_MS: '500',
};

async function submitUnresolved(api: TestApi, title: string): Promise<string> {
  const answer = await request(api.url).post('/engagements?submit=true').send(engagement({ title }));
  expect(answer.body.engagementStatus).toBe('unresolved');
  return String(answer.body.engagementId);
}

const entriesOf = (api: TestApi, title: string) =>
  api.simulator.ledger().engagements.filter(({ request: sent }) => JSON.stringify(sent).includes(title));

describe('reconciliation by itself', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ ...settings, RECONCILIATION_DELAY_MS: '50' });
  });
  afterEach(() => {
    api.simulator.clearFaults();
  });
  afterAll(() => api.close());

  it('records an engagement whose answer was lost, without sending it again', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    const id = await submitUnresolved(api, 'Lost answer');

    await waitForStatus(api.database.url, id, 'submitted');

    const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
    expect(entriesOf(api, 'Lost answer')).toEqual([
      expect.objectContaining({
        arn: body.partnerCentral.arn,
        modifiedAt: body.partnerCentral.modifiedAt,
        calls: 1,
      }),
    ]);
    expect(await decisionsOn(api, id)).toEqual(['found in AWS']);
  });

  it('sends the frozen request again where AWS shows nothing of it', async () => {
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    const id = await submitUnresolved(api, 'Lost request');

    await waitForStatus(api.database.url, id, 'submitted');

    expect(entriesOf(api, 'Lost request')).toHaveLength(1);
    expect(await decisionsOn(api, id)).toEqual(['absent; sent again']);
  });

  it('leaves it to the token while AWS will not say', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    api.simulator.addFault({
      kind: 'error',
      operation: 'ListEngagements',
      error: { name: 'AccessDeniedException' },
      times: 1,
    });
    const id = await submitUnresolved(api, 'Not told');

    await waitForStatus(api.database.url, id, 'submitted');

    expect(await decisionsOn(api, id)).toEqual(['unclear; sent again']);
    expect(entriesOf(api, 'Not told')).toEqual([expect.objectContaining({ calls: 2 })]);
  });

  it('finds what AWS shows later than it creates it', async () => {
    api.simulator.changeSettings({ listLagMs: 1500 });
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    // Until it is shown, repeats of the token get no answer.
    api.simulator.addFault({ kind: 'hang', operation: 'CreateEngagement' });
    const id = await submitUnresolved(api, 'Shown late');

    await waitForStatus(api.database.url, id, 'submitted');

    expect((await decisionsOn(api, id)).at(-1)).toBe('found in AWS');
    expect(entriesOf(api, 'Shown late')).toHaveLength(1);
    api.simulator.changeSettings({ listLagMs: 0 });
  });

  it('finds one without contexts, of which AWS shows nulls', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    const answer = await request(api.url)
      .post('/engagements?submit=true')
      .send(engagement({ title: 'No contexts', contexts: [] }));
    const id = String(answer.body.engagementId);

    await waitForStatus(api.database.url, id, 'submitted');

    expect(await decisionsOn(api, id)).toEqual(['found in AWS']);
  });

  it('is not certain while AWS has one with this title and description whose contexts differ', async () => {
    const twin = engagement({ title: 'Other contexts', contexts: [] });
    const { body } = await request(api.url).post('/engagements?submit=true').send(twin).expect(201);
    // As if another program had created it.
    const database = await connect(api.database.url);
    await database.query('DELETE FROM engagements WHERE id = $1', [body.id]);
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    const id = await submitUnresolved(api, 'Other contexts');

    await waitUntil(async () => (await decisionsOn(api, id)).length > 0);

    expect((await decisionsOn(api, id))[0]).toBe('unclear; sent again');
    await waitForStatus(api.database.url, id, 'submitted');
    expect(entriesOf(api, 'Other contexts')).toHaveLength(2);
    await database.end();
  });

  it('is not taken in by an engagement that differs in its content only', async () => {
    const other = engagement({ title: 'Same title', description: 'Another one' });
    await request(api.url).post('/engagements?submit=true').send(other).expect(201);
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    const id = await submitUnresolved(api, 'Same title');

    await waitForStatus(api.database.url, id, 'submitted');

    expect(entriesOf(api, 'Same title')).toHaveLength(2);
    expect(await decisionsOn(api, id)).toEqual(['absent; sent again']);
  });
});

describe('a refusal after an unknown outcome', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ ...settings, RECONCILIATION_DELAY_MS: '700' });
  });
  afterEach(() => {
    api.simulator.clearFaults();
  });
  afterAll(() => api.close());

  const denied = { kind: 'error', error: { name: 'AccessDeniedException' } } as const;
  const settledAs = async (id: string) => {
    const { body } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
    return body.data.filter(({ type }: { type: string }) => type === 'settled');
  };

  it('is believed when a look-up well after it still finds nothing', async () => {
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    api.simulator.addFault({ ...denied, operation: 'CreateEngagement' });
    const id = await submitUnresolved(api, 'Refused in the end');

    await waitForStatus(api.database.url, id, 'rejected');

    expect(entriesOf(api, 'Refused in the end')).toEqual([]);
    expect((await decisionsOn(api, id)).at(-1)).toBe('refused, and not in AWS');
    const { body: history } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
    const refusal = history.data.findLast(({ type }: { type: string }) => type === 'attempt-ended');
    const [rejection] = (await settledAs(id)).slice(-1);
    // The delay of reconciliation and the limit of one call.
    expect(Date.parse(rejection.at) - Date.parse(refusal.at)).toBeGreaterThanOrEqual(700 + 500);
    const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
    expect(body.submission.lastError).toMatchObject({ type: '/problems/partner-central-access-denied' });
  });

  it('is not believed where AWS shows nothing of ours at all', async () => {
    const stranger = await startApi({
      ...settings,
      RECONCILIATION_DELAY_MS: '50',
      PARTNER_CENTRAL_ACCOUNT_ID: '999999999999',
    });
    try {
      await request(stranger.url).post('/engagements?submit=true').send(engagement()).expect(201);
      stranger.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
      stranger.simulator.addFault({ ...denied, operation: 'CreateEngagement', times: 2 });
      const id = await submitUnresolved(stranger, 'Wrong account');

      await waitForStatus(stranger.database.url, id, 'submitted');

      expect(new Set(await decisionsOn(stranger, id))).toEqual(new Set(['unclear; sent again']));
    } finally {
      await stranger.close();
    }
  });
});

describe('reconciliation by an operator', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ ...settings, RECONCILIATION_DELAY_MS: '3600000' });
  });
  afterEach(() => {
    api.simulator.clearFaults();
  });
  afterAll(() => api.close());

  it('settles an unresolved engagement at once', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    const id = await submitUnresolved(api, 'Asked for');

    const { body } = await request(api.url).post(`/engagements/${id}/submit`).expect(200);

    expect(entriesOf(api, 'Asked for')).toEqual([expect.objectContaining({ arn: body.partnerCentral.arn })]);
  });

  it('sends the same request with the same token where the look-up is not allowed', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    api.simulator.addFault({
      kind: 'error',
      operation: 'ListEngagements',
      error: { name: 'AccessDeniedException' },
    });
    const id = await submitUnresolved(api, 'No reading rights');

    await request(api.url).post(`/engagements/${id}/submit`).expect(200);

    expect(entriesOf(api, 'No reading rights')).toEqual([expect.objectContaining({ calls: 2 })]);
  });

  it('does not take its twin’s engagement for its own', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    const first = await submitUnresolved(api, 'Twins');
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    const second = await submitUnresolved(api, 'Twins');

    const answers = [
      await request(api.url).post(`/engagements/${second}/submit`).expect(200),
      await request(api.url).post(`/engagements/${first}/submit`).expect(200),
    ];

    const arns = answers.map(({ body }) => String(body.partnerCentral.arn));
    expect(arns.toSorted()).toEqual(
      entriesOf(api, 'Twins')
        .map(({ arn }) => arn)
        .toSorted(),
    );
    expect(new Set(arns).size).toBe(2);
  });
});
