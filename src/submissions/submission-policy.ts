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
