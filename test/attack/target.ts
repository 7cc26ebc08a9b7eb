import { join } from 'node:path';
import { freePort } from '../../local/free-port.js';
import { startTemporaryPostgres } from '../../local/temporary-postgres.js';
import { startSimulator } from '../../simulator/simulator.js';
import { migrate } from '../../src/database/migrate.js';
import { ChaosProgram } from '../chaos/chaos-program.js';
import { startIssuer, type TestIssuer } from '../support/issuer.js';

/** The service as it is deployed, with callers that sign in, and everything that it needs. */
export interface Target {
  readonly url: string;
  readonly database: { readonly url: string };
  readonly simulatorUrl: string;
  readonly issuer: TestIssuer;
  readonly logFile: string;
  readonly api: ChaosProgram;
  /** How much memory the API's process takes. */
  memoryMB(): Promise<number>;
  stop(): Promise<void>;
}

/** @param directory where its log goes */
export async function startTarget(directory: string): Promise<Target> {
  const postgres = await startTemporaryPostgres();
  const database = { url: postgres.url('postgres') };
  await migrate(database.url);
  const simulator = await startSimulator({ ratePerSecond: 0 });
  const issuer = await startIssuer();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const metricsPort = await freePort();
  const logFile = join(directory, 'api.log');
  const api = new ChaosProgram({
    name: 'api',
    file: 'dist/src/main.js',
    nodeArguments: ['--max-semi-space-size=16', '--heap-growing-percent=50'],
    logFile,
    ready: { url: `${url}/health/live` },
    environment: {
      ...issuer.settings,
      AUTH: 'api-key,oidc',
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      DATABASE_URL: database.url,
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
      AWS_ACCESS_KEY_ID: 'simulator',
      AWS_SECRET_ACCESS_KEY: 'simulator',
      SUBMISSION_RATE_PER_SECOND: '1000',
      // The limit would answer in the place of what is tried here.
      REQUESTS_PER_MINUTE: '1000000',
      LOG_LEVEL: 'debug',
    },
  });
  await api.start();
  return {
    url,
    database,
    simulatorUrl: simulator.url,
    issuer,
    logFile,
    api,
    memoryMB: () => memoryMB(`http://127.0.0.1:${metricsPort}/metrics`),
    stop: async () => {
      await api.kill();
      await issuer.close();
      await simulator.close();
      await postgres.stop();
    },
  };
}

/** @throws where the metrics do not tell */
async function memoryMB(metricsUrl: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(text) ?? [];
  if (bytes === undefined) {
    throw new Error('The metrics do not tell how much memory there is taken.');
  }
  return Number(bytes) / 1024 ** 2;
}
