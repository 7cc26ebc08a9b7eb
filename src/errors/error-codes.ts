/**
 * Every way in which the service says no. A code is stable: clients see it as the last part of a problem's
 * `type` (`/problems/<code>`), so it is never renamed.
 */
export const errorCodes = [
  'invalid-request',
  'malformed-json',
  'payload-too-large',
  'unsupported-media-type',
  'not-found',
  'engagement-not-found',
  'batch-not-found',
  'version-mismatch',
  'catalog-not-allowed',
  'duplicate-external-ref',
  'engagement-not-editable',
  'engagement-not-ready',
  'already-submitted',
  'engagement-not-unresolved',
  'resolved-as-not-created',
  'resolution-refused',
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
  'internal-error',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
