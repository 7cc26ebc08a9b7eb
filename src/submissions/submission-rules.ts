import type { Settings } from '../config/settings.js';
import type { SubmissionRules } from './submission-transitions.js';

/** The settings that decide what becomes of a submission. */
export function submissionRules({ submission, reconciliation, partnerCentral }: Settings): SubmissionRules {
  return {
    maxUnknownAttempts: submission.maxAttempts,
    retryBaseMs: submission.retryBaseMs,
    giveUpMs: submission.giveUpMs,
    reconciliationDelayMs: reconciliation.delayMs,
    callLimitMs: partnerCentral.timeoutMs,
  };
}
