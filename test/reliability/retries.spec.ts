import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';

describe('a submission', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({
      SUBMISSION_RETRY_BASE_MS: '10',
      SUBMISSION_MAX_ATTEMPTS: '3',
      SUBMISSION_RATE_PER_SECOND: '1000',
      PARTNER_CENTRAL_TIMEOUT_MS: '300',
      RECONCILIATION_DELAY_MS: '3600000',
    });
  });
  afterEach(() => {
    api.simulator.clearFaults();
  });
  afterAll(() => api.close());

  const submit = (body: object) => request(api.url).post('/engagements?submit=true').send(body);
  const ledgerOf = (title: string) =>
    api.simulator.ledger().engagements.filter(({ request: sent }) => JSON.stringify(sent).includes(title));

  it.each([
    ['throttled', { kind: 'error', error: { name: 'ThrottlingException' } }],
    ['an internal error', { kind: 'error', error: { name: 'InternalServerException' } }],
    [
      'credentials that are unknown for a moment',
      { kind: 'error', error: { name: 'ExpiredTokenException' } },
    ],
    ['a lost connection before the work', { kind: 'reset-before' }],
    ['a lost answer', { kind: 'reset-after' }],
    ['no answer in time', { kind: 'hang' }],
    ['a page of a gateway', { kind: 'html' }],
    ['an answer that can’t be read', { kind: 'garbage' }],
  ] as const)('is sent again with the same token after %s', async (name, fault) => {
    api.simulator.addFault({ ...fault, times: 2 });
    const title = `After ${name}`.slice(0, 40);

    const { body } = await submit(engagement({ title })).set('prefer', 'wait=20').expect(201);

    expect(body).toMatchObject({ status: 'submitted', submission: { attempts: 3 } });
    expect(ledgerOf(title)).toEqual([expect.objectContaining({ arn: body.partnerCentral.arn })]);
  });

  it('is never sent again after a definite no', async () => {
    api.simulator.addFault({ kind: 'error', error: { name: 'AccessDeniedException' }, times: 1 });

    const { body } = await submit(engagement()).expect(403);

    expect(body.engagementStatus).toBe('rejected');
    const { body: after } = await request(api.url).get(`/engagements/${body.engagementId}`).expect(200);
    expect(after.submission.attempts).toBe(1);
  });

  it('counts no attempt for what AWS has not done', async () => {
    // More of them than may end unknown.
    api.simulator.addFault({ kind: 'error', error: { name: 'InternalServerException' }, times: 2 });
    api.simulator.addFault({ kind: 'error', error: { name: 'ExpiredTokenException' }, times: 5 });

    const { body } = await submit(engagement()).set('prefer', 'wait=20').expect(201);

    expect(body).toMatchObject({ status: 'submitted', submission: { attempts: 8 } });
  });

  it('is neither refused nor given up for a conflict after the first attempt', async () => {
    api.simulator.addFault({ kind: 'reset-after', times: 1 });
    api.simulator.addFault({ kind: 'error', error: { name: 'ConflictException' }, times: 1 });
    const title = 'Conflict after a lost answer';

    const { body } = await submit(engagement({ title })).expect(201);

    expect(ledgerOf(title)).toEqual([expect.objectContaining({ arn: body.partnerCentral.arn })]);
  });

  it('is unresolved, and not refused, when AWS refuses what an earlier attempt may have created', async () => {
    api.simulator.addFault({ kind: 'reset-after', times: 1 });
    api.simulator.addFault({ kind: 'error', error: { name: 'AccessDeniedException' }, times: 1 });

    const { body } = await submit(engagement()).expect(502);

    expect(body).toMatchObject({
      type: '/problems/partner-central-unavailable',
      engagementStatus: 'unresolved',
    });
    const { body: kept } = await request(api.url).get(`/engagements/${body.engagementId}`).expect(200);
    expect(kept).toMatchObject({
      status: 'unresolved',
      submission: {
        nextAttemptAt: expect.any(String),
        lastError: { type: '/problems/partner-central-access-denied', status: 403 },
      },
    });
  });

  it('tells every attempt in its history, with AWS’s request id, outcome and error', async () => {
    api.simulator.addFault({ kind: 'error', error: { name: 'InternalServerException' }, times: 1 });
    const { body } = await submit(engagement()).expect(201);

    const { body: history } = await request(api.url).get(`/engagements/${body.id}/history`).expect(200);

    expect(history.data).toEqual(
      [
        'created',
        'submit-requested',
        'attempt-started',
        'attempt-ended',
        'attempt-started',
        'attempt-ended',
        'settled',
      ].map((type) => expect.objectContaining({ type })),
    );
    expect(history.data[3].details).toMatchObject({
      attempt: 1,
      outcome: 'unknown',
      awsRequestId: expect.any(String),
      durationMs: expect.any(Number),
      error: { type: '/problems/partner-central-unavailable' },
    });
    expect(history.data[6].details).toEqual({ status: 'submitted', arn: body.partnerCentral.arn });
  });
});
