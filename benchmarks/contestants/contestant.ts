import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../local/free-port.js';
import { createKey } from '../../test/support/callers.js';
import { project } from '../../test/support/built-program.js';
import { ownEnvironment } from '../../test/support/program.js';
import { typescript } from '../driver/order-taker.js';

export const contestantNames = ['bare', 'stock', 'product'] as const;
export type ContestantName = (typeof contestantNames)[number];

export const contestantTitles: Readonly<Record<ContestantName, string>> = {
  bare: 'bare',
  stock: 'stock',
  product: 'this',
};

/** A server that answers the workloads, in a process of its own. */
export interface Contestant {
  readonly name: ContestantName;
  readonly url: string;
  readonly pid: number;
  readonly databaseUrl: string;
  /** Where it takes drafts that are not complete. */
  readonly draftsPath: string;
  /** What its requests are signed in with. */
  readonly headers: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface Surroundings {
  readonly databaseUrl: string;
  readonly simulatorUrl: string;
  readonly logFile: string;
}

interface Start {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly draftsPath: string;
}

/** Who makes the requests. */
export const BENCH_CALLER = 'bench';

/** Starts one, and waits until it answers. */
export async function startContestant(name: ContestantName, around: Surroundings): Promise<Contestant> {
  const port = await freePort();
  const { args, environment, draftsPath } = starts[name](around, String(port));
  const log = await open(around.logFile, 'w');
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...ownEnvironment(), NODE_ENV: 'production', ...environment },
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const url = `http://127.0.0.1:${port}`;
  const exited = once(child, 'exit');
  await Promise.race([
    untilItAnswers(`${url}/health/live`),
    exited.then(() => {
      throw new Error(`${name} ended while it started; see ${around.logFile}`);
    }),
  ]);
  return {
    name,
    url,
    draftsPath,
    headers: name === 'product' ? await signIn(around.databaseUrl) : {},
    databaseUrl: around.databaseUrl,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const starts: Readonly<Record<ContestantName, (around: Surroundings, port: string) => Start>> = {
  bare: (around, port) => ofOurs('bare', around, port),
  stock: (around, port) => ofOurs('stock', around, port),
  // As `npm run start:prod` does, with every setting's default but these.
  product: ({ databaseUrl, simulatorUrl }, port) => ({
    args: [
      '--enable-source-maps',
      '--max-semi-space-size=16',
      '--heap-growing-percent=50',
      'dist/src/main.js',
    ],
    environment: {
      PORT: port,
      DATABASE_URL: databaseUrl,
      AUTH: 'api-key',
      // More than any round has.
      REQUESTS_PER_MINUTE: '1000000',
      SUBMISSION_RATE_PER_SECOND: '1000',
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulatorUrl,
      ...benchCredentials,
    },
    draftsPath: '/engagements',
  }),
};

async function signIn(databaseUrl: string): Promise<Record<string, string>> {
  const { headers } = await createKey({ url: databaseUrl }, { name: BENCH_CALLER });
  return { ...headers };
}

/** What the SDK signs calls to the simulator with. */
export const benchCredentials = { AWS_ACCESS_KEY_ID: 'AKIDBENCH', AWS_SECRET_ACCESS_KEY: 'secret' };

function ofOurs(folder: string, { databaseUrl }: Surroundings, port: string): Start {
  const source = join('benchmarks/contestants', folder, 'main.ts');
  return { args: [...typescript, source, databaseUrl, port], environment: {}, draftsPath: '/drafts' };
}

async function untilItAnswers(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) {
      return;
    }
    await delay(50);
  }
}
