import type { CallerAccount, Finding } from './books.js';
import { textAt, valueAt } from './json.js';
import type { ChaosOptions } from './options.js';
import type { ChaosResult } from './run.js';

/** The most findings that are printed; all of them are in the file. */
const MOST_PRINTED = 50;

/** A run's figures and findings as text, for people. */
export function reportOf(options: ChaosOptions, result: ChaosResult, findings: readonly Finding[]): string {
  const count = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind).length;
  return [
    '',
    'Faults survived',
    ...table([...result.faults].filter(([, times]) => times > 0)),
    '',
    'The books',
    ...table(figures(result)),
    '',
    ...unexpected(result),
    ...findings
      .slice(0, MOST_PRINTED)
      .map(({ kind, title, what }) => `${kind.toUpperCase()}  ${title}: ${what}`),
    ...(findings.length > MOST_PRINTED ? [`… and ${findings.length - MOST_PRINTED} more`] : []),
    ...result.troubles.map((trouble) => `TROUBLE  ${trouble}`),
    `seed ${options.seed}: ${count('lost')} lost, ${count('doubled')} doubled, ${count('contradictory')} contradictory`,
  ].join('\n');
}

function figures(result: ChaosResult): [string, number][] {
  const { books, calls, throttled, takenUpInLookUp, durationMs } = result;
  const events = books.engagements.flatMap((engagement) => engagement.events);
  const puts = books.callers.filter(({ put }) => put !== undefined);
  const told = books.callers.flatMap((caller) => caller.told);
  const ofType = (type: string) => events.filter((event) => event.type === type);
  const takeUps = ofType('submit-requested').filter(({ details }) => valueAt(details, 'again') === true);
  const decisions = Map.groupBy(
    ofType('reconciliation'),
    ({ details }) => textAt(details, 'decision') ?? '?',
  );
  return [
    ['callers', books.callers.length],
    ['… who put by their own id', puts.length],
    ['… told that AWS has other content', puts.filter(isTurnedAway).length],
    ['engagements in the database', books.engagements.length],
    ['engagements in Partner Central', books.ledger.length],
    [
      'submissions, with those after a definite no',
      books.engagements.flatMap((one) => one.submissions).length,
    ],
    ['requests of callers', told.length],
    ['… without an answer', told.filter(({ status }) => status === 0).length],
    ['… answered 503', told.filter(({ status }) => status === 503).length],
    ['CreateEngagement calls', calls],
    ['… throttled by the rate, not by a fault', throttled],
    ['attempts', ofType('attempt-started').length],
    ['… lost with their process', ofType('attempt-lost').length],
    ...[...decisions].map(([decision, { length }]): [string, number] => [`reconciled: ${decision}`, length]),
    ['operators’ submits of what was unresolved', takeUps.length],
    ['… while it was being looked up', takenUpInLookUp],
    [
      'final answers told again',
      told.filter(({ final, replayed }) => final !== undefined && replayed).length,
    ],
    ['seconds', Math.round(durationMs / 1000)],
  ];
}

function isTurnedAway({ told }: CallerAccount): boolean {
  return told.some(({ problem, retry }) => problem === '/problems/engagement-not-editable' && retry === 'no');
}

/** Answers that a good service would not give, whatever happens to it. */
function unexpected({ books }: ChaosResult): string[] {
  const odd = books.callers
    .flatMap(({ told }) => told)
    .filter(
      ({ status, problem, engagementStatus }) =>
        status >= 400 &&
        status !== 503 &&
        problem !== '/problems/idempotency-key-in-use' &&
        engagementStatus === undefined,
    )
    .map(
      ({ status, problem, request }) =>
        `${status} ${problem ?? '?'} to ${request.replace(/[0-9a-f-]{36}/, '{id}')}`,
    );
  return [...Map.groupBy(odd, (text) => text)].map(
    ([text, { length }]) => `NOTICE  ${length} unexpected answers: ${text}`,
  );
}

function table(rows: readonly (readonly [string, number])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${String(value).padStart(6)}`);
}
