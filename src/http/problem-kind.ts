import type { Retry } from '../errors/retry.js';

/** What a problem may have beside the members that all problems have (RFC 9457, section 3.2). */
export type ProblemMember =
  | 'errors'
  | 'engagementId'
  | 'engagementStatus'
  | 'currentVersion'
  | 'differs'
  | 'arn'
  | 'reason'
  | 'awsRequestId'
  | 'requiredScope'
  | 'missing';

/** What an error code means over HTTP, and what its page under `/problems/` says. */
export interface ProblemKind {
  readonly status: number;
  /** What the caller should do, and what else it may be told to do of the same problem. */
  readonly retry: Retry;
  readonly orRetry?: Retry;
  readonly title: string;
  /** What happened, and what the caller can do. */
  readonly explanation: string;
  /** Seconds after which trying again may help: the answer's `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** The further members that each of them has, and those that it may have: no other, as the tests' API sees to. */
  readonly always?: readonly ProblemMember[];
  readonly maybe?: readonly ProblemMember[];
}
