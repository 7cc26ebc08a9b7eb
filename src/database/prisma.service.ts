import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { type ClientBase, Pool } from 'pg';
import { SETTINGS, type Settings } from '../config/settings.js';
import { loggableError } from '../errors/loggable-error.js';
import { applicationName } from './application-name.js';
import type { CallersModel } from './callers-model.js';
import { connectionSocket } from './connection-socket.js';
import { type Prisma, PrismaClient } from './generated/client.js';
import { PgStatement, StatementTexts } from './pg-statement.js';
import { untilUndisturbed } from './until-undisturbed.js';

/** The connection pool to Postgres, behind Prisma's client. It connects on first use. */
@Injectable()
export class PrismaService
  extends PrismaClient
  implements OnApplicationShutdown, Record<CallersModel, never>
{
  // Whose they are would be forgotten too easily: statements on them are SQL, by way of `auth/owned-tables.ts`.
  declare readonly engagement: never;
  declare readonly deletedEngagement: never;
  declare readonly engagementEvent: never;
  declare readonly submission: never;
  declare readonly submissionBatch: never;
  declare readonly submissionBatchRow: never;
  declare readonly idempotencyKey: never;
  declare readonly keyedImport: never;
  declare readonly keyedImportRow: never;
  private readonly pool: Pool;
  private readonly keepsStatements: boolean;
  private readonly texts = new StatementTexts();

  constructor(@Inject(SETTINGS) settings: Settings) {
    const pool = createPool(settings);
    super({
      adapter: new PrismaPg(pool, { disposeExternalPool: true }),
      // Longer formats print the arguments, and those are customers' data.
      errorFormat: 'minimal',
    });
    this.pool = pool;
    this.keepsStatements = !settings.databaseIsPooled;
  }

  /**
   * Runs a statement that somebody waits for, as a transaction of its own: one round trip and one commit, past
   * Prisma's client, whose raw query costs twice the CPU of the statement (199 µs to 95 µs of the driver alone), and
   * anew where Postgres broke it off for the sake of another one.
   * @param name always of the same text: Postgres parses and plans it once for each connection. Behind a pooler the next
   *   transaction may have another connection, so that it is parsed each time.
   * @throws the driver's errors, as they are
   */
  async run<Row extends object>(name: string, statement: Prisma.Sql): Promise<Row[]> {
    const text = this.texts.textOf(name, statement);
    return this.query<Row>(new PgStatement(text, statement.values, this.keepsStatements ? name : undefined));
  }

  /** As `run`, for a statement whose plan depends on its values: it is planned each time. */
  async runPlanned<Row extends object>(statement: Prisma.Sql): Promise<Row[]> {
    return this.query<Row>(new PgStatement(statement.text, statement.values));
  }

  /** How much of the pool is in use. */
  poolUsage(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { open: totalCount, idle: idleCount, waiting: waitingCount };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
  }

  private async query<Row extends object>(statement: PgStatement): Promise<Row[]> {
    const { rows } = await untilUndisturbed(() => this.pool.query<Row>(statement));
    return rows;
  }
}

/** Longer than any statement takes, a lock that it may wait for included. Whom nobody uses for ten seconds the pool closes. */
const SILENCE_MS = 15_000;

/**
 * A statement's own limit is above what it may wait for a lock, and below the silence after which its connection is given
 * up: the server would go on with it for nobody. An installation may write its dates otherwise; here they are read.
 */
const sessionLimits =
  "SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '10s'; SET statement_timeout = '12s'; SET datestyle = 'ISO'";

/** The pool waits for what this returns, though its types don't say so. */
const limitSession = (client: ClientBase): unknown => client.query(sessionLimits);

function createPool({ program, databaseUrl, databaseIsPooled }: Settings): Pool {
  const logger = new Logger(PrismaService.name);
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: applicationName(program),
    // A database that does not answer should become a 503, not a hanging request.
    connectionTimeoutMillis: 5000,
    stream: () => connectionSocket(SILENCE_MS),
    keepAlive: true,
    // A process that stands still in the middle of a transaction would else keep its locks for as long as it does. Behind
    // a pooler they would be another session's by the next transaction: there they are the role's (docs/operations.md).
    onConnect: databaseIsPooled ? undefined : limitSession,
  });
  const tellLost = (error: Error) => {
    logger.debug({ err: loggableError(error) }, 'A connection was lost');
  };
  // One that nobody uses. Without a listener its loss would end the process.
  pool.on('error', tellLost);
  pool.on('connect', (client) => {
    // Between handing a connection to Prisma's adapter for a transaction and the adapter's own listener lies a moment
    // without one, in which a lost connection would end the process (seen with adapter-pg 7.10). Whoever uses the
    // connection is told of its loss by the next statement.
    client.on('error', tellLost);
  });
  return pool;
}
