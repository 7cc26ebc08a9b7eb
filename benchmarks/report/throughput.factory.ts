import { contestantNames } from '../contestants/contestant.js';
import type { Throughput } from '../throughput.js';
import { workloadNames } from '../workloads.js';

/** All that is measured of requests, at these rates in every workload. */
export function throughputAt(rates: { bare: number; stock: number; product: number }): Throughput[] {
  return workloadNames.flatMap((workload) =>
    contestantNames.map((contestant) => ({
      workload,
      contestant,
      perSecond: rates[contestant],
      rates: [rates[contestant]],
      p50Ms: 1,
      p99Ms: 2,
      cpuMsPerRequest: 0.5,
    })),
  );
}
