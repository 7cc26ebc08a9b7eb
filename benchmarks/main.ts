import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from '../test/support/built-program.js';
import { type Arena, startArena } from './arena.js';
import { contestantTitles } from './contestants/contestant.js';
import { type Plan, readOptions } from './plan.js';
import { memoryUse } from './process-usage.js';
import { drawChart } from './report/chart.js';
import { describeComparison, type Result } from './report/comparison.js';
import { describeMachine } from './report/machine.js';
import { writeSection } from './report/page.js';
import { compare } from './report/targets.js';
import { measureSubmission } from './submission.js';
import { measureThroughput } from './throughput.js';
import { workloadTitles } from './workloads.js';

/**
 * `npm run bench`: how fast the product is beside the least that can be done for the same requests, and beside the
 * same parts put together without further thought.
 */

const { plan, write, check } = readOptions(process.argv.slice(2));
const arena = await startArena();
try {
  const machine = describeMachine(arena.postgresVersion);
  const result = await measure(arena, plan);
  const text = describeComparison(result, plan, machine);
  console.log(`\n${text}`);
  if (write) {
    await writeSection('comparison', `![Requests a second](benchmarks.svg)\n\n${text}`);
    await writeFile(join(project, 'docs', 'benchmarks.svg'), drawChart(result.throughput));
  }
  if (check) {
    checkBounds(result);
  }
} finally {
  await arena.stop();
}

async function measure(running: Arena, extent: Plan): Promise<Result> {
  const throughput = await measureThroughput(running, extent);
  const submission = await measureSubmission(running, extent);
  const [bare, stock, product] = running.contestants;
  const memory = { bare: memoryUse(bare.pid), stock: memoryUse(stock.pid), product: memoryUse(product.pid) };
  return { throughput, submission, memory };
}

function checkBounds({ throughput }: Result): void {
  for (const { workload, against, ratio, bound } of compare(throughput)) {
    // Written so that what was not measured fails too.
    if (!(ratio >= bound)) {
      console.error(
        `Too slow: ${workloadTitles[workload]} has ${ratio.toFixed(2)} of the requests a second that ` +
          `${contestantTitles[against]} has; at least ${bound.toFixed(2)} are expected.`,
      );
      process.exitCode = 1;
    }
  }
}
