import { randomUUID } from 'node:crypto';
import { type Problem, problemOf } from '../http/problem.js';
import type {
  AttemptOutcome,
  AttemptProblem,
  CreatedEngagement,
} from '../partner-central/attempt-outcome.js';

/** What an attempt's outcome makes of the submission. */
export type Consequence =
  | { readonly status: 'submitted'; readonly engagement: CreatedEngagement }
  /** A new submission may begin, with a new token: nothing exists under the old one. */
  | { readonly status: 'rejected'; readonly lastError: Problem; readonly nextClientToken: string }
  | { readonly status: 'unresolved'; readonly lastError: Problem }
  /** The same request is sent again, after `delayMs`. */
  | {
      readonly status: 'submitting';
      readonly lastError: Problem;
      readonly delayMs: number;
      readonly outcomeUnknown: boolean;
    };

export interface AttemptPosition {
  /** How many attempts remain after this one. */
  readonly remaining: number;
  /** How many attempts of the present budget are over, this one included. */
  readonly made: number;
  /** Whether an earlier attempt with the same token ended unknown. */
  readonly outcomeUnknown: boolean;
}

/** The longest delay between two attempts. */
const MAX_DELAY_MS = 300_000;

/** The longest that AWS's `Retry-After` is heeded: a header gone wrong should not put a submission off for days. */
const MAX_ASKED_DELAY_MS = 3_600_000;

/**
 * Decides what follows an attempt (the table of `docs/reliability.md`).
 *
 * After an attempt with an unknown outcome the engagement may exist whatever the later ones said (a
 * ConflictException may well mean that it does), so that a no settles nothing any more.
 */
export function afterAttempt(
  outcome: AttemptOutcome,
  position: AttemptPosition,
  retryBaseMs: number,
): Consequence {
  if (outcome.kind === 'accepted') {
    return { status: 'submitted', engagement: outcome.engagement };
  }
  const lastError = toProblem(outcome.problem);
  const outcomeUnknown = position.outcomeUnknown || outcome.kind === 'unknown';
  if (outcome.kind !== 'refused' && position.remaining > 0) {
    const asked = Math.min(MAX_ASKED_DELAY_MS, outcome.retryAfterMs ?? 0);
    const delayMs = Math.max(retryDelayMs(position.made, retryBaseMs), asked);
    return { status: 'submitting', lastError, delayMs, outcomeUnknown };
  }
  return outcomeUnknown
    ? { status: 'unresolved', lastError }
    : { status: 'rejected', lastError, nextClientToken: randomUUID() };
}

/**
 * Exponential with full jitter: anything from nothing to the doubled delay, so that many who failed together do not
 * come back together. Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function retryDelayMs(attemptsMade: number, baseMs: number, random = Math.random()): number {
  const ceiling = Math.min(MAX_DELAY_MS, baseMs * 2 ** Math.min(attemptsMade - 1, 30));
  return Math.round(random * ceiling);
}

function toProblem({ code, detail, ...members }: AttemptProblem): Problem {
  return problemOf(code, detail, members);
}
