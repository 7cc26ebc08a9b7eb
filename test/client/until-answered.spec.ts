import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PartnerEngagements } from '@partner-engagements/client';
import { type TestApi, startApi } from '../support/api.js';
import { draft, newRef, thrownBy } from './client-calls.js';

let api: TestApi;
let client: PartnerEngagements;

beforeAll(async () => {
  api = await startApi({ SUBMISSION_RETRY_BASE_MS: '100', RECONCILIATION_DELAY_MS: '1000' });
  client = new PartnerEngagements({ baseUrl: api.url });
});

afterAll(async () => {
  await api.close();
});

beforeEach(async () => {
  await api.simulator.reset();
});

describe('any call that is repeated', () => {
  it('has a batch by its first answer, as it is no engagement that is under way', async () => {
    const drafts = await Promise.all([newRef(), newRef()].map((ref) => client.engagements.put(ref, draft())));
    const ids = drafts.map(({ id }) => id);
    const batch = await client.untilAnswered((attempt) =>
      client.api.POST('/engagements/submissions', { body: { ids }, ...attempt }),
    );

    expect(batch).toMatchObject({ total: 2, data: ids.map((id) => ({ id, result: 'queued' })) });
    for (const id of ids) {
      expect(await client.engagements.waitUntilSettled(id)).toMatchObject({ status: 'submitted' });
    }
  });

  it('says at its deadline what the service waits for', async () => {
    api.simulator.addFault({
      kind: 'error',
      operation: 'CreateEngagement',
      error: { name: 'ThrottlingException', message: 'Slow down.' },
    });
    const waiting = client.engagements.put(newRef(), draft(), { submit: true, deadlineMs: 2500 });

    expect(await thrownBy(waiting)).toMatchObject({
      name: 'Unavailable',
      retry: 'poll',
      problem: { type: '/problems/partner-central-throttled' },
      message: expect.stringContaining('Slow down.'),
    });
  });

  it('may put back what it has read', async () => {
    const ref = newRef();
    const { title, description, contexts } = await client.engagements.put(ref, {
      title: 'As it was',
      contexts: [{ type: '' }],
    });
    expect(contexts).toEqual([{ type: '' }]);

    expect(
      await client.engagements.put(ref, { title, description: description ?? null, contexts }),
    ).toMatchObject({
      version: 1,
    });
  });
});
