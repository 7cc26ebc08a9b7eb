import type { Arena } from './arena.js';
import type { LoadOrder } from './driver/orders.js';
import type { Plan } from './plan.js';
import { cpuSeconds } from './process-usage.js';
import { seed } from './seed.js';
import { median, percentile } from './statistics.js';

/** What creating and submitting costs, beside a call of the AWS SDK that nothing is done around. */
export interface Submission {
  readonly atRest: { readonly product: Latencies; readonly plainSdk: Latencies };
  /** How many a second with AWS answering at once. */
  readonly atOnce: { readonly product: number; readonly plainSdk: number };
  readonly paced: {
    readonly perSecond: number;
    /** The share of one core that the product's process took. */
    readonly coreShare: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
  };
}

export interface Latencies {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Measures submissions one by one, many at once, and at AWS's own pace. */
export async function measureSubmission(arena: Arena, plan: Plan): Promise<Submission> {
  await seed(arena.product.databaseUrl, plan.rows);
  const atOnce = await measureAtOnce(arena, plan);
  await arena.simulator.reset();
  await seed(arena.product.databaseUrl, plan.rows);
  arena.simulator.addFault({ kind: 'delay', delayMs: plan.submission.awsMs });
  const atRest = await measureAtRest(arena, plan);
  const paced = await measurePaced(arena, plan);
  await arena.simulator.reset();
  return { atRest, atOnce, paced };
}

/** It comes first, as it warms up both sides. */
async function measureAtOnce(
  { product, driver, plainSdk }: Arena,
  plan: Plan,
): Promise<Submission['atOnce']> {
  const { connections } = plan.submission;
  let first = 0;
  const order = (seconds: number): LoadOrder => ({
    do: 'load',
    workload: 'submit',
    url: product.url,
    headers: product.headers,
    draftsPath: product.draftsPath,
    ids: [],
    connections,
    seconds,
    first: (first += 1_000_000),
  });
  const rates: Record<'product' | 'plainSdk', number[]> = { product: [], plainSdk: [] };
  await driver.carryOut(order(plan.warmUpSeconds));
  await plainSdk.carryOut(order(plan.warmUpSeconds));
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const [name, side] of [['product', driver] as const, ['plainSdk', plainSdk] as const]) {
      const { count, seconds } = await side.carryOut(order(plan.seconds));
      rates[name].push(count / seconds);
    }
  }
  console.log(`Submissions, ${connections} at once: ${JSON.stringify(rates)} a second`);
  return { product: median(rates.product), plainSdk: median(rates.plainSdk) };
}

async function measureAtRest(
  { product, driver, plainSdk }: Arena,
  plan: Plan,
): Promise<Submission['atRest']> {
  const { atRest: count, pauseMs } = plan.submission;
  const latencies: Record<'product' | 'plainSdk', number[]> = { product: [], plainSdk: [] };
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const [name, side] of [['product', driver] as const, ['plainSdk', plainSdk] as const]) {
      const measured = await side.carryOut({
        do: 'at-rest',
        url: product.url,
        headers: product.headers,
        count,
        pauseMs,
      });
      latencies[name].push(...measured.latencies);
    }
  }
  const result = { product: latenciesOf(latencies.product), plainSdk: latenciesOf(latencies.plainSdk) };
  console.log(`Submissions, at rest: ${JSON.stringify(result)}`);
  return result;
}

function latenciesOf(latencies: readonly number[]): Latencies {
  const sorted = latencies.toSorted((a, b) => a - b);
  return { p50Ms: percentile(sorted, 0.5), p95Ms: percentile(sorted, 0.95) };
}

async function measurePaced({ product, driver }: Arena, plan: Plan): Promise<Submission['paced']> {
  const { perSecond, pacedSeconds } = plan.submission;
  const before = cpuSeconds(product.pid);
  const { seconds, latencies } = await driver.carryOut({
    do: 'paced',
    url: product.url,
    headers: product.headers,
    perSecond,
    seconds: pacedSeconds,
  });
  const coreShare = (cpuSeconds(product.pid) - before) / seconds;
  console.log(`Submissions, ${perSecond} a second: ${(100 * coreShare).toFixed(1)} % of a core`);
  return { perSecond, coreShare, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
}
