import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startTemporaryPostgres } from '../local/temporary-postgres.js';
import { type RunningSimulator, startSimulator } from '../simulator/simulator.js';
import { startRunGuard } from '../test/support/run-guard.js';
import {
  benchCredentials,
  type Contestant,
  type ContestantName,
  startContestant,
} from './contestants/contestant.js';
import { createDatabase, serverVersion } from './database.js';
import { OrderTaker } from './driver/order-taker.js';

/** All processes of a comparison. This one only waits while they work, and is the simulated AWS. */
export interface Arena {
  readonly contestants: readonly [bare: Contestant, stock: Contestant, product: Contestant];
  readonly product: Contestant;
  /** Where the requests come from. */
  readonly driver: OrderTaker;
  /** Calls of the AWS SDK alone. */
  readonly plainSdk: OrderTaker;
  readonly simulator: RunningSimulator;
  readonly postgresVersion: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL that waits for the disk as in production, and the contestants, each with a database of its own. */
export async function startArena(): Promise<Arena> {
  const callGuardOff = startRunGuard();
  const postgres = await startTemporaryPostgres(true);
  const simulator = await startSimulator({ ratePerSecond: 0 });
  const logs = join(postgres.directory, 'logs');
  await mkdir(logs);
  const start = async (name: ContestantName) => {
    const databaseUrl = await createDatabase(postgres, name);
    const around = { databaseUrl, simulatorUrl: simulator.url, logFile: join(logs, `${name}.log`) };
    return startContestant(name, around);
  };
  const [bare, stock, product] = [await start('bare'), await start('stock'), await start('product')];
  const driver = new OrderTaker('benchmarks/driver/main.ts');
  const plainSdk = new OrderTaker('benchmarks/contestants/plain-sdk.ts', [simulator.url], benchCredentials);
  return {
    contestants: [bare, stock, product],
    product,
    driver,
    plainSdk,
    simulator,
    postgresVersion: await serverVersion(postgres.url('postgres')),
    stop: async () => {
      await Promise.all([bare, stock, product, driver, plainSdk].map((part) => part.stop()));
      await simulator.close();
      await postgres.stop();
      callGuardOff();
    },
  };
}
