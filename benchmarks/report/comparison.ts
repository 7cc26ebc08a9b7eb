import { type ContestantName, contestantNames, contestantTitles } from '../contestants/contestant.js';
import type { Plan } from '../plan.js';
import type { MemoryUse } from '../process-usage.js';
import type { Submission } from '../submission.js';
import type { Throughput } from '../throughput.js';
import { type WorkloadName, workloadNames, workloadTitles } from '../workloads.js';
import { table } from './markdown.js';
import { type Comparison, compare, PACED_AT_MOST_PERCENT, SUBMIT_ADDS_AT_MOST_MS } from './targets.js';

/** All that `npm run bench` measures. */
export interface Result {
  readonly throughput: readonly Throughput[];
  readonly submission: Submission;
  readonly memory: Readonly<Record<ContestantName, MemoryUse>>;
}

/** The section of the page, and what is printed. */
export function describeComparison(result: Result, plan: Plan, machine: string): string {
  return [
    `${machine} ${plan.connections} connections; of ${plan.rounds} runs of ${plan.seconds} s each, taken in turns, ` +
      'the median. A ratio is the median of the rounds’ ratios, not the quotient of two medians.',
    '### Requests a second',
    rates(result.throughput),
    '### Latency and processor time',
    'Milliseconds: the median and the 99th percentile of the answers, and the processor time of the server’s process ' +
      'for each request.',
    latencies(result.throughput),
    '### Memory',
    'Of the process, after all of it.',
    memory(result.memory),
    '### Creating and submitting',
    submissions(result.submission, plan),
  ].join('\n\n');
}

function rates(throughput: readonly Throughput[]): string {
  const comparisons = compare(throughput);
  const cellsOf = (workload: WorkloadName) =>
    comparisons
      .filter((one) => one.workload === workload)
      .flatMap((one) => [one.ratio.toFixed(2), wanted(one)]);
  return table(
    ['request', ...titles, 'this : bare', 'target', 'this : stock', 'target'],
    workloadNames.map((workload) => [
      workloadTitles[workload],
      ...of(throughput, workload).map(({ perSecond }) => perSecond.toFixed(0)),
      ...cellsOf(workload),
    ]),
  );
}

const titles = contestantNames.map((name) => contestantTitles[name]);

const wanted = ({ ratio, target }: Comparison) => `≥ ${target.toFixed(2)}, ${verdict(ratio >= target)}`;

const verdict = (isMet: boolean) => (isMet ? 'met' : 'missed');

function latencies(throughput: readonly Throughput[]): string {
  return table(
    ['request', ...['p50', 'p99', 'CPU'].flatMap((what) => titles.map((title) => `${title}, ${what}`))],
    workloadNames.map((workload) => {
      const ofAll = of(throughput, workload);
      return [
        workloadTitles[workload],
        ...ofAll.map(({ p50Ms }) => p50Ms.toFixed(1)),
        ...ofAll.map(({ p99Ms }) => p99Ms.toFixed(1)),
        ...ofAll.map(({ cpuMsPerRequest }) => cpuMsPerRequest.toFixed(2)),
      ];
    }),
  );
}

/** Of a workload, in the order of the contestants. */
function of(throughput: readonly Throughput[], workload: WorkloadName): Throughput[] {
  return contestantNames.flatMap((name) =>
    throughput.filter((one) => one.workload === workload && one.contestant === name),
  );
}

function memory(use: Result['memory']): string {
  const row = (title: string, field: keyof MemoryUse) => [
    title,
    ...contestantNames.map((name) => `${use[name][field].toFixed(0)} MB`),
  ];
  return table(['memory', ...titles], [row('at most', 'peakMegabytes'), row('in the end', 'megabytes')]);
}

function submissions({ atRest, atOnce, paced }: Submission, { submission }: Plan): string {
  const { awsMs, connections } = submission;
  const added = atRest.product.p50Ms - atRest.plainSdk.p50Ms;
  const percent = 100 * paced.coreShare;
  return [
    table(
      ['', 'AWS SDK alone', 'this'],
      [
        [
          `one at a time, AWS taking ${awsMs} ms: median`,
          `${atRest.plainSdk.p50Ms.toFixed(1)} ms`,
          `${atRest.product.p50Ms.toFixed(1)} ms`,
        ],
        [
          '95th percentile',
          `${atRest.plainSdk.p95Ms.toFixed(1)} ms`,
          `${atRest.product.p95Ms.toFixed(1)} ms`,
        ],
        [
          `${connections} callers, AWS answering at once: a second`,
          atOnce.plainSdk.toFixed(0),
          atOnce.product.toFixed(0),
        ],
      ],
    ),
    `It adds ${added.toFixed(1)} ms at the median (target: at most ${SUBMIT_ADDS_AT_MOST_MS}, ` +
      `${verdict(added <= SUBMIT_ADDS_AT_MOST_MS)}). ${paced.perSecond} submissions a second, which is AWS’s quota, ` +
      `take ${percent.toFixed(1)} % of one core, API and worker in one process (target: less than ` +
      `${PACED_AT_MOST_PERCENT}, ${verdict(percent < PACED_AT_MOST_PERCENT)}). For all of these the pace is lifted.`,
  ].join('\n\n');
}
