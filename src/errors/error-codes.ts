/**
 * Every way in which the service says no. A code is stable: clients see it as the last part of a problem's
 * `type` (`/problems/<code>`), so it is never renamed.
 */
export const errorCodes = [
  'invalid-request',
  'malformed-json',
  'payload-too-large',
  'headers-too-large',
  'request-timeout',
  'unsupported-media-type',
  'not-found',
  'method-not-allowed',
  'request-refused',
  'unauthenticated',
  'forbidden',
  'too-many-requests',
  'overloaded',
  'host-not-allowed',
  'cross-site-request',
  'identity-provider-unavailable',
  'engagement-not-found',
  'batch-not-found',
  'version-mismatch',
  'catalog-not-allowed',
  'duplicate-external-ref',
  'engagement-not-editable',
  'patch-test-failed',
  'engagement-not-ready',
  'already-submitted',
  'engagement-not-unresolved',
  'resolved-as-not-created',
  'resolution-refused',
  'engagement-not-submitted',
  'personal-data-erased',
  'idempotency-key-reused',
  'idempotency-key-in-use',
  'partner-central-validation',
  'partner-central-conflict',
  'partner-central-access-denied',
  'partner-central-not-found',
  'partner-central-quota-exceeded',
  'partner-central-throttled',
  'partner-central-unavailable',
  'partner-central-timeout',
  'partner-central-credentials',
  'database-unavailable',
  'stopping',
  'internal-error',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What a submission ends in, or waits for. */
export const submissionErrorCodes = [
  'partner-central-validation',
  'partner-central-conflict',
  'partner-central-access-denied',
  'partner-central-not-found',
  'partner-central-quota-exceeded',
  'partner-central-throttled',
  'partner-central-unavailable',
  'partner-central-timeout',
  'partner-central-credentials',
  'resolved-as-not-created',
] as const satisfies readonly ErrorCode[];

export type SubmissionErrorCode = (typeof submissionErrorCodes)[number];
