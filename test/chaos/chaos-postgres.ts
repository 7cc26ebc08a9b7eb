import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../local/free-port.js';
import { type PostgresServer, startPostgres } from '../../local/postgres-server.js';
import type { Stop } from './chaos-script.js';

const START_TRIES = 10;
const TRY_AGAIN_MS = 500;

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const;

/** A PostgreSQL that goes down and comes back with all that was committed, at the same address. */
export class ChaosPostgres {
  private constructor(
    private readonly dataDirectory: string,
    private readonly port: number,
    private server: PostgresServer,
  ) {}

  static async start(dataDirectory: string): Promise<ChaosPostgres> {
    const port = await freePort();
    return new ChaosPostgres(dataDirectory, port, await startServer(dataDirectory, port));
  }

  url(database: string): string {
    return this.server.url(database);
  }

  /** @returns once it accepts connections again */
  async restart(stop: Stop, downMs: number): Promise<void> {
    process.kill(this.server.pid, signals[stop]);
    await this.server.ended;
    await delay(downMs);
    this.server = await startServer(this.dataDirectory, this.port);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

/** After a kill its children hold on to its memory for a moment, and it does not start while they do. */
async function startServer(dataDirectory: string, port: number): Promise<PostgresServer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startPostgres({ dataDirectory, port, durable: true });
    } catch (error) {
      if (tries === START_TRIES) {
        throw error;
      }
      await delay(TRY_AGAIN_MS);
    }
  }
}
