import { startTemporaryPostgres } from '../local/temporary-postgres.js';
import { type RunningSimulator, startSimulator } from '../simulator/simulator.js';
import { migrate } from '../src/database/migrate.js';
import { buildPrograms } from '../test/support/build-programs.js';
import { addressOf, type Program, startProgram } from '../test/support/program.js';
import { startRunGuard } from '../test/support/run-guard.js';

/** PostgreSQL, a simulator, and processes of ours against them: what every benchmark needs. */
export interface BenchStack {
  readonly simulator: RunningSimulator;
  readonly databaseUrl: string;
  /** Starts an API, and waits until it listens. */
  startApi(settings?: Record<string, string>): Promise<{ url: string; pid: number }>;
  /** Starts a worker, and waits until it has started. */
  startWorker(settings?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

/** @param ratePerSecond what the simulator enforces in any sliding second; 0 is no limit */
export async function startBenchStack(ratePerSecond: number): Promise<BenchStack> {
  await buildPrograms();
  const postgres = await startTemporaryPostgres(true);
  const callGuardOff = startRunGuard();
  const databaseUrl = postgres.url('postgres');
  await migrate(databaseUrl);
  const simulator = await startSimulator({ ratePerSecond });
  const programs: Program[] = [];
  const start = (source: string, settings: Record<string, string>): Program => {
    const program = startProgram(source, {
      env: {
        DATABASE_URL: databaseUrl,
        AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
        AWS_ACCESS_KEY_ID: 'AKIDBENCH',
        AWS_SECRET_ACCESS_KEY: 'secret',
        PORT: '0',
        ...settings,
      },
    });
    programs.push(program);
    return program;
  };
  return {
    simulator,
    databaseUrl,
    startApi: async (settings = {}) => {
      const api = start('src/main.ts', settings);
      return { url: await addressOf(api), pid: api.process.pid ?? 0 };
    },
    startWorker: async (settings = {}) => {
      await start('src/main-worker.ts', settings).printed('The worker has started');
    },
    stop: async () => {
      for (const program of programs) {
        program.process.kill('SIGTERM');
      }
      await Promise.all(programs.map(({ ended }) => ended));
      await simulator.close();
      await postgres.stop();
      callGuardOff();
    },
  };
}
