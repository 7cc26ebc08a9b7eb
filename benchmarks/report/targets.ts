import type { ContestantName } from '../contestants/contestant.js';
import type { Throughput } from '../throughput.js';
import { median } from '../statistics.js';
import { type WorkloadName, workloadNames } from '../workloads.js';

/** How the product should compare with the others: its requests a second divided by theirs, at least. */
const targets: Readonly<
  Record<(typeof workloadNames)[number], { readonly bare: number; readonly stock: number }>
> = {
  complete: { bare: 0.68, stock: 1.25 },
  incomplete: { bare: 0.68, stock: 1.25 },
  key: { bare: 0.65, stock: 1.25 },
  patch: { bare: 0.55, stock: 1.25 },
  get: { bare: 0.9, stock: 1.25 },
  list: { bare: 0.95, stock: 1.25 },
};

/** What `--check` still lets pass, as a part of the target: it is for what has become far slower, on busy machines too. */
const LEAST_PART_OF_TARGET = 0.5;

/** The most that the product may add to a call of the AWS SDK, in milliseconds at the median. */
export const SUBMIT_ADDS_AT_MOST_MS = 20;

/** The most of one core that submissions at AWS’s pace may take, in percent. */
export const PACED_AT_MOST_PERCENT = 10;

/** The most that a page may take of a million rows, compared with ten thousand. */
export const SCALE_AT_MOST = 1.5;

export interface Comparison {
  readonly workload: WorkloadName;
  readonly against: 'bare' | 'stock';
  readonly ratio: number;
  readonly target: number;
  /** What `--check` lets pass. */
  readonly bound: number;
}

/** The product beside the others, workload by workload. */
export function compare(throughput: readonly Throughput[]): Comparison[] {
  const ratesOf = (workload: WorkloadName, contestant: ContestantName) =>
    throughput.find((one) => one.workload === workload && one.contestant === contestant)?.rates ?? [];
  // Round by round, since what slows the machine down for a while slows down those that run in it.
  const ratio = (workload: WorkloadName, against: ContestantName) => {
    const others = ratesOf(workload, against);
    const ratios = ratesOf(workload, 'product').map((rate, round) => rate / (others[round] ?? Number.NaN));
    return ratios.length === 0 ? Number.NaN : median(ratios);
  };
  return workloadNames.flatMap((workload) =>
    (['bare', 'stock'] as const).map((against) => {
      const target = targets[workload][against];
      return {
        workload,
        against,
        target,
        ratio: ratio(workload, against),
        bound: target * LEAST_PART_OF_TARGET,
      };
    }),
  );
}
