import { once } from 'node:events';
import { createServer } from 'node:net';
import type { NewFault } from '../../simulator/faults/fault.js';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { createTestDatabase } from '../support/database.js';
import { listen } from '../support/listen.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { waitUntil } from '../support/settled.js';
import { type LossyProxy, startLossyProxy } from './lossy-proxy.js';

/** An API and a worker of its own, each a process, whose AWS and network have every fault that there is. */
export interface StormyStack {
  /** Where callers reach the API: through a proxy that loses answers. */
  readonly url: string;
  readonly simulator: RunningSimulator;
  readonly proxy: LossyProxy;
  /**
   * Kills the API and the worker by turns, with `kill -9`, as AWS gets more and more engagements.
   * @param delivering what brings so many of them there
   * @returns how often it has killed, as soon as that is over
   */
  killDuring(delivering: Promise<unknown>, engagements: number): Promise<number>;
  /** The kinds of faults that have struck no call yet. */
  unstruck(): Promise<string[]>;
  close(): Promise<void>;
}

const settings = {
  AWS_ACCESS_KEY_ID: 'AKIDTEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
  SUBMISSION_LEASE_MS: '1000',
  SUBMISSION_RETRY_BASE_MS: '100',
  RECONCILIATION_DELAY_MS: '500',
  PARTNER_CENTRAL_TIMEOUT_MS: '1000',
};

/** Every kind of fault; those errors that pass. */
const faults: readonly NewFault[] = [
  { kind: 'error', times: 2, error: { name: 'ThrottlingException', message: 'Rate exceeded' } },
  { kind: 'error', times: 3, error: { name: 'InternalServerException', message: 'Oops' } },
  { kind: 'error', times: 1, error: { name: 'ExpiredTokenException', message: 'Expired' } },
  { kind: 'delay', times: 3, delayMs: 500 },
  { kind: 'delay', times: 2, delayMs: 1500 },
  { kind: 'hang', times: 2 },
  { kind: 'reset-before', times: 3 },
  { kind: 'reset-after', times: 4 },
  { kind: 'html', times: 2 },
  { kind: 'html', times: 2, when: 'after' },
  { kind: 'garbage', times: 3 },
  { kind: 'late', times: 2, delayMs: 1500 },
];

export async function startStormyStack(): Promise<StormyStack> {
  const database = await createTestDatabase();
  const simulator = await startSimulator();
  faults.forEach((fault, index) => {
    simulator.addFault({ operation: 'CreateEngagement', probability: 0.3, seed: index + 1, ...fault });
  });
  const env = {
    ...settings,
    DATABASE_URL: database.url,
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
    PORT: String(await freePort()),
  };
  const programs: { api: Program; worker: Program } = {
    api: startProgram('src/main.ts', { env }),
    worker: startProgram('src/main-worker.ts', { env }),
  };
  const url = await addressOf(programs.api);
  const proxy = await startLossyProxy(() => url);
  const kill = async (which: keyof typeof programs) => {
    programs[which].process.kill('SIGKILL');
    await programs[which].ended;
  };
  return {
    url: proxy.url,
    simulator,
    proxy,
    killDuring: async (delivering, engagements) => {
      const over = new AbortController();
      const end = () => {
        over.abort();
      };
      delivering.then(end, end);
      let kills = 0;
      for (let turn = 1; turn <= 4; turn += 1) {
        await waitUntil(
          () => over.signal.aborted || simulator.ledger().engagements.length >= (turn * engagements) / 5,
        );
        if (over.signal.aborted) {
          break;
        }
        kills += 1;
        if (turn % 2 === 1) {
          await kill('api');
          programs.api = startProgram('src/main.ts', { env });
        } else {
          await kill('worker');
          programs.worker = startProgram('src/main-worker.ts', { env });
        }
      }
      await delivering;
      return kills;
    },
    unstruck: async () => {
      const answer = await fetch(`${simulator.url}/_simulator/faults`);
      const { faults: left } = JSON.parse(await answer.text());
      const whole = left.filter(({ times, remaining }: Record<string, unknown>) => times === remaining);
      return whole.map(({ kind }: Record<string, unknown>) => kind);
    },
    close: async () => {
      await proxy.close();
      await Promise.all([kill('api'), kill('worker')]);
      await simulator.close();
      await database.drop();
    },
  };
}

/** For a program that has to come back where it was. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}
