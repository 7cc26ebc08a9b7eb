import { Inject, Injectable, Logger } from '@nestjs/common';
import { insertEvents, RETENTION } from '../../audit/engagement-history.js';
import { everyonesEngagements } from '../../auth/owned-tables.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Prisma } from '../../database/generated/client.js';
import { HourlyCleanup } from '../../database/hourly-cleanup.js';
import { PrismaService } from '../../database/prisma.service.js';
import { inTransaction, type Transaction } from '../../database/transaction.js';
import { IdempotencyKeys } from '../../idempotency/idempotency-keys.js';
import { eraseEngagements } from './erase-engagements.js';

/** How many engagements one transaction forgets: it takes tens of milliseconds, and callers may wait for its locks. */
const AT_ONCE = 200;

/** What becomes of engagements whose time is over. */
interface Forgetting {
  readonly done: 'deleted' | 'erased';
  /** Which those are, of `engagement`. */
  readonly isDue: (days: number) => Prisma.Sql;
  readonly forget: (ids: readonly string[]) => Prisma.Sql;
}

/**
 * Forgets engagements after `RETENTION_DAYS`, by Postgres's clock. Drafts, and those that AWS refused, are deleted that
 * long after their last change; of submitted ones, which AWS has too, what was written is erased that long after they were
 * settled. Those that are open are left alone: their content is still to be sent, or compared.
 *
 * Some at a time, each lot a transaction of its own: whatever ends it, the next hour goes on from there. One process does
 * either at a time, and the others leave it to that one.
 */
@Injectable()
export class Retention {
  private readonly logger = new Logger(Retention.name);

  constructor(
    private readonly prisma: PrismaService,
    private readonly keys: IdempotencyKeys,
    cleanup: HourlyCleanup,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    cleanup.add(() => this.run());
  }

  /** Forgets all whose time is over. */
  async run(): Promise<void> {
    const { retentionDays } = this.settings;
    if (retentionDays === undefined) {
      return;
    }
    for (const forgetting of [deletion, erasure]) {
      const count = await this.forgetAll(forgetting, retentionDays);
      if (count > 0) {
        this.logger.log({ [forgetting.done]: count }, 'Engagements were forgotten: their time was over');
      }
    }
  }

  private async forgetAll(forgetting: Forgetting, days: number): Promise<number> {
    let total = 0;
    for (;;) {
      const { found, forgotten } = await inTransaction(this.prisma, (transaction) =>
        this.forgetSome(transaction, forgetting, days),
      );
      total += forgotten;
      // Where all that was found is in somebody's hands, the next hour will do.
      if (found < AT_ONCE || forgotten === 0) {
        return total;
      }
    }
  }

  private async forgetSome(
    transaction: Transaction,
    { done, isDue, forget }: Forgetting,
    days: number,
  ): Promise<{ found: number; forgotten: number }> {
    // For each by itself: whoever is at the one would else have somebody end the other too early, who finds it taken.
    const [lock] = await transaction.$queryRaw<{ mine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtext('retention'), hashtext(${done})) AS mine`;
    const found = lock?.mine === true ? await idsOf(transaction, dueEngagements(isDue(days))) : [];
    if (found.length === 0) {
      return { found: 0, forgotten: 0 };
    }
    // First, as keys are locked before engagements. Of one that is passed over below they are made anew.
    await this.keys.forgetAnswers(transaction, found);
    // Once more: somebody may have edited or submitted it in between.
    const locked = await idsOf(
      transaction,
      Prisma.sql`
        SELECT id FROM ${everyonesEngagements} engagement
        WHERE id = ANY(${found}::uuid[]) AND ${isDue(days)}
        FOR UPDATE SKIP LOCKED`,
    );
    if (locked.length === 0) {
      return { found: found.length, forgotten: 0 };
    }
    // Those too that somebody has kept in between, who did not change the engagement.
    await this.keys.forgetAnswers(transaction, locked);
    const forgotten = await idsOf(transaction, forget(locked));
    return { found: found.length, forgotten: forgotten.length };
  }
}

async function idsOf(transaction: Transaction, statement: Prisma.Sql): Promise<string[]> {
  const rows = await transaction.$queryRaw<{ id: string }[]>(statement);
  return rows.map(({ id }) => id);
}

function dueEngagements(isDue: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT id FROM ${everyonesEngagements} engagement WHERE ${isDue} LIMIT ${Prisma.raw(String(AT_ONCE))}`;
}

const cutoff = (days: number) => Prisma.sql`now() - make_interval(days => ${days}::int)`;

/**
 * That an engagement was saved before, by its id: a UUIDv7 begins with its milliseconds (RFC 9562). What changed long ago
 * was saved long ago, so that an index in the order of ids leads to it past all the newer ones.
 */
const isSavedBefore = (days: number) => Prisma.sql`
  id < (lpad(to_hex((extract(epoch FROM ${cutoff(days)}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

const deletion: Forgetting = {
  done: 'deleted',
  // With its catalogs, the index on catalog, status and id leads to them.
  isDue: (days) => Prisma.sql`
    catalog IN ('AWS', 'Sandbox') AND status IN ('draft', 'rejected')
    AND ${isSavedBefore(days)} AND updated_at < ${cutoff(days)}`,
  forget: (ids) => Prisma.sql`
    WITH engagement AS (
      DELETE FROM ${everyonesEngagements} WHERE id = ANY(${[...ids]}::uuid[]) RETURNING id
    ), event AS (${insertEvents(RETENTION, [{ type: 'deleted' }])})
    SELECT id FROM engagement`,
};

const erasure: Forgetting = {
  done: 'erased',
  // A subquery for each that is found, 200 at most. As NOT EXISTS it became a join with all submissions up to there: 270 ms
  // among a million, instead of 1.
  isDue: (days) => Prisma.sql`
    status = 'submitted' AND personal_data_erased_at IS NULL AND ${isSavedBefore(days)}
    AND coalesce(
      (SELECT max(coalesce(settled_at, 'infinity')) FROM submissions WHERE engagement_id = engagement.id),
      '-infinity') < ${cutoff(days)}`,
  forget: (ids) => eraseEngagements(ids, RETENTION),
};
