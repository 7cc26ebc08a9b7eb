import type { ErrorCode } from '../../src/errors/error-codes.js';
import type { AttemptProblem, FailedOutcome } from '../../src/partner-central/attempt-outcome.js';
import type { SubmissionPolicy } from '../../src/submissions/submission-policy.js';
import type { SubmissionState, Transition } from '../../src/submissions/submission-state.js';

/** Submissions and their outcomes for the specs of the state machine. */

export const HOUR_MS = 3_600_000;

/** The defaults. */
export const policy: SubmissionPolicy = {
  maxUnknownAttempts: 8,
  retryBaseMs: 1000,
  giveUpMs: 24 * HOUR_MS,
  probeMs: 10_000,
  reconciliationDelayMs: 60_000,
  callLimitMs: 10_000,
};

/** A submission whose first attempt has just begun, unless said otherwise. */
export function submission(overrides: Partial<SubmissionState> = {}): SubmissionState {
  return {
    status: 'submitting',
    attempts: 1,
    outcomeUnknown: false,
    unknownAttempts: 0,
    setbacks: 0,
    lostInARow: 0,
    urgency: 10,
    openForMs: 1000,
    waitingForMs: 0,
    ...overrides,
  };
}

/** One that became unresolved, and was sent again since. */
export function unresolvedSubmission(overrides: Partial<SubmissionState> = {}): SubmissionState {
  return submission({
    status: 'unresolved',
    attempts: 9,
    outcomeUnknown: true,
    unknownAttempts: 8,
    setbacks: 1,
    urgency: 0,
    ...overrides,
  });
}

export const createdEngagement = {
  id: 'eng-1',
  arn: 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-1',
};

export const accepted = {
  kind: 'accepted',
  engagement: createdEngagement,
  awsRequestId: 'request-1',
} as const;

/** How a call ended that AWS did not accept. */
export function failed(
  kind: FailedOutcome['kind'],
  code: Extract<ErrorCode, `partner-central-${string}`>,
  more: Partial<AttemptProblem> & Pick<FailedOutcome, 'retryAfterMs'> = {},
): FailedOutcome {
  const { retryAfterMs, ...members } = more;
  return {
    kind,
    problem: { code, detail: 'Said AWS.', awsRequestId: 'request-1', ...members },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

export const refused = failed('refused', 'partner-central-validation');
export const conflict = failed('conflict', 'partner-central-conflict');
export const throttled = failed('notDone', 'partner-central-throttled');
export const withoutCredentials = failed('notDone', 'partner-central-credentials');
/** What a call ends in that has not left this process. */
export const notSent = failed('notDone', 'partner-central-unavailable');
export const unavailable = failed('unknown', 'partner-central-unavailable');
export const timedOut = failed('unknown', 'partner-central-timeout');

/** Where a transition leads to, in words: its status, and what is due next. */
export function courseOf({ status, next }: Transition): string {
  return next === undefined ? status : `${status}, ${next.step === 'send' ? 'sent' : 'looked up'} next`;
}
