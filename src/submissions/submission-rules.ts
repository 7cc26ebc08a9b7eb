import type { Settings } from '../config/settings.js';

/** The settings that the machine goes by. Times in milliseconds. */
export interface SubmissionRules {
  /** How many attempts may end unknown before nobody is kept waiting any longer. */
  readonly maxUnknownAttempts: number;
  readonly retryBaseMs: number;
  /** How long throttles and missing credentials are waited out. */
  readonly giveUpMs: number;
  /** How often it is found out whether AWS accepts our credentials again. */
  readonly probeMs: number;
  /** Between an unknown outcome and the look-up. */
  readonly reconciliationDelayMs: number;
  /** One call's limit. */
  readonly callLimitMs: number;
}

/** How often it is found out whether AWS accepts our credentials again: one call for as long as ten first delays. */
const PROBE_DELAYS = 10;
export const MAX_PROBE_MS = 60_000;

/** The settings that decide what becomes of a submission. */
export function submissionRules({ submission, reconciliation, partnerCentral }: Settings): SubmissionRules {
  return {
    maxUnknownAttempts: submission.maxAttempts,
    retryBaseMs: submission.retryBaseMs,
    giveUpMs: submission.giveUpMs,
    probeMs: Math.min(MAX_PROBE_MS, PROBE_DELAYS * submission.retryBaseMs),
    reconciliationDelayMs: reconciliation.delayMs,
    callLimitMs: partnerCentral.timeoutMs,
  };
}
