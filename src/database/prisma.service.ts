import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { type ClientBase, Pool } from 'pg';
import { SETTINGS, type Settings } from '../config/settings.js';
import { errorMessage } from '../errors/error-message.js';
import { PrismaClient } from './generated/client.js';

/** The connection pool to Postgres, behind Prisma's client. It connects on first use. */
@Injectable()
export class PrismaService extends PrismaClient implements OnApplicationShutdown {
  constructor(@Inject(SETTINGS) settings: Settings) {
    super({
      adapter: new PrismaPg(createPool(settings.databaseUrl), { disposeExternalPool: true }),
      // Longer formats print the arguments, and those are customers' data.
      errorFormat: 'minimal',
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
  }
}

const sessionLimits = "SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '10s'";

/** The pool waits for what this returns, though its types don't say so. */
const limitSession = (client: ClientBase): unknown => client.query(sessionLimits);

function createPool(connectionString: string): Pool {
  const logger = new Logger(PrismaService.name);
  const pool = new Pool({
    connectionString,
    // A database that does not answer should become a 503, not a hanging request.
    connectionTimeoutMillis: 5000,
    query_timeout: 15_000,
    keepAlive: true,
    // A process that stands still in the middle of a transaction would else keep its locks for as long as it does. Not
    // as start-up parameters, which a pooler may refuse.
    onConnect: limitSession,
  });
  pool.on('connect', (client) => {
    // Between handing a connection to Prisma's adapter for a transaction and the adapter's own listener lies a moment
    // without one, in which a lost connection would end the process (seen with adapter-pg 7.10). Whoever uses the
    // connection is told of its loss by the next statement.
    client.on('error', (error) => {
      logger.debug(`A connection was lost: ${errorMessage(error)}`);
    });
  });
  return pool;
}
