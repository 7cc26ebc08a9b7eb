import type { Settings } from '../config/settings.js';

/** What the settings decide about submissions. Times in milliseconds. */
export interface SubmissionPolicy {
  /** How many attempts may end unknown before nobody is kept waiting any longer. */
  readonly maxUnknownAttempts: number;
  readonly retryBaseMs: number;
  /** How long throttles and missing credentials are waited out. */
  readonly giveUpMs: number;
  /** How often it is found out whether AWS accepts our credentials again. */
  readonly probeMs: number;
  /** Between becoming `unresolved` and the first look-up; also part of how long a doubtful refusal has to stand. */
  readonly reconciliationDelayMs: number;
  /** One call's limit. */
  readonly callLimitMs: number;
}

/**
 * How much longer than a second a full second's worth of slots takes. AWS counts in any sliding second: with slots of
 * exactly 1/15 s, a call that leaves a millisecond late and one that leaves on time make sixteen. The 3.5 % are the
 * leeway for lateness, 35 ms at any rate, and leave 96.6 % of the quota.
 */
const LEEWAY = 1.035;

/** How long a slot of the pace is: all replicas together send one call in it. */
export function slotSecondsOf({ submission }: Settings): number {
  return LEEWAY / submission.ratePerSecond;
}

/** During a credentials outage, one call for as long as ten first delays. */
const PROBE_DELAYS = 10;
export const MAX_PROBE_MS = 60_000;

export function submissionPolicy({ submission, reconciliation, partnerCentral }: Settings): SubmissionPolicy {
  return {
    maxUnknownAttempts: submission.maxAttempts,
    retryBaseMs: submission.retryBaseMs,
    giveUpMs: submission.giveUpMs,
    probeMs: Math.min(MAX_PROBE_MS, PROBE_DELAYS * submission.retryBaseMs),
    reconciliationDelayMs: reconciliation.delayMs,
    callLimitMs: partnerCentral.timeoutMs,
  };
}
