import type { AttackAnswer } from './http.js';

/** What an attack expects of an answer, besides what holds of every answer. */
export interface Expectation {
  /** The statuses that will do; any, where there are none. */
  readonly statuses?: readonly number[];
  /** It waits for something on purpose. */
  readonly maySlowDown?: boolean;
  /** It is no HTTP answer of ours, or is closed without one. */
  readonly isRaw?: boolean;
}

/** What of the inside no answer may show. */
const inside =
  /node_modules|\bat .+\.[jt]s:\d+|\bPrisma|\bSELECT\b.+\bFROM\b|\bINSERT INTO\b|ECONNREFUSED|\/src\/|postgresql:\/\/|syntax error at/;

/** Those by which the service says on purpose that it can't right now. */
const intended = new Set(['/problems/overloaded', '/problems/identity-provider-unavailable']);

/**
 * What is wrong with an answer, in words.
 * @param secrets texts that belong to somebody else
 */
export function faultsOf(
  answer: AttackAnswer,
  { statuses, maySlowDown = false, isRaw = false }: Expectation,
  { secrets, slowMs }: { readonly secrets: readonly string[]; readonly slowMs: number },
): string[] {
  const { status, ms } = answer;
  return [
    ...(isServersFault(answer) ? [`answered ${status}`] : []),
    ...(status === 0 && !isRaw ? ['was not answered'] : []),
    ...(statuses?.includes(status) === false ? [`answered ${status}, not ${statuses.join(' or ')}`] : []),
    ...leaksOf(answer, secrets),
    ...(ms > slowMs && !maySlowDown ? [`took ${Math.round(ms)} ms`] : []),
    ...(isRaw || !isUnexplained(answer) ? [] : [`answered ${status} without a problem`]),
  ];
}

function isServersFault(answer: AttackAnswer): boolean {
  const isIntended = intended.has(problemOf(answer) ?? '') && 'retry-after' in answer.headers;
  return answer.status >= 500 && !isIntended;
}

function isUnexplained(answer: AttackAnswer): boolean {
  return answer.status >= 400 && answer.body !== '' && problemOf(answer) === undefined;
}

function leaksOf({ body, headers }: AttackAnswer, secrets: readonly string[]): string[] {
  const told = `${body}\n${JSON.stringify(headers)}`;
  const ofTheInside = inside.exec(told)?.[0];
  return [
    ...secrets
      .filter((secret) => told.includes(secret))
      .map((secret) => `showed what is somebody else’s: ${secret}`),
    ...(ofTheInside === undefined ? [] : [`showed something of the inside: ${ofTheInside}`]),
  ];
}

/** Undefined where it is not JSON, as what has come raw in pieces may be. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The `type` of a problem; undefined where the answer is none. */
export function problemOf({ headers, body }: AttackAnswer): string | undefined {
  if (body === '' || headers['content-type']?.startsWith('application/problem+json') !== true) {
    return undefined;
  }
  const problem = parsed(body);
  return typeof problem === 'object' &&
    problem !== null &&
    'type' in problem &&
    typeof problem.type === 'string'
    ? problem.type
    : undefined;
}
