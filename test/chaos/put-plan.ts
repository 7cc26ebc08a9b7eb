import type { Random } from './random.js';
import { variantName } from './variants.js';

/** What somebody who puts an engagement by their own id wants, and how they go about it. */
export interface PutPlan {
  /** That of all who put by the same reference. */
  readonly title: string;
  readonly externalRef: string;
  /** What it is to hold. */
  readonly variant: string;
  readonly submit: 'true' | 'ifReady' | 'false';
  /** Whether it sends an Idempotency-Key, which this is the beginning of. */
  readonly key?: string;
  readonly prefer?: string;
  /** Whether it looks for the outcome by `GET` with `Prefer: wait`, and not by putting again. */
  readonly waitsByGet: boolean;
  readonly app: 0 | 1;
  readonly api: 0 | 1;
  /** After how many milliseconds it comes, counted from the first one. */
  readonly delayMs: number;
  /** Hangs up after so many milliseconds, and never comes back. */
  readonly hangUpMs?: number;
  readonly seed: number;
}

/** Plans those who put by one external reference at once: the same content, or different ones. */
export function planPuts(runSeed: number, index: number, random: Random): readonly PutPlan[] {
  const { people, variants } = random.pick([
    [{ people: 1, variants: 1 }, 2],
    [{ people: random.between(2, 5), variants: 1 }, 4],
    [{ people: 10, variants: 1 }, 1],
    [{ people: random.between(2, 6), variants: random.between(2, 4) }, 5],
  ]);
  const app = random.chance(0.5) ? 0 : 1;
  return Array.from({ length: people }, (_, nth) => ({
    title: `Chaos ${runSeed}-by-ref-${String(index).padStart(4, '0')}`,
    externalRef: `chaos/${runSeed}-${index} ä`,
    variant: variantName(nth % variants),
    app,
    ...planManner(nth === 0, random),
    ...(random.chance(0.5) ? { key: `put-${runSeed}-${index}-${nth}` } : {}),
    seed: random.seed(),
  }));
}

/** The first one keeps at it, so that something comes of it. */
function planManner(keepsAtIt: boolean, random: Random) {
  const submit = random.pick<PutPlan['submit']>([
    ['true', 7],
    ['ifReady', 2],
    ['false', 1],
  ]);
  const hangsUp = random.chance(0.1);
  return {
    submit: keepsAtIt ? 'true' : submit,
    prefer: random.pick([
      [undefined, 2],
      ['respond-async', 1],
      ['wait=3', 1],
    ]),
    waitsByGet: random.chance(0.4),
    api: random.chance(0.5) ? 0 : 1,
    // Most come at once, and some when the others are in the middle of it.
    delayMs: random.chance(0.6) ? 0 : random.between(0, 1500),
    ...(hangsUp && !keepsAtIt ? { hangUpMs: random.between(0, 60) } : {}),
  } as const;
}
