import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

const settings = { SUBMISSION_MAX_ATTEMPTS: '1', SUBMISSION_RATE_PER_SECOND: '1000' };

async function submitUnresolved(api: TestApi, title: string): Promise<string> {
  const answer = await request(api.url).post('/engagements?submit=true').send(engagement({ title }));
  expect(answer.body.engagementStatus).toBe('unresolved');
  return String(answer.body.engagementId);
}

async function decisions(api: TestApi, id: string): Promise<string[]> {
  const { body } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
  return body.data
    .filter(({ type }: { type: string }) => type === 'reconciliation')
    .map(({ details }: { details: { decision: string } }) => details.decision);
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
    expect(await decisions(api, id)).toEqual(['found in AWS']);
  });

  it('sends the frozen request again where AWS certainly does not have it', async () => {
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    const id = await submitUnresolved(api, 'Lost request');

    await waitForStatus(api.database.url, id, 'submitted');

    expect(entriesOf(api, 'Lost request')).toHaveLength(1);
    expect(await decisions(api, id)).toEqual(['certainly not in AWS; sent again']);
  });

  it('takes a no for a no once AWS certainly does not have it', async () => {
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    api.simulator.addFault({
      kind: 'error',
      operation: 'CreateEngagement',
      error: { name: 'AccessDeniedException' },
      times: 1,
    });
    const id = await submitUnresolved(api, 'Refused in the end');

    await waitForStatus(api.database.url, id, 'rejected');

    expect(entriesOf(api, 'Refused in the end')).toEqual([]);
  });

  it('leaves it open while AWS will not say, and asks again', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    api.simulator.addFault({
      kind: 'error',
      operation: 'ListEngagements',
      error: { name: 'AccessDeniedException' },
      times: 1,
    });
    const id = await submitUnresolved(api, 'Not told');

    await waitForStatus(api.database.url, id, 'submitted');

    expect(await decisions(api, id)).toEqual(['left open', 'found in AWS']);
    expect(entriesOf(api, 'Not told')).toHaveLength(1);
  });

  it('is not certain while AWS has one with this title and description whose contexts differ', async () => {
    const twin = engagement({ title: 'Other contexts', contexts: [] });
    const { body } = await request(api.url).post('/engagements?submit=true').send(twin).expect(201);
    // As if another program had created it.
    const database = await connect(api.database.url);
    await database.query('DELETE FROM engagements WHERE id = $1', [body.id]);
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    const id = await submitUnresolved(api, 'Other contexts');

    await waitUntil(async () => (await decisions(api, id)).length > 0);

    expect((await decisions(api, id))[0]).toBe('left open');
    await request(api.url).post(`/engagements/${id}/submit`).expect(200);
    await database.end();
  });

  it('is not taken in by an engagement that differs in its content only', async () => {
    const other = engagement({ title: 'Same title', description: 'Another one' });
    await request(api.url).post('/engagements?submit=true').send(other).expect(201);
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    const id = await submitUnresolved(api, 'Same title');

    await waitForStatus(api.database.url, id, 'submitted');

    expect(entriesOf(api, 'Same title')).toHaveLength(2);
    expect(await decisions(api, id)).toEqual(['certainly not in AWS; sent again']);
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
