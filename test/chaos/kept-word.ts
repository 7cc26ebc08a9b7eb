import type { CallerAccount, Told } from './books.js';

/** A problem that nothing was saved for: each repeat is judged anew. */
const unsaved: ReadonlySet<string> = new Set([
  '/problems/already-submitted',
  '/problems/idempotency-key-in-use',
  '/problems/database-unavailable',
  // Of an API, too, that has just been stopped for seconds: its event loop was late.
  '/problems/overloaded',
]);

/** Where the answers under one Idempotency-Key do not fit together. */
export function brokenWords({ told }: CallerAccount): string[] {
  const keyed = told.filter(({ key, status }) => key !== undefined && status > 0);
  return [...Map.groupBy(keyed, ({ key }) => key)].flatMap(([key = '', answers]) => [
    ...changed(key, answers),
    ...withdrawn(key, answers),
    ...begunTwice(key, answers),
    ...answers
      .filter(
        ({ final, replayed, retryAfterSeconds }) => final && replayed && retryAfterSeconds !== undefined,
      )
      .map(() => `the final answer to ${key} bids its caller come back`),
  ]);
}

/**
 * Refusals that end the work of a key without being kept for it: another content has been submitted meanwhile, or the
 * engagement was given another one after the work was given up.
 */
const overtaken: ReadonlySet<string> = new Set([
  '/problems/engagement-not-editable',
  '/problems/idempotency-key-reused',
]);

/** The keys whose caller was told that the work is open, and never what came of it. */
export function openWords({ told }: CallerAccount): string[] {
  const keyed = told.filter(({ key }) => key !== undefined);
  return [...Map.groupBy(keyed, ({ key }) => key)].flatMap(([key = '', answers]) =>
    answers.some(isOpen) && !answers.some(isEnd) ? [key] : [],
  );
}

function isEnd({ final, problem }: Told): boolean {
  return final !== undefined || overtaken.has(problem ?? '');
}

function isOpen({ status }: Told): boolean {
  return [202, 502, 504].includes(status);
}

function changed(key: string, answers: readonly Told[]): string[] {
  const [first, other] = new Set(answers.flatMap(({ final }) => final ?? []));
  return first === undefined || other === undefined
    ? []
    : [`the final answer to ${key} has changed: ${first} --- ${other}`];
}

/** What was said for good before a later request was even sent, and what that was answered. */
function withdrawn(key: string, answers: readonly Told[]): string[] {
  const finals = answers.filter(({ final }) => final !== undefined);
  return answers
    .filter(({ final, problem }) => final === undefined && !unsaved.has(problem ?? ''))
    .filter((later) => finals.some(({ receivedAt }) => receivedAt < later.sentAt))
    .slice(0, 1)
    .map(({ status, problem }) => `after the final answer to ${key} came ${status} ${problem ?? ''}`);
}

/** Work is begun by one request, and every other one under its key is told that it repeats it. */
function begunTwice(key: string, answers: readonly Told[]): string[] {
  const begun = answers.filter(
    ({ replayed, status, engagementId, problem }) =>
      !replayed &&
      status > 0 &&
      engagementId !== undefined &&
      !unsaved.has(problem ?? '') &&
      !overtaken.has(problem ?? ''),
  );
  return begun.length > 1 ? [`the work of ${key} was begun ${begun.length} times`] : [];
}
