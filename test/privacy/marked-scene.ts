import { once } from 'node:events';
import type { Client } from 'pg';
import { freePort } from '../../local/free-port.js';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { createTestDatabase } from '../support/database.js';
import { type Program, startProgram } from '../support/program.js';
import { connect, waitUntil } from '../support/settled.js';

/** An API and a worker, each a process of its own, and all that is seen of them. */
export interface MarkedScene {
  readonly url: string;
  readonly port: number;
  readonly simulator: RunningSimulator;
  readonly database: Client;
  /** Another session, to hold locks with. */
  connect(): Promise<Client>;
  /** Looks at what the database shows of the statements that run, and ran last. */
  lookAtStatements(): Promise<void>;
}

/** What was seen when all was over. */
export interface SeenOutside {
  readonly output: string;
  readonly notifications: readonly string[];
  readonly statements: readonly string[];
}

/** Plays a scene at a log level, and ends the programs as an operator does. */
export async function playMarked(
  logLevel: string,
  play: (scene: MarkedScene) => Promise<void>,
  look: (database: Client, seen: SeenOutside) => Promise<void>,
): Promise<void> {
  const testDatabase = await createTestDatabase();
  const simulator = await startSimulator({ ratePerSecond: 0 });
  const database = await connect(testDatabase.url);
  const notifications: string[] = [];
  database.on('notification', ({ channel, payload }) => notifications.push(`${channel} ${payload ?? ''}`));
  await database.query('LISTEN submission_due; LISTEN engagement_status');
  const port = await freePort();
  const env = {
    LOG_LEVEL: logLevel,
    DATABASE_URL: testDatabase.url,
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    PARTNER_CENTRAL_TIMEOUT_MS: '500',
    SUBMISSION_RATE_PER_SECOND: '1000',
    // What is not done, or not known, is not tried again until the scene asks for it.
    SUBMISSION_MAX_ATTEMPTS: '1',
    SUBMISSION_GIVE_UP_HOURS: '0',
    SUBMISSION_RETRY_BASE_MS: '1',
    RECONCILIATION_DELAY_MS: '3600000',
  };
  const api = startProgram('src/main.ts', { env: { ...env, PORT: String(port), SUBMISSION_WORKER: 'off' } });
  const worker = startProgram('src/main-worker.ts', { env });
  const statements = new Set<string>();
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntil(() =>
      fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    await play({
      url,
      port,
      simulator,
      database,
      connect: () => connect(testDatabase.url),
      lookAtStatements: async () => {
        const { rows } = await database.query<{ query: string }>(
          'SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
        for (const { query } of rows) {
          statements.add(query);
        }
      },
    });
    await Promise.all([ended(api), ended(worker)]);
    await look(database, {
      output: api.output() + worker.output(),
      notifications,
      statements: [...statements],
    });
  } finally {
    for (const program of [api, worker]) {
      program.process.kill('SIGKILL');
    }
    await Promise.all([api.ended, worker.ended]);
    await database.end();
    await simulator.close();
    await testDatabase.drop();
  }
}

async function ended(program: Program): Promise<void> {
  program.process.kill('SIGTERM');
  await once(program.process, 'close');
}
