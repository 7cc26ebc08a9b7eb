import { AccessDeniedException, ValidationException } from '@aws-sdk/client-partnercentral-selling';
import { causeOf } from '../errors/failure-cause.js';
import type { AttemptProblem, FailedOutcome } from './attempt-outcome.js';
import { CallNotSent } from './call-gate.js';
import { ClockWasOff, signatureErrors } from './departure.js';
import { answerOf, awsRequestIdOf, memberOf } from './raw-answer.js';
import { storable } from './redact.js';
import { type RequestWords, requestWords, validationFindings } from './validation-findings.js';

/**
 * Names under which AWS and its SDK say that the call was not signed by someone they know. Such a call is turned
 * away before any work. Source: AWS's "Common error types", and the SDK's credential providers.
 */
const credentialErrors: ReadonlySet<string> = new Set([
  ...signatureErrors,
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'UnrecognizedClientException',
]);

/** AWS was not asked, or turned the call away unread: nobody it knows has signed it. */
export const credentialsProblem: AttemptProblem = {
  code: 'partner-central-credentials',
  detail: 'The service has no AWS credentials that Partner Central accepts. Its operator must mend that.',
};

/** What an error means, before any of its words is read. */
interface Meaning {
  readonly kind: FailedOutcome['kind'];
  readonly code: AttemptProblem['code'];
  readonly detail: string;
  /** Whether the error's own message is left out: it may quote what nobody is to read. */
  readonly isSilent?: boolean;
}

const refused = { kind: 'refused' } as const;

/** The modelled exceptions by which this call, at least, created nothing. */
export const refusals: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  [
    'ValidationException',
    { ...refused, code: 'partner-central-validation', detail: 'Partner Central refused the engagement.' },
  ],
  [
    'ConflictException',
    { kind: 'conflict', code: 'partner-central-conflict', detail: 'Partner Central reports a conflict.' },
  ],
  [
    'AccessDeniedException',
    { ...refused, code: 'partner-central-access-denied', detail: 'Partner Central denied access.' },
  ],
  [
    'ResourceNotFoundException',
    { ...refused, code: 'partner-central-not-found', detail: 'Partner Central did not find a resource.' },
  ],
  [
    'ServiceQuotaExceededException',
    {
      ...refused,
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

/** The SDK's own words may hold profile names and file paths of ours. */
const withoutCredentials: Meaning = { kind: 'notDone', ...credentialsProblem, isSilent: true };

const notSent: Meaning = {
  kind: 'notDone',
  code: 'partner-central-unavailable',
  detail: 'The request was not sent.',
  isSilent: true,
};

const clockWasOff: Meaning = {
  kind: 'notDone',
  code: 'partner-central-unavailable',
  detail:
    'The clock of the process that sent the request was off, and AWS did not take it. It is sent again.',
  isSilent: true,
};

const timeouts: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError']);

/**
 * Turns whatever the SDK threw into the outcome of the attempt. It never throws itself.
 *
 * What has not left this process was not done. For the rest it goes by the error's name alone: `$retryable` is
 * undefined even for throttling, and what has no name that we know may have happened after the work was done.
 * @param body the JSON of the request, to find the caller's fields and to keep their data out of the words
 */
export function classifyError(error: unknown, body: string): FailedOutcome {
  const meaning = meaningOf(error);
  const { kind, code, detail } = meaning;
  const cause = causeOf(error);
  try {
    return { kind, cause, ...retryAfterOf(error), problem: problemOf(error, meaning, body) };
  } catch {
    // Whatever AWS has put where its words should be: that changes nothing of what it did.
    return { kind, cause, problem: { code, detail } };
  }
}

function meaningOf(error: unknown): Meaning {
  const name = Error.isError(error) ? error.name : '';
  if (error instanceof CallNotSent) {
    // What keeps a request from leaving, but for its time, is that nobody signs it.
    return error.cause === undefined ? notSent : withoutCredentials;
  }
  if (error instanceof ClockWasOff) {
    return clockWasOff;
  }
  if (credentialErrors.has(name)) {
    return withoutCredentials;
  }
  return refusals.get(name) ?? { kind: 'unknown', ...unknownMeaning(error, name) };
}

function unknownMeaning(error: unknown, name: string): Omit<Meaning, 'kind'> {
  const uncertain = 'It is not known whether the engagement was created.';
  if (timeouts.has(name) || gotNoAnswer(error)) {
    return {
      code: 'partner-central-timeout',
      detail: `Partner Central did not answer in time, or the connection was lost. ${uncertain}`,
      isSilent: true,
    };
  }
  const code = 'partner-central-unavailable';
  // A parser's message quotes the body that it could not read.
  return name === 'SyntaxError'
    ? { code, detail: `Partner Central gave no readable answer. ${uncertain}`, isSilent: true }
    : { code, detail: `Partner Central failed. ${uncertain}` };
}

function problemOf(
  error: unknown,
  { code, detail, isSilent = false }: Meaning,
  body: string,
): AttemptProblem {
  const words = requestWords(body);
  return {
    code,
    detail: isSilent ? detail : withMessage(detail, error, words),
    ...awsRequestIdOf(error instanceof ClockWasOff ? error.cause : error),
    ...validationMembers(error, words),
    ...accessDeniedMembers(error, words),
  };
}

/** Whether the SDK tried and no HTTP answer came: its `$metadata` then has attempts, but no status. */
function gotNoAnswer(error: unknown): boolean {
  if (!Error.isError(error) || error.name === 'SyntaxError' || !('$metadata' in error)) {
    return false;
  }
  return memberOf(error.$metadata, 'httpStatusCode') === undefined;
}

function withMessage(detail: string, error: unknown, { redactText }: RequestWords): string {
  const message = Error.isError(error) ? redactText(error.message).trim() : '';
  return message === '' || message === 'UnknownError' ? detail : `${detail} ${message}`;
}

/** AWS's `Retry-After`, where the answer had one in seconds. */
function retryAfterOf(error: unknown): { retryAfterMs?: number } {
  const { 'retry-after': seconds = '' } = answerOf(error)?.headers ?? {};
  return /^\d{1,6}$/.test(seconds) ? { retryAfterMs: Number(seconds) * 1000 } : {};
}

function validationMembers(error: unknown, words: RequestWords): Pick<AttemptProblem, 'reason' | 'errors'> {
  return error instanceof ValidationException
    ? { ...reasonOf(error, words), errors: validationFindings(error, words) }
    : {};
}

function accessDeniedMembers(error: unknown, words: RequestWords): Pick<AttemptProblem, 'reason'> {
  return error instanceof AccessDeniedException ? reasonOf(error, words) : {};
}

/** A reason as AWS lists them; in words of another kind it may quote something. */
const listedReason = /^[A-Z]+(?:_[A-Z]+)+$/;

function reasonOf(
  { Reason }: { Reason?: unknown },
  { redactText }: RequestWords,
): Pick<AttemptProblem, 'reason'> {
  if (typeof Reason !== 'string') {
    return {};
  }
  return { reason: listedReason.test(Reason) ? storable(Reason) : redactText(Reason) };
}
