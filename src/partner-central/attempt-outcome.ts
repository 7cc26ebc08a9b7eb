import type { ErrorCode } from '../errors/error-codes.js';
import type { StoredProblem } from '../errors/stored-problem.js';

/** Why an attempt did not succeed, in words that may be stored and shown: no personal data, nothing of ours. */
export interface AttemptProblem extends StoredProblem {
  readonly code: Extract<ErrorCode, `partner-central-${string}`>;
  readonly reason?: string;
  readonly awsRequestId?: string;
}

/** What Partner Central made of a created engagement. */
export interface CreatedEngagement {
  readonly id: string;
  readonly arn: string;
  /** AWS's own text, nanoseconds and all; AWS may leave it out. */
  readonly modifiedAt?: string;
}

/** How a call ended that AWS did not accept. */
export interface FailedOutcome {
  /**
   * - `refused`: a definite no, in AWS's words: this call created nothing, and would be refused again.
   * - `conflict`: a no if the token is new. If it is not, AWS may be at work on an earlier call, or may have done it.
   * - `notDone`: this call created nothing; the same one may succeed later.
   * - `unknown`: nobody knows whether the engagement was created.
   */
  readonly kind: 'refused' | 'conflict' | 'notDone' | 'unknown';
  readonly problem: AttemptProblem;
  /** What AWS asked for. */
  readonly retryAfterMs?: number;
  /** Why, in a word for the log: what happened on the way, or the exception's name. It is not kept. */
  readonly cause?: string;
}

/** How one CreateEngagement call ended. */
export type AttemptOutcome =
  | { readonly kind: 'accepted'; readonly engagement: CreatedEngagement; readonly awsRequestId?: string }
  | FailedOutcome;
