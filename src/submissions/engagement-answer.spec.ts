import { describe, expect, it } from '@jest/globals';
import type { EngagementRecord, SubmissionRecord } from '../engagements/engagement.record.js';
import { RULES_NUMBER } from '../engagements/kept-readiness.js';
import { errorCodes } from '../errors/error-codes.js';
import type { StoredProblem } from '../errors/stored-problem.js';
import { engagementAnswer } from './engagement-answer.js';

const id = '0192f0c1-2f6e-7cc3-9d2a-0a4f6c1b7d01';
const arn = 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-1';
const refusal: StoredProblem = {
  code: 'partner-central-validation',
  detail: 'Said AWS.',
  errors: [{ pointer: '/title', code: 'INVALID_VALUE', message: 'No.' }],
};

function submission(overrides: Partial<SubmissionRecord> = {}): SubmissionRecord {
  return {
    id: '0192f0c1-2f6e-7cc3-9d2a-0a4f6c1b7d02',
    clientToken: 'f4c1b7d0-0000-4000-8000-000000000000',
    request: '{}',
    requestSha256: 'sum',
    attempts: 1,
    requestedAt: new Date('2026-06-15T12:00:00Z'),
    ...overrides,
  };
}

function record(overrides: Partial<EngagementRecord>): EngagementRecord {
  return {
    id,
    status: 'draft',
    version: 7,
    createdBy: 'crm',
    catalog: 'Sandbox',
    title: 'Cloud migration for Acme',
    contexts: '[]',
    createdAt: '2026-06-15T11:00:00.000Z',
    updatedAt: '2026-06-15T12:00:00.000Z',
    readiness: { errors: '[]', warnings: '[]', rules: RULES_NUMBER },
    clientToken: 'f4c1b7d0-0000-4000-8000-000000000000',
    ...overrides,
  };
}

const answer = (
  overrides: Partial<EngagementRecord>,
  { done = 200, nextStepInSeconds = 0 }: { done?: 200 | 201; nextStepInSeconds?: number } = {},
) => {
  const { body, ...rest } = engagementAnswer({
    engagement: record(overrides),
    done,
    nextStepInSeconds,
    request: { url: `/engagements/${id}/submit?wait=Acme`, id: 'request-1' },
  });
  const parsed: unknown = JSON.parse(body);
  return { ...rest, body: parsed };
};

/** Each status with what it is answered as. */
const statuses: [Partial<EngagementRecord>, number][] = [
  [{ status: 'draft' }, 201],
  [{ status: 'submitting', submission: submission() }, 202],
  [{ status: 'submitted', submission: submission(), partnerCentral: { id: 'eng-1', arn } }, 201],
  [{ status: 'rejected', submission: submission({ lastError: refusal }) }, 422],
  [{ status: 'unresolved', submission: submission({ lastError: refusal }) }, 502],
];

describe('an engagement in any status', () => {
  it.each(statuses)('names its address and its version: $status', (overrides, status) => {
    const { headers, ...rest } = answer(overrides, { done: 201 });

    expect(rest.status).toBe(status);
    expect(headers).toMatchObject({
      location: `/engagements/${id}`,
      etag: '"7"',
      'content-type': `application/${status < 300 ? '' : 'problem+'}json; charset=utf-8`,
    });
  });

  it.each(statuses)('says which engagement it is: $status', (overrides, status) => {
    const { body } = answer(overrides, { done: 201 });

    expect(body).toMatchObject(status < 300 ? { id, version: 7 } : { engagementId: id, status });
  });

  it.each(statuses.filter(([, status]) => status !== 202))(
    'is told to wait only while it is open: $status',
    (overrides) => {
      expect(answer(overrides, { nextStepInSeconds: 30 }).headers).not.toHaveProperty('retry-after');
    },
  );
});

describe('a good end', () => {
  it.each([200, 201] as const)('is what was asked for: %i', (done) => {
    const submitted = { status: 'submitted', partnerCentral: { id: 'eng-1', arn } } as const;

    expect(answer(submitted, { done })).toMatchObject({ status: done, body: { partnerCentral: { arn } } });
    expect(answer({ status: 'draft' }, { done })).toMatchObject({ status: done, body: { status: 'draft' } });
  });

  it('tells the readiness that was kept', () => {
    const errors = [{ pointer: '/title', code: 'REQUIRED_FIELD_MISSING', message: 'Is required to submit.' }];
    const kept = { errors: JSON.stringify(errors), warnings: '[]', rules: RULES_NUMBER };

    expect(answer({ readiness: kept }).body).toMatchObject({ readiness: { ready: false, errors } });
    expect(answer({}).body).toMatchObject({ readiness: { ready: true, errors: [] } });
  });
});

describe('an open one', () => {
  it.each([
    [-5, '1'],
    [0, '1'],
    [0.001, '1'],
    [1, '1'],
    [1.001, '2'],
    [59.2, '60'],
    [3600, '3600'],
  ])('whose next step comes in %d s is to be looked at in %s s', (nextStepInSeconds, retryAfter) => {
    expect(answer({ status: 'submitting' }, { nextStepInSeconds }).headers).toMatchObject({
      'retry-after': retryAfter,
    });
  });

  it('tells what it is waiting for', () => {
    const lastError: StoredProblem = { code: 'partner-central-throttled', detail: 'Said AWS.' };

    expect(answer({ status: 'submitting', submission: submission({ lastError }) })).toMatchObject({
      status: 202,
      body: {
        status: 'submitting',
        submission: { lastError: { type: '/problems/partner-central-throttled', status: 429 } },
      },
    });
  });
});

describe('a rejected one', () => {
  it.each([
    ['partner-central-validation', 422],
    ['partner-central-conflict', 409],
    ['partner-central-access-denied', 403],
    ['partner-central-not-found', 404],
    ['partner-central-quota-exceeded', 429],
    ['partner-central-throttled', 429],
    ['partner-central-credentials', 503],
    ['resolved-as-not-created', 409],
  ] as const)('is answered as AWS’s refusal: %s', (code, status) => {
    const lastError = { code, detail: 'Said AWS.', awsRequestId: 'aws-1' };

    expect(answer({ status: 'rejected', submission: submission({ lastError }) })).toMatchObject({
      status,
      body: {
        type: `/problems/${code}`,
        status,
        detail: 'Said AWS.',
        awsRequestId: 'aws-1',
        engagementId: id,
        engagementStatus: 'rejected',
        // Without the query.
        instance: `/engagements/${id}/submit`,
        requestId: 'request-1',
      },
    });
  });

  it.each([
    'partner-central-quota-exceeded',
    'partner-central-throttled',
    'partner-central-credentials',
  ] as const)('says when it may be submitted again: %s', (code) => {
    const lastError = { code, detail: 'Said AWS.' };

    expect(answer({ status: 'rejected', submission: submission({ lastError }) }).headers).toMatchObject({
      'retry-after': expect.stringMatching(/^[1-9]\d*$/),
    });
  });

  it('tells every finding', () => {
    expect(answer({ status: 'rejected', submission: submission({ lastError: refusal }) }).body).toMatchObject(
      {
        errors: refusal.errors,
      },
    );
  });

  it.each([undefined, submission()])('without an error of its own is a fault of ours', (last) => {
    expect(answer({ status: 'rejected', submission: last })).toMatchObject({
      status: 500,
      body: { type: '/problems/internal-error', engagementId: id },
    });
  });
});

describe('an unresolved one', () => {
  it.each(errorCodes)('is answered as doubt, never as a refusal: %s', (code) => {
    const lastError = { ...refusal, code };
    const { status, headers, body } = answer({
      status: 'unresolved',
      submission: submission({ lastError }),
    });
    const isTimeout = code === 'partner-central-timeout';

    expect(status).toBe(isTimeout ? 504 : 502);
    expect(body).toMatchObject({
      type: `/problems/partner-central-${isTimeout ? 'timeout' : 'unavailable'}`,
      detail: expect.stringMatching(/^Said AWS\. .*stays locked as unresolved/),
      engagementStatus: 'unresolved',
    });
    // There is nothing that the caller could mend, and nothing to be sent again.
    expect(body).not.toHaveProperty('errors');
    expect(headers).not.toHaveProperty('retry-after');
  });

  it('is in doubt without any error too', () => {
    expect(answer({ status: 'unresolved' })).toMatchObject({ status: 502, body: { engagementId: id } });
  });

  it.each([
    ['Said AWS', 'Said AWS. An'],
    ['Said AWS.', 'Said AWS. An'],
    ['Said AWS?', 'Said AWS? An'],
  ])('begins a new sentence after AWS’s words: %s', (detail, beginning) => {
    const lastError = { code: 'partner-central-unavailable', detail } as const;

    expect(answer({ status: 'unresolved', submission: submission({ lastError }) }).body).toMatchObject({
      detail: expect.stringMatching(`^${beginning.replaceAll(/[.?]/g, '\\$&')}`),
    });
  });
});

it('tells neither the token nor the frozen request', () => {
  for (const [overrides] of statuses) {
    const text = JSON.stringify(answer(overrides));

    expect(text).not.toMatch(/f4c1b7d0|clientToken|requestSha256/);
  }
});
