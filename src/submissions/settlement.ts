import { randomUUID } from 'node:crypto';
import { type Problem, problemOf } from '../http/problem.js';
import type {
  AttemptOutcome,
  AttemptProblem,
  CreatedEngagement,
} from '../partner-central/attempt-outcome.js';

/** What an attempt's outcome makes of the engagement. */
export type Settlement =
  | { readonly status: 'submitted'; readonly engagement: CreatedEngagement }
  /** A new submission may begin, with a new token: nothing exists under the old one. */
  | { readonly status: 'rejected'; readonly lastError: Problem; readonly nextClientToken: string }
  | { readonly status: 'unresolved'; readonly lastError: Problem };

/**
 * Decides what becomes of an engagement after the last attempt of its submission.
 * @param outcomeUnknown whether an earlier attempt with the same token ended unknown. Then the engagement may exist
 *   whatever this attempt said (a ConflictException may well mean that it does), so a no settles nothing.
 */
export function settle(outcome: AttemptOutcome, outcomeUnknown: boolean): Settlement {
  switch (outcome.kind) {
    case 'accepted':
      return { status: 'submitted', engagement: outcome.engagement };
    case 'refused':
    case 'notDone':
      return outcomeUnknown
        ? { status: 'unresolved', lastError: toProblem(outcome.problem) }
        : { status: 'rejected', lastError: toProblem(outcome.problem), nextClientToken: randomUUID() };
    case 'unknown':
      return { status: 'unresolved', lastError: toProblem(outcome.problem) };
  }
}

function toProblem({ code, detail, ...members }: AttemptProblem): Problem {
  return problemOf(code, detail, members);
}
