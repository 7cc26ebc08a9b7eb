import type { Retry } from '../errors/retry.js';

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
}
