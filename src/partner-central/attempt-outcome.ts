import type { ErrorCode } from '../errors/error-codes.js';
import type { Finding } from '../errors/finding.js';

/** Why an attempt did not succeed, in words that may be stored and shown: no personal data, nothing of ours. */
export interface AttemptProblem {
  readonly code: Extract<ErrorCode, `partner-central-${string}`>;
  readonly detail: string;
  readonly reason?: string;
  readonly errors?: readonly Finding[];
  readonly awsRequestId?: string;
}

/** What Partner Central made of a created engagement. */
export interface CreatedEngagement {
  readonly id: string;
  readonly arn: string;
  /** AWS's own text, nanoseconds and all; AWS may leave it out. */
  readonly modifiedAt?: string;
}

/** How one CreateEngagement call ended. */
export type AttemptOutcome =
  | { readonly kind: 'accepted'; readonly engagement: CreatedEngagement; readonly awsRequestId?: string }
  /** A definite no: nothing was created, and the same request would be refused again. */
  | { readonly kind: 'refused'; readonly problem: AttemptProblem }
  /** Nothing was created; the same request may succeed later. */
  | { readonly kind: 'notDone'; readonly problem: AttemptProblem; readonly retryAfterMs?: number }
  /** Nobody knows whether the engagement was created. */
  | { readonly kind: 'unknown'; readonly problem: AttemptProblem; readonly retryAfterMs?: number };
