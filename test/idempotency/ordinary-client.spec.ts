import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request, { type Response } from 'supertest';
import type { NewFault } from '../../simulator/faults/fault.js';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { waitForStatus } from '../support/settled.js';

jest.setTimeout(60_000);

const settings = {
  SUBMISSION_MAX_ATTEMPTS: '2',
  SUBMISSION_RETRY_BASE_MS: '50',
  SUBMISSION_RATE_PER_SECOND: '1000',
  PARTNER_CENTRAL_TIMEOUT_MS: '300',
  RECONCILIATION_DELAY_MS: '300',
};

/**
 * What any retry middleware does: the same request under its key again, after `Retry-After`, for as long as the answer
 * says so. It knows no status but 202.
 */
async function ordinaryClient(
  url: string,
  path: string,
  body?: object,
  prefer = 'wait=1',
): Promise<{ first: Response; final: Response; requests: number }> {
  const key = randomUUID();
  const send = () => request(url).post(path).set('idempotency-key', key).set('prefer', prefer).send(body);
  const first = await send();
  let [final, requests] = [first, 1];
  while (final.status === 202 || ['same', 'poll'].includes(final.body.retry)) {
    await delay(1000 * Number(final.headers['retry-after'] ?? 0.2));
    final = await send();
    requests += 1;
  }
  const again = await send();
  expect(again.text).toBe(final.text);
  expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
  expect(again.headers).not.toHaveProperty('retry-after');
  return { first, final, requests };
}

const error = (name: string): NewFault => ({ kind: 'error', error: { name } });

describe('a client that repeats under its key whatever may help', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(settings);
  });
  afterEach(() => {
    api.simulator.clearFaults();
  });
  afterAll(() => api.close());

  const entriesOf = (title: string) =>
    api.simulator.ledger().engagements.filter(({ request: sent }) => sent['Title'] === title);

  it.each<[string, string, number, NewFault[]]>([
    ['without waiting', 'wait=0', 202, []],
    ['a slow answer', 'wait=0', 202, [{ kind: 'delay', delayMs: 250, times: 3 }]],
    ['lost answers', 'wait=2', 504, [{ kind: 'reset-after', times: 2 }]],
    ['lost requests', 'wait=2', 504, [{ kind: 'reset-before', times: 2 }]],
    ['failures', 'wait=2', 502, [{ ...error('InternalServerException'), times: 2 }]],
    [
      'work that goes on',
      'wait=2',
      504,
      [
        { kind: 'late', delayMs: 1500, times: 1 },
        { kind: 'hang', times: 1 },
      ],
    ],
    ['throttles', 'wait=0', 202, [{ ...error('ThrottlingException'), times: 2 }]],
    [
      'credentials that are missing for a while',
      'wait=0',
      202,
      [{ ...error('ExpiredTokenException'), times: 3 }],
    ],
    [
      'a refusal of what may have been created, and was',
      'wait=2',
      502,
      [
        { kind: 'reset-after', times: 1 },
        { ...error('AccessDeniedException'), times: 1 },
      ],
    ],
  ])('ends with the Arn after %s', async (name, prefer, status, faults) => {
    const title = `Repeated after ${name}`.slice(0, 40);
    for (const fault of faults) {
      api.simulator.addFault({ ...fault, operation: 'CreateEngagement' });
    }

    const path = '/engagements?submit=true';
    const { first, final } = await ordinaryClient(api.url, path, engagement({ title }), prefer);

    expect(first.status).toBe(status);
    expect(final.status).toBe(201);
    expect(entriesOf(title)).toEqual([expect.objectContaining({ arn: final.body.partnerCentral.arn })]);
  });

  it.each<[string, number, NewFault[]]>([
    ['a refusal', 403, [{ ...error('AccessDeniedException'), times: 1 }]],
    [
      'a refusal of what may have been created, and was not',
      403,
      [{ kind: 'reset-before', times: 1 }, error('AccessDeniedException')],
    ],
  ])('ends with the refusal after %s', async (_, status, faults) => {
    for (const fault of faults) {
      api.simulator.addFault({ ...fault, operation: 'CreateEngagement' });
    }

    const { final } = await ordinaryClient(api.url, '/engagements?submit=true', engagement());

    expect(final.status).toBe(status);
    expect(final.body.engagementStatus).toBe('rejected');
    expect(final.headers['location']).toBe(`/engagements/${String(final.body.engagementId)}`);
  });

  it('ends with the Arn where a draft is submitted', async () => {
    const { body: draft } = await request(api.url).post('/engagements').send(engagement()).expect(201);
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 2 });

    const { first, final } = await ordinaryClient(api.url, `/engagements/${String(draft.id)}/submit`);

    expect(first.status).toBe(504);
    expect(final.status).toBe(200);
    expect(final.body.status).toBe('submitted');
  });

  it('is told what an operator has settled', async () => {
    const key = randomUUID();
    const send = () =>
      request(api.url).post('/engagements?submit=true').set('idempotency-key', key).send(engagement());
    api.simulator.addFault({ kind: 'hang' });
    const { body } = await send().expect(504);
    await request(api.url)
      .post(`/engagements/${String(body.engagementId)}/resolution`)
      .send({ outcome: 'not-created' })
      .expect((answer) => {
        // While it is being sent again that can't be known.
        expect([200, 409]).toContain(answer.status);
      });
    await waitForResolution(String(body.engagementId));

    const { body: told } = await send().expect(409);

    expect(told).toMatchObject({ type: '/problems/resolved-as-not-created', engagementStatus: 'rejected' });
  });

  async function waitForResolution(id: string): Promise<void> {
    let status = 0;
    while (status !== 200) {
      const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
      if (body.status === 'rejected') {
        return;
      }
      ({ status } = await request(api.url)
        .post(`/engagements/${id}/resolution`)
        .send({ outcome: 'not-created' }));
    }
  }
});

describe('a client whose work was given up', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ ...settings, SUBMISSION_GIVE_UP_HOURS: '0' });
  });
  afterEach(() => {
    api.simulator.clearFaults();
  });
  afterAll(() => api.close());

  it.each([
    ['throttles', 'ThrottlingException', 429],
    ['credentials', 'ExpiredTokenException', 503],
  ])('has it submitted again under its key after %s', async (_, name, status) => {
    api.simulator.addFault({ ...error(name), operation: 'CreateEngagement', times: 1 });
    const key = randomUUID();
    const send = () =>
      request(api.url).post('/engagements?submit=true').set('idempotency-key', key).send(engagement());

    const first = await send().expect(status).expect('retry-after', /^\d+$/);
    expect(first.body.engagementStatus).toBe('rejected');
    let again = await send().expect('idempotency-replayed', 'true');
    // With credentials it is found out now and then only whether they are accepted.
    while (again.status === status) {
      again = await send().expect('idempotency-replayed', 'true');
    }
    expect(again.status).toBe(201);
    const { body } = again;

    expect(body).toMatchObject({ id: first.body.engagementId, status: 'submitted' });
    await waitForStatus(api.database.url, String(body.id), 'submitted');
  });

  it.each([
    ['throttles', 'ThrottlingException', 429, { title: 'Half edited' }],
    ['throttles', 'ThrottlingException', 429, { title: 'Half edited', contexts: [{}] }],
    ['credentials', 'ExpiredTokenException', 503, { title: 'Half edited' }],
  ])(
    'has nothing else submitted under its key after %s, if somebody has edited it',
    async (_, name, status, edit) => {
      api.simulator.addFault({ ...error(name), operation: 'CreateEngagement', times: 1 });
      const key = randomUUID();
      const send = () =>
        request(api.url).post('/engagements?submit=true').set('idempotency-key', key).send(engagement());
      const { body: refusal } = await send().expect(status);
      const id = String(refusal.engagementId);
      await request(api.url)
        .patch(`/engagements/${id}`)
        .set('content-type', 'application/merge-patch+json')
        .send(JSON.stringify(edit))
        .expect(200);

      // It is final: an ordinary client stops here.
      const { body } = await send().expect(422);

      expect(body).toMatchObject({ type: '/problems/idempotency-key-reused', engagementId: id });
      expect((await request(api.url).get(`/engagements/${id}`)).body.status).toBe('rejected');
      const sent = JSON.stringify(api.simulator.ledger().engagements.map(({ request: one }) => one['Title']));
      expect(sent).not.toContain('Half edited');
    },
  );
});
