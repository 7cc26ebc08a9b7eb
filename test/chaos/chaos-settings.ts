/** Short, so that many are outlived. */
export const LEASE_MS = 3000;

/**
 * Shorter than most late creations take: nothing may depend on its being long enough for those. A refusal is believed
 * after this and the time limit of a call, by when AWS has to show what it had created before it refused: that is the
 * lag of its list and the longest delay of its answers.
 */
export const RECONCILIATION_DELAY_MS = 2500;

/** Well above what the load needs, so that the faults set the pace. */
export const RATE_PER_SECOND = 80;

/** What every program of a run is set to. */
export const settings = {
  AUTH: 'api-key',
  // More than they send.
  REQUESTS_PER_MINUTE: '1000000',
  PARTNER_CENTRAL_TIMEOUT_MS: '1000',
  RECONCILIATION_DELAY_MS: String(RECONCILIATION_DELAY_MS),
  SUBMISSION_RATE_PER_SECOND: String(RATE_PER_SECOND),
  SUBMISSION_RETRY_BASE_MS: '100',
  // Few, so that many come to their end.
  SUBMISSION_MAX_ATTEMPTS: '2',
  SUBMISSION_LEASE_MS: String(LEASE_MS),
  AWS_ACCESS_KEY_ID: 'AKIDTEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
};
