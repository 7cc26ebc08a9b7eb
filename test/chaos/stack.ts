import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../local/free-port.js';
import { migrate } from '../../src/database/migrate.js';
import { ChaosPostgres } from './chaos-postgres.js';
import { ChaosProgram } from './chaos-program.js';
import type { ProgramName } from './chaos-script.js';
import { runVariable, startGuard } from './guard.js';
import { SimulatorClient } from './simulator-client.js';

const DATABASE = 'chaos';

/** Well above what the load needs, so that the faults set the pace. */
const RATE_PER_SECOND = 80;

/** The service as it is deployed, each part a process of its own. */
export interface ChaosStack {
  /** Logs, and the books of a run that failed. */
  readonly directory: string;
  readonly apiUrls: readonly [string, string];
  readonly programs: ReadonlyMap<ProgramName, ChaosProgram>;
  readonly postgres: ChaosPostgres;
  readonly simulator: SimulatorClient;
  connect(): Promise<Client>;
  stop(): Promise<void>;
}

export async function startStack(): Promise<ChaosStack> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-chaos-'));
  // PostgreSQL may run under another account than ours, which has to pass here.
  await chmod(directory, 0o711);
  await mkdir(join(directory, 'logs'));
  const guard = startGuard(directory);
  const postgres = await ChaosPostgres.start(join(directory, 'postgres'));
  await onDatabase(postgres.url('postgres'), (client) => client.query(`CREATE DATABASE ${DATABASE}`));
  await migrate(postgres.url(DATABASE));
  const simulatorPort = await freePort();
  const simulator = simulatorProgram(directory, simulatorPort);
  await simulator.start();
  const simulatorUrl = loopback(simulatorPort);
  const ports = [await freePort(), await freePort()] as const;
  const common = {
    ...settings,
    [runVariable]: directory,
    DATABASE_URL: postgres.url(DATABASE),
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulatorUrl,
  };
  const programs = new Map<ProgramName, ChaosProgram>([
    ['api-1', apiProgram('api-1', directory, ports[0], common)],
    ['api-2', apiProgram('api-2', directory, ports[1], common)],
    ['worker-1', workerProgram('worker-1', directory, common)],
    ['worker-2', workerProgram('worker-2', directory, common)],
  ]);
  await Promise.all([...programs.values()].map((program) => program.start()));
  return {
    directory,
    programs,
    postgres,
    apiUrls: [loopback(ports[0]), loopback(ports[1])],
    simulator: new SimulatorClient(simulatorUrl),
    connect: () => connectTo(postgres.url(DATABASE)),
    stop: async () => {
      await Promise.all([...programs.values(), simulator].map((program) => program.kill()));
      await postgres.stop();
      guard.kill('SIGKILL');
    },
  };
}

/**
 * What an attempt and the longest delay of the simulator take together stays well below the delay of
 * reconciliation: a call that is still under way can't be said not to have created anything.
 */
const settings = {
  PARTNER_CENTRAL_TIMEOUT_MS: '1000',
  RECONCILIATION_DELAY_MS: '5000',
  SUBMISSION_RATE_PER_SECOND: String(RATE_PER_SECOND),
  SUBMISSION_RETRY_BASE_MS: '100',
  // Few, so that many come to their end.
  SUBMISSION_MAX_ATTEMPTS: '3',
  AWS_ACCESS_KEY_ID: 'AKIDTEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

function apiProgram(name: ProgramName, directory: string, port: number, common: Record<string, string>) {
  return new ChaosProgram({
    name,
    file: 'dist/src/main.js',
    environment: { ...common, PORT: String(port) },
    logFile: logFile(directory, name),
    ready: { url: `${loopback(port)}/health/live` },
  });
}

function workerProgram(name: ProgramName, directory: string, common: Record<string, string>) {
  return new ChaosProgram({
    name,
    file: 'dist/src/main-worker.js',
    environment: common,
    logFile: logFile(directory, name),
    ready: { printed: 'dependencies initialized' },
  });
}

/** AWS: never killed, and with leeway for those who keep to their rate. */
function simulatorProgram(directory: string, port: number) {
  return new ChaosProgram({
    name: 'simulator',
    file: 'dist/simulator/main.js',
    environment: {
      [runVariable]: directory,
      SIMULATOR_PORT: String(port),
      SIMULATOR_RATE_PER_SECOND: String(RATE_PER_SECOND),
      SIMULATOR_STATE_FILE: '',
    },
    logFile: logFile(directory, 'simulator'),
    ready: { url: `${loopback(port)}/_simulator/health` },
  });
}

function logFile(directory: string, name: string): string {
  return join(directory, 'logs', `${name}.log`);
}

function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function connectTo(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

async function onDatabase(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = await connectTo(url);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
