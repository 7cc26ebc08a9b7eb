import { expect, it } from '@jest/globals';
import { engagement } from '../../test/support/engagements.factory.js';
import { EngagementDraftDto } from '../engagements/dto/engagement-draft.dto.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { problemOf, problemOfError, type Problem } from '../http/problem.js';
import { submissionError } from './submission-error.js';

const at = new Date('2026-06-15T12:00:00Z');
const ended = (status: EngagementRecord['status'], lastError?: Problem): EngagementRecord => ({
  id: '01a20798-677e-7326-b0a6-b60ec671885f',
  status,
  version: 3,
  createdBy: 'anonymous',
  createdAt: at,
  updatedAt: at,
  clientToken: 'token',
  content: Object.assign(EngagementDraftDto.from(engagement()), { catalog: 'Sandbox' as const }),
  submission: {
    id: '1',
    clientToken: 'token',
    request: '{}',
    requestSha256: '',
    attempts: 1,
    outcomeUnknown: status === 'unresolved',
    requestedAt: at,
    ...(lastError === undefined ? {} : { lastError }),
  },
});

const validation = problemOf('partner-central-validation', 'Refused.', {
  reason: 'BUSINESS_VALIDATION_FAILED',
  awsRequestId: 'request-1',
  errors: [{ pointer: '/title', code: 'INVALID_VALUE', message: 'No.', awsField: 'title' }],
});

it('tells the problem that the submission ended in, and where the engagement stands', () => {
  expect(problemOfError(submissionError(ended('rejected', validation)))).toEqual({
    ...validation,
    engagementId: '01a20798-677e-7326-b0a6-b60ec671885f',
    engagementStatus: 'rejected',
  });
});

it('tells of an unresolved one that it may exist', () => {
  const problem = problemOfError(submissionError(ended('unresolved', validation)));

  expect(problem).toMatchObject({ engagementStatus: 'unresolved' });
  expect(problem.detail).toBe(
    'Refused. The engagement may exist in AWS, so it stays locked as unresolved until that is known.',
  );
});

it.each([
  ['no problem', undefined],
  ['a problem of no known type', { type: 'about:blank', title: 'x', status: 418, detail: 'x' }],
])('is a fault of the service where it left %s', (_, lastError) => {
  expect(submissionError(ended('rejected', lastError))).toMatchObject({
    code: 'internal-error',
    options: { engagementId: '01a20798-677e-7326-b0a6-b60ec671885f' },
  });
});
