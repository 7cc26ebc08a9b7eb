import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { loggableError } from '../errors/loggable-error.js';
import { Notifications } from './notifications.js';
import { Prisma } from './generated/client.js';
import { PrismaService } from './prisma.service.js';
import type { StatementRunner } from './schema-faults.js';

/** Why a database may forget what it has committed. A code is stable: operators' alarms rely on it. */
export const durabilityCodes = ['fsync-off', 'synchronous-commit-off', 'standbys-asynchronous'] as const;
export type DurabilityCode = (typeof durabilityCodes)[number];

export interface DurabilityWarning {
  readonly code: DurabilityCode;
  readonly message: string;
}

/** What can be expected of the database right now. */
export interface DatabaseState {
  /** It is a standby, or one that was the primary until a failover: nothing can be saved. */
  readonly isReadOnly: boolean;
  readonly warnings: readonly DurabilityWarning[];
}

interface Row {
  readonly is_read_only: boolean;
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly waits_for_standbys: boolean;
  readonly has_standbys: boolean;
}

const causes: readonly (DurabilityWarning & { readonly holds: (row: Row) => boolean })[] = [
  {
    code: 'fsync-off',
    message: 'The database does not wait for its disk (fsync): a crash of its machine may destroy it.',
    holds: ({ fsync }) => fsync === 'off',
  },
  {
    code: 'synchronous-commit-off',
    message:
      'The database confirms commits before they are on its disk (synchronous_commit): a crash may take the last ones.',
    holds: ({ synchronous_commit }) => synchronous_commit === 'off',
  },
  {
    code: 'standbys-asynchronous',
    message:
      'The database confirms commits before its standbys have them: one that takes its place may lack the last ones.',
    holds: ({ synchronous_commit, waits_for_standbys, has_standbys }) =>
      waits_for_standbys ? synchronous_commit === 'local' : has_standbys,
  },
];

/**
 * Looks whether what is committed stays. That each engagement is created exactly once rests on it: of a submission that
 * the database has forgotten nobody knows that AWS has it.
 */
@Injectable()
export class Durability implements OnApplicationBootstrap {
  private readonly logger = new Logger(Durability.name);
  private told = '';

  constructor(
    private readonly prisma: PrismaService,
    notifications: Notifications,
  ) {
    notifications.subscribe('submission_due', (payload) => {
      // The connection is a new one, and may lead to another server.
      if (payload === undefined) {
        void this.tell();
      }
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.tell();
  }

  /** Asks the database, in one statement that any role may use. @throws when it does not answer */
  async look(): Promise<DatabaseState> {
    return databaseStateOf(this.prisma);
  }

  /** Logs what is not as it should be, once for as long as it stays so. */
  private async tell(): Promise<void> {
    try {
      const { warnings } = await this.look();
      const words = warnings.map(({ message }) => message).join(' ');
      if (words !== '' && words !== this.told) {
        this.logger.warn({ codes: warnings.map(({ code }) => code) }, words);
      }
      this.told = words;
    } catch (error) {
      this.logger.debug({ err: loggableError(error) }, 'Whether commits stay can’t be asked yet');
    }
  }
}

function warningsOf(row: Row): DurabilityWarning[] {
  return causes.filter(({ holds }) => holds(row)).map(({ code, message }) => ({ code, message }));
}

/** Asks the database, in one statement that any role may use. @throws when it does not answer */
export async function databaseStateOf(database: StatementRunner): Promise<DatabaseState> {
  // Of others' connections an ordinary role sees no more than that they are there, so that a pg_basebackup counts as
  // a standby while it runs. Logical replication, which feeds none, can be told apart. These are the functions beneath
  // pg_stat_replication and pg_replication_slots, which join all connections too: 0.4 ms instead of 3.
  const [row] = await database.runPlanned<Row>(Prisma.sql`
    SELECT current_setting('transaction_read_only')::boolean AS is_read_only,
      current_setting('fsync') AS fsync,
      current_setting('synchronous_commit') AS synchronous_commit,
      current_setting('synchronous_standby_names') <> '' AS waits_for_standbys,
      EXISTS (
        SELECT 1 FROM pg_stat_get_wal_senders() WHERE pid NOT IN (
          SELECT active_pid FROM pg_get_replication_slots() WHERE slot_type = 'logical' AND active_pid IS NOT NULL
        )
      ) AS has_standbys`);
  return row === undefined
    ? { isReadOnly: false, warnings: [] }
    : { isReadOnly: row.is_read_only, warnings: warningsOf(row) };
}
