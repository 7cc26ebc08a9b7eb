import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../local/free-port.js';
import { type PostgresOptions, type PostgresServer, startPostgres } from '../../local/postgres-server.js';
import {
  loseServer,
  type PostgresPair,
  promote,
  type StartedPostgres,
  startPostgresPair,
} from '../support/postgres-pair.js';
import type { Stop } from './chaos-script.js';

const START_TRIES = 10;
const TRY_AGAIN_MS = 500;

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const;

/** A PostgreSQL that goes down and comes back with all that was committed, at the same address. */
export class ChaosPostgres {
  private constructor(
    private current: StartedPostgres,
    private readonly pair?: PostgresPair,
  ) {}

  /** @param options.standby whether it confirms a commit only when a standby has it too */
  static async start(directory: string, { standby }: { standby: boolean }): Promise<ChaosPostgres> {
    if (standby) {
      const pair = await startPostgresPair(directory, { synchronous: true });
      return new ChaosPostgres(pair.primary, pair);
    }
    const options = { dataDirectory: join(directory, 'postgres'), port: await freePort() };
    return new ChaosPostgres({ options, server: await startServer(options) });
  }

  url(database: string): string {
    return this.current.server.url(database);
  }

  /** @returns once it accepts connections again */
  async restart(stop: Stop, downMs: number): Promise<void> {
    const { server, options } = this.current;
    process.kill(server.pid, signals[stop]);
    await server.ended;
    await delay(downMs);
    this.current = { options, server: await startServer(options) };
  }

  /** Loses the server for good. @returns once its standby has taken its place */
  async failOver(): Promise<void> {
    if (this.pair === undefined) {
      throw new Error('There is no standby to take the place of PostgreSQL.');
    }
    await loseServer(this.current.server);
    await promote(this.pair.standby.server);
    this.current = this.pair.standby;
  }

  async stop(): Promise<void> {
    await this.current.server.stop();
    await this.pair?.stop();
  }
}

/** After a kill its children hold on to its memory for a moment, and it does not start while they do. */
async function startServer(options: PostgresOptions): Promise<PostgresServer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startPostgres(options);
    } catch (error) {
      if (tries === START_TRIES) {
        throw error;
      }
      await delay(TRY_AGAIN_MS);
    }
  }
}
