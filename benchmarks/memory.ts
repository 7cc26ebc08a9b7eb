import { join } from 'node:path';
import { startTemporaryPostgres } from '../local/temporary-postgres.js';
import { startSimulator } from '../simulator/simulator.js';
import { startRunGuard } from '../test/support/run-guard.js';
import { type Contestant, startContestant } from './contestants/contestant.js';
import { createDatabase } from './database.js';
import { OrderTaker } from './driver/order-taker.js';
import { memoryUse } from './process-usage.js';
import { seed } from './seed.js';
import { type WorkloadName, workloadNames } from './workloads.js';

/**
 * `npm run bench:memory`: how much memory the product takes in ten minutes of as many requests as it can answer, of each
 * kind in turns, submissions among them.
 */

const MINUTES = 10;
const CONNECTIONS = 32;
const ROWS = 4096;
/** Of each kind. Seven of them are half a minute. */
const SECONDS = 4;

const kinds: readonly WorkloadName[] = [...workloadNames, 'submit'];

const callGuardOff = startRunGuard();
const postgres = await startTemporaryPostgres(true);
const simulator = await startSimulator({ ratePerSecond: 0 });
const driver = new OrderTaker('benchmarks/driver/main.ts');
const product = await startContestant('product', {
  databaseUrl: await createDatabase(postgres, 'product'),
  simulatorUrl: simulator.url,
  logFile: join(postgres.directory, 'product.log'),
});
try {
  tell('idle', product);
  const ends = performance.now() + MINUTES * 60_000;
  for (let round = 1; performance.now() < ends; round += 1) {
    await everyKind(product, round);
    // What it holds in memory is this process's, but it fills the machine's.
    await simulator.reset();
    tell(`round ${round}`, product);
  }
} finally {
  await product.stop();
  await driver.stop();
  await simulator.close();
  await postgres.stop();
  callGuardOff();
}

async function everyKind(
  { url, headers, draftsPath, databaseUrl }: Contestant,
  round: number,
): Promise<void> {
  for (const [index, workload] of kinds.entries()) {
    const ids = await seed(databaseUrl, ROWS);
    const first = (round * kinds.length + index) * 1_000_000;
    const scope = {
      workload,
      url,
      headers,
      draftsPath,
      ids,
      connections: CONNECTIONS,
      seconds: SECONDS,
      first,
    };
    await driver.carryOut({ do: 'load', ...scope });
  }
}

function tell(when: string, { pid }: Contestant): void {
  const { megabytes, peakMegabytes } = memoryUse(pid);
  console.log(`${when}: ${megabytes.toFixed(0)} MB, ${peakMegabytes.toFixed(0)} at most`);
}
