import { AccessDeniedException, ValidationException } from '@aws-sdk/client-partnercentral-selling';
import { HttpResponse } from '@smithy/core/protocols';
import { findingCodes, type Finding } from '../errors/finding.js';
import type { AttemptProblem, FailedOutcome } from './attempt-outcome.js';
import { pointerOfAwsField } from './aws-field.js';
import { CallNotSent } from './call-gate.js';
import { memberOf } from './raw-answer.js';
import { redact, storable } from './redact.js';

/**
 * Names under which AWS and its SDK say that the call was not signed by someone they know. Such a call is turned
 * away before any work. Source: AWS's "Common error types", and the SDK's credential providers.
 */
const credentialErrors: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** AWS was not asked, or turned the call away unread: nobody it knows has signed it. */
export const credentialsProblem: AttemptProblem = {
  code: 'partner-central-credentials',
  detail: 'The service has no AWS credentials that Partner Central accepts. Its operator must mend that.',
};

interface Refusal {
  readonly kind: Exclude<FailedOutcome['kind'], 'unknown'>;
  readonly code: AttemptProblem['code'];
  readonly detail: string;
}

/** The modelled exceptions by which this call, at least, created nothing. */
const refusals: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  [
    'ValidationException',
    {
      kind: 'refused',
      code: 'partner-central-validation',
      detail: 'Partner Central refused the engagement.',
    },
  ],
  [
    'ConflictException',
    { kind: 'conflict', code: 'partner-central-conflict', detail: 'Partner Central reports a conflict.' },
  ],
  [
    'AccessDeniedException',
    { kind: 'refused', code: 'partner-central-access-denied', detail: 'Partner Central denied access.' },
  ],
  [
    'ResourceNotFoundException',
    {
      kind: 'refused',
      code: 'partner-central-not-found',
      detail: 'Partner Central did not find a resource.',
    },
  ],
  [
    'ServiceQuotaExceededException',
    {
      kind: 'refused',
      code: 'partner-central-quota-exceeded',
      detail: 'A service quota of the AWS account is used up.',
    },
  ],
  [
    'ThrottlingException',
    {
      kind: 'notDone',
      code: 'partner-central-throttled',
      detail: 'Partner Central is throttling the AWS account.',
    },
  ],
]);

/** More findings than an engagement has fields. */
const MAX_FINDINGS = 100;

const timeouts: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError']);

/**
 * Turns whatever the SDK threw into the outcome of the attempt.
 *
 * By the error's name alone: `$retryable` is undefined even for throttling, and what has no name that we know may
 * have happened after the work was done.
 * @param body the JSON of the request, to find the caller's fields and to keep their data out of the words
 */
export function classifyError(error: unknown, body: string): FailedOutcome {
  const awsRequestId = requestIdOf(error);
  const describe = (code: AttemptProblem['code'], detail: string): AttemptProblem => ({
    code,
    detail: withMessage(detail, error, body),
    ...(awsRequestId === undefined ? {} : { awsRequestId }),
  });
  const name = Error.isError(error) ? error.name : '';
  if (credentialErrors.has(name)) {
    // The SDK's own words may hold profile names and file paths of ours.
    return {
      kind: 'notDone',
      problem: { ...describe('partner-central-credentials', ''), ...credentialsProblem },
    };
  }
  if (error instanceof CallNotSent) {
    return {
      kind: 'notDone',
      problem: { code: 'partner-central-unavailable', detail: 'The request was not sent.' },
    };
  }
  const refusal = refusals.get(name);
  if (refusal === undefined) {
    return { kind: 'unknown', problem: unknownProblem(error, name, describe), ...retryAfterOf(error) };
  }
  const { kind, code, detail } = refusal;
  return {
    kind,
    ...retryAfterOf(error),
    problem: {
      ...describe(code, detail),
      ...validationMembers(error, body),
      ...accessDeniedMembers(error),
    },
  };
}

function unknownProblem(
  error: unknown,
  name: string,
  describe: (code: AttemptProblem['code'], detail: string) => AttemptProblem,
): AttemptProblem {
  const uncertain = 'It is not known whether the engagement was created.';
  if (timeouts.has(name) || gotNoAnswer(error)) {
    return {
      ...describe('partner-central-timeout', ''),
      detail: `Partner Central did not answer in time, or the connection was lost. ${uncertain}`,
    };
  }
  const problem = describe('partner-central-unavailable', `Partner Central failed. ${uncertain}`);
  // A parser's message quotes the body that it could not read.
  return name === 'SyntaxError'
    ? { ...problem, detail: `Partner Central gave no readable answer. ${uncertain}` }
    : problem;
}

/** Whether the SDK tried and no HTTP answer came: its `$metadata` then has attempts, but no status. */
function gotNoAnswer(error: unknown): boolean {
  if (!Error.isError(error) || error.name === 'SyntaxError' || !('$metadata' in error)) {
    return false;
  }
  return memberOf(error.$metadata, 'httpStatusCode') === undefined;
}

function withMessage(detail: string, error: unknown, body: string): string {
  const message = Error.isError(error) ? redact(error.message, body).trim() : '';
  return message === '' || message === 'UnknownError' ? detail : `${detail} ${message}`;
}

/** AWS's `Retry-After`, where the answer had one in seconds. */
function retryAfterOf(error: unknown): { retryAfterMs?: number } {
  const response =
    typeof error === 'object' && error !== null && '$response' in error ? error.$response : undefined;
  if (!HttpResponse.isInstance(response)) {
    return {};
  }
  const { 'retry-after': seconds = '' } = response.headers;
  return /^\d{1,6}$/.test(seconds) ? { retryAfterMs: Number(seconds) * 1000 } : {};
}

function requestIdOf(error: unknown): string | undefined {
  const requestId = memberOf(memberOf(error, '$metadata'), 'requestId');
  return typeof requestId === 'string' ? storable(requestId) : undefined;
}

function validationMembers(error: unknown, body: string): Pick<AttemptProblem, 'reason' | 'errors'> {
  if (!(error instanceof ValidationException)) {
    return {};
  }
  const errors = (error.ErrorList ?? [])
    .slice(0, MAX_FINDINGS)
    .map(({ FieldName = '', Code, Message = '' }): Finding => ({
      pointer: pointerOfAwsField(FieldName, body),
      // A code that AWS added since stays readable in the message.
      code: findingCodes.find((code) => code === Code) ?? 'INVALID_VALUE',
      message: redact(Message, body),
      awsField: redact(FieldName, body),
    }));
  return { ...(error.Reason === undefined ? {} : { reason: storable(error.Reason) }), errors };
}

function accessDeniedMembers(error: unknown): Pick<AttemptProblem, 'reason'> {
  return error instanceof AccessDeniedException && error.Reason !== undefined
    ? { reason: storable(error.Reason) }
    : {};
}
