import { RECONCILIATION_DELAY_MS } from './chaos-settings.js';
import type { Random } from './random.js';

export const callerKinds = [
  /** Creates and submits in one call, and waits for the outcome. */
  'one-call',
  /** The same without waiting: it polls. */
  'polls',
  /** Saves a draft, then submits it. */
  'draft-first',
  /** Saves a draft, then submits it through both APIs at once, with two keys. */
  'submits-twice',
  /** Creates and submits through both APIs at once, with one key. */
  'creates-twice',
  /** Creates and submits, and goes as soon as it was told that it will be done. */
  'walks-away',
  /** Hangs up in the middle of its request and never comes back. */
  'hangs-up',
] as const;
export type CallerKind = (typeof callerKinds)[number];

/** Callers that do not stay to see their engagement submitted. */
export const leavers: ReadonlySet<string> = new Set<CallerKind | 'puts-and-hangs-up'>([
  'walks-away',
  'hangs-up',
  'puts-and-hangs-up',
]);

/** What a caller wants and how it goes about it. */
export interface CallerPlan {
  readonly kind: CallerKind;
  /** Nobody else's, so that the ledger can be read by it. */
  readonly title: string;
  readonly externalRef?: string;
  /** Which of the two apps it belongs to, each of which signs in with a key of its own. */
  readonly app: 0 | 1;
  /** Its first API. */
  readonly api: 0 | 1;
  /**
   * How long an operator, who watches its engagement from the moment on that there is one, looks on while it is
   * unresolved, in milliseconds. Missing: there is none.
   */
  readonly operatorPatienceMs?: number;
  /** For `hangs-up`: after how many milliseconds. */
  readonly hangUpMs: number;
  /** Of its idempotency keys and its waits. */
  readonly seed: number;
}

/** Plans the run's caller of this number. */
export function planCaller(runSeed: number, index: number, random: Random): CallerPlan {
  const title = `Chaos ${runSeed}-${String(index).padStart(5, '0')}`;
  return {
    title,
    kind: random.pick([
      ['one-call', 25],
      ['polls', 20],
      ['draft-first', 20],
      ['submits-twice', 12],
      ['creates-twice', 12],
      ['walks-away', 8],
      ['hangs-up', 3],
    ]),
    // Without one, nothing but the Idempotency-Key stands between a repeated request and a second engagement.
    ...(random.chance(0.5) ? { externalRef: `chaos-${runSeed}-${index}` } : {}),
    app: random.chance(0.5) ? 0 : 1,
    api: random.chance(0.5) ? 0 : 1,
    operatorPatienceMs: random.pick<number | undefined>([
      [0, 2],
      // So that it comes when the service looks it up by itself.
      [RECONCILIATION_DELAY_MS - 500, 3],
      [undefined, 3],
    ]),
    hangUpMs: random.between(0, 60),
    seed: random.seed(),
  };
}
