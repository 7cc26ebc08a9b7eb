import type { ErrorCode } from '../errors/error-codes.js';
import type { ProblemKind, ProblemMember } from './problem-kind.js';

/** Of a submission's end they have all; a `lastError` stands in its engagement already, and not every failure got to AWS. */
const ofSubmission: readonly ProblemMember[] = ['engagementId', 'engagementStatus', 'awsRequestId'];

/**
 * What AWS answered, or did not. While an engagement is open the service goes on by itself: each of them then asks to wait.
 * Where AWS was only asked, for an operator, there is nothing to wait for.
 */
export const partnerCentralProblems: Readonly<
  Record<Extract<ErrorCode, `partner-central-${string}`>, ProblemKind>
> = {
  'partner-central-validation': {
    status: 422,
    retry: 'fix',
    orRetry: 'poll',
    maybe: [...ofSubmission, 'errors', 'reason'],
    title: 'Partner Central refused the engagement',
    explanation:
      "AWS found fault with fields: each is in `errors`, with a pointer into your body and AWS's own name in `awsField`; `reason` is AWS's. Nothing was created. Mend the engagement with PATCH and submit again.",
  },
  'partner-central-conflict': {
    status: 409,
    retry: 'operator',
    orRetry: 'poll',
    maybe: ofSubmission,
    title: 'Partner Central reports a conflict',
    explanation:
      'AWS refused the engagement because of the state of something it has. It was the first attempt, so that nothing was created. Submit again when that has changed.',
  },
  'partner-central-access-denied': {
    status: 403,
    retry: 'operator',
    orRetry: 'poll',
    maybe: [...ofSubmission, 'reason'],
    title: 'Partner Central denied access',
    explanation:
      "The AWS identity of this service may not create engagements, or not in this catalog: `reason` is AWS's. Its operator must mend that; then submit again.",
  },
  'partner-central-not-found': {
    status: 404,
    retry: 'operator',
    orRetry: 'poll',
    maybe: ofSubmission,
    title: 'Partner Central did not find a resource',
    explanation: 'Something that the call needs does not exist in AWS. Nothing was created.',
  },
  'partner-central-quota-exceeded': {
    status: 429,
    retry: 'operator',
    orRetry: 'poll',
    retryAfterSeconds: 3600,
    maybe: ofSubmission,
    title: 'A quota of Partner Central is used up',
    explanation: 'A service quota of the AWS account is used up. Nothing was created. Submit again later.',
  },
  'partner-central-throttled': {
    status: 429,
    retry: 'same',
    orRetry: 'poll',
    retryAfterSeconds: 5,
    maybe: ofSubmission,
    title: 'Partner Central is throttling',
    explanation:
      'AWS takes 15 CreateEngagement calls a second for the whole account, and turned this one away again and again, until it was given up. Nothing was created. Submit again after `Retry-After`; the same Idempotency-Key will do.',
  },
  'partner-central-unavailable': {
    status: 502,
    retry: 'poll',
    orRetry: 'same',
    maybe: ofSubmission,
    title: 'Partner Central failed',
    explanation:
      'AWS failed, or its answer could not be read, so nobody knows whether the engagement was created. It is `unresolved` and locked: the service goes on looking it up and sending the same request, and settles it. The same request under its Idempotency-Key tells how far it has come; submitting it again does it at once.',
  },
  'partner-central-timeout': {
    status: 504,
    retry: 'poll',
    orRetry: 'same',
    maybe: ofSubmission,
    title: 'Partner Central did not answer',
    explanation:
      'No answer came in time, or the connection was lost, so nobody knows whether the engagement was created. It is `unresolved` and locked: the service goes on looking it up and sending the same request, and settles it. The same request under its Idempotency-Key tells how far it has come; submitting it again does it at once.',
  },
  'partner-central-credentials': {
    status: 503,
    retry: 'operator',
    orRetry: 'poll',
    retryAfterSeconds: 60,
    maybe: ofSubmission,
    title: "The service can't sign in to AWS",
    explanation:
      'The AWS credentials of this service are missing, expired or unknown, and were so until it was given up. Nothing was created. Its operator must mend that; then submit again. The same Idempotency-Key will do.',
  },
};
