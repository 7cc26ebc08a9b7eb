import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../local/free-port.js';
import { migrate } from '../../src/database/migrate.js';
import { createKey } from '../support/callers.js';
import { clockSkewVariable, skewedClockArguments } from '../support/clock-skew.js';
import { startPostgresProxy } from '../support/postgres-proxy.js';
import { ChaosPostgres } from './chaos-postgres.js';
import { ChaosProgram } from './chaos-program.js';
import type { ProgramName } from './chaos-script.js';
import { RATE_PER_SECOND, settings } from './chaos-settings.js';
import { runVariable, startGuard } from './guard.js';
import { LostAnswers } from './lost-answers.js';
import { observe } from './observed.js';
import { SimulatorClient } from './simulator-client.js';

const DATABASE = 'chaos';

/** The service as it is deployed, each part a process of its own. */
export interface ChaosStack {
  /** Logs, and the books of a run that failed. */
  readonly directory: string;
  readonly apiUrls: readonly [string, string];
  /** What the requests of the two apps are signed in with. */
  readonly apps: readonly { readonly authorization: string }[];
  readonly programs: ReadonlyMap<ProgramName, ChaosProgram>;
  readonly postgres: ChaosPostgres;
  /** Of PostgreSQL, on their way to APIs and workers. */
  readonly lostAnswers: LostAnswers;
  readonly simulator: SimulatorClient;
  /** Loses PostgreSQL's server; its address leads to the standby from then on. */
  failOver(): Promise<void>;
  /** Past the proxy, so that nothing is lost. */
  connect(): Promise<Client>;
  stop(): Promise<void>;
}

/** What APIs and workers have in common. */
interface Common {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clocks: ReadonlyMap<ProgramName, number>;
}

/**
 * @param clocks whose clock is wrong, and by how many milliseconds
 * @param options.standby whether PostgreSQL has a synchronous standby
 */
export async function startStack(
  clocks: ReadonlyMap<ProgramName, number>,
  { standby }: { standby: boolean },
): Promise<ChaosStack> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-chaos-'));
  // PostgreSQL may run under another account than ours, which has to pass here.
  await chmod(directory, 0o711);
  await mkdir(join(directory, 'logs'));
  const guard = startGuard(directory);
  const postgres = await ChaosPostgres.start(directory, { standby });
  await onDatabase(postgres.url('postgres'), (client) => client.query(`CREATE DATABASE ${DATABASE}`));
  await migrate(postgres.url(DATABASE));
  await onDatabase(postgres.url(DATABASE), observe);
  const apps = [];
  for (const name of ['app-1', 'app-2']) {
    apps.push((await createKey({ url: postgres.url(DATABASE) }, { name })).headers);
  }
  const lostAnswers = new LostAnswers();
  const proxy = await startPostgresProxy(postgres.url(DATABASE), {
    decide: (statement) => lostAnswers.decide(statement),
    onLost: (statement) => {
      lostAnswers.onLost(statement);
    },
  });
  const simulatorPort = await freePort();
  const simulator = simulatorProgram(directory, simulatorPort);
  await simulator.start();
  const simulatorUrl = loopback(simulatorPort);
  const ports = [await freePort(), await freePort()] as const;
  const common = {
    directory,
    clocks,
    environment: {
      ...settings,
      [runVariable]: directory,
      DATABASE_URL: proxy.url(postgres.url(DATABASE)),
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulatorUrl,
    },
  };
  const programs = new Map<ProgramName, ChaosProgram>([
    ['api-1', apiProgram('api-1', ports[0], common)],
    ['api-2', apiProgram('api-2', ports[1], common)],
    ['worker-1', workerProgram('worker-1', common)],
    ['worker-2', workerProgram('worker-2', common)],
  ]);
  await Promise.all([...programs.values()].map((program) => program.start()));
  return {
    directory,
    apps,
    programs,
    postgres,
    lostAnswers,
    apiUrls: [loopback(ports[0]), loopback(ports[1])],
    simulator: new SimulatorClient(simulatorUrl),
    failOver: async () => {
      await postgres.failOver();
      proxy.redirect(postgres.url(DATABASE));
    },
    connect: () => connectTo(postgres.url(DATABASE)),
    stop: async () => {
      await Promise.all([...programs.values(), simulator].map((program) => program.kill()));
      await proxy.close();
      await postgres.stop();
      guard.kill('SIGKILL');
    },
  };
}

function apiProgram(name: ProgramName, port: number, common: Common) {
  return new ChaosProgram({
    ...programOptions(name, common),
    file: 'dist/src/main.js',
    environment: { ...environmentOf(name, common), PORT: String(port) },
    ready: { url: `${loopback(port)}/health/live` },
  });
}

function workerProgram(name: ProgramName, common: Common) {
  return new ChaosProgram({
    ...programOptions(name, common),
    file: 'dist/src/main-worker.js',
    environment: environmentOf(name, common),
    ready: { printed: 'The worker has started' },
  });
}

function programOptions(name: ProgramName, { directory }: Common) {
  return { name, logFile: logFile(directory, name), nodeArguments: skewedClockArguments };
}

function environmentOf(name: ProgramName, { environment, clocks }: Common): Record<string, string> {
  return { ...environment, [clockSkewVariable]: String(clocks.get(name) ?? 0) };
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
