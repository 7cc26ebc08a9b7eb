import type { Told } from './books.js';

/** Refusals that only say that nothing was done for now: the same request under its key has it done again. */
const givenUp: ReadonlySet<string> = new Set([
  '/problems/partner-central-throttled',
  '/problems/partner-central-credentials',
]);

/**
 * Whether the work that a key stands for has come to its end with this answer, so that every repeat is answered with
 * it: it was done, or refused after something had been saved.
 */
export function endsWork({ status, problem, engagementStatus }: Told): boolean {
  return (
    status === 200 ||
    status === 201 ||
    (engagementStatus === 'rejected' && status >= 400 && !givenUp.has(problem ?? ''))
  );
}

/**
 * Whether an ordinary client sends the same request again: it knows nothing but HTTP and this service's word for a key
 * that is in use. A refusal that bids it wait is told again without that.
 */
export function asksToComeBack({ status, problem, retryAfterSeconds }: Told): boolean {
  return (
    status === 0 ||
    status === 202 ||
    status >= 500 ||
    (status === 429 && retryAfterSeconds !== undefined) ||
    problem === '/problems/idempotency-key-in-use'
  );
}
