import { Prisma } from '../../database/generated/client.js';
import { everyonesBatches, everyonesDeletedEngagements, everyonesEngagements } from '../owned-tables.js';
import type { KeysDatabase } from './keys-database.js';
import { KeysError } from './keys-error.js';

/** How much of each went from one caller to the other. */
export interface Adopted {
  readonly from: string;
  readonly name: string;
  readonly engagements: number;
  readonly submissions: number;
  readonly batches: number;
  readonly deletedEngagements: number;
  readonly idempotencyKeys: number;
  /** Both had used them: they stay with the old caller until they expire. */
  readonly idempotencyKeysLeft: number;
}

/** Names of clashes that are told; more would not be read. */
const CLASHES_TOLD = 20;

/**
 * Gives all that is one caller's to another one, or nothing. Who did what stays as it is in the histories.
 * @throws KeysError naming the external references that both have
 */
export async function adopt(database: KeysDatabase, from: string, name: string): Promise<Adopted> {
  if (from === name) {
    throw new KeysError(`${name} has all that is ${name}'s already.`);
  }
  return database.inTransaction(async () => {
    // However many there are: nobody waits for this but who asked for it.
    await database.run('', Prisma.sql`SET LOCAL statement_timeout = 0`);
    await refuseClashes(database, from, name);
    // In the order that locks are taken in everywhere.
    const idempotencyKeys = await database.count(
      Prisma.sql`
        UPDATE idempotency_keys moved SET created_by = ${name} WHERE created_by = ${from}
          AND NOT EXISTS (SELECT 1 FROM idempotency_keys own WHERE own.created_by = ${name} AND own.key = moved.key)`,
    );
    const idempotencyKeysLeft = await database.count(
      Prisma.sql`SELECT 1 FROM idempotency_keys WHERE created_by = ${from}`,
    );
    const batches = await database.count(
      Prisma.sql`UPDATE ${everyonesBatches} SET created_by = ${name} WHERE created_by = ${from}`,
    );
    const engagements = await database.count(
      Prisma.sql`UPDATE ${everyonesEngagements} SET created_by = ${name} WHERE created_by = ${from}`,
    );
    const submissions = await database.count(
      Prisma.sql`UPDATE submissions SET caller = ${name} WHERE caller = ${from}`,
    );
    const deletedEngagements = await database.count(
      Prisma.sql`UPDATE ${everyonesDeletedEngagements} SET created_by = ${name} WHERE created_by = ${from}`,
    );
    const counts = { engagements, submissions, batches, deletedEngagements };
    return { from, name, ...counts, idempotencyKeys, idempotencyKeysLeft };
  });
}

async function refuseClashes(database: KeysDatabase, from: string, name: string): Promise<void> {
  const clashes = await database.run<{ catalog: string; externalRef: string }>(
    '',
    Prisma.sql`
      SELECT theirs.catalog::text AS catalog, theirs.external_ref AS "externalRef"
      FROM ${everyonesEngagements} theirs JOIN ${everyonesEngagements} own USING (catalog, external_ref)
      WHERE theirs.created_by = ${from} AND own.created_by = ${name}
      ORDER BY catalog, external_ref LIMIT ${CLASHES_TOLD + 1}`,
  );
  if (clashes.length > 0) {
    const told = clashes
      .slice(0, CLASHES_TOLD)
      .map(({ catalog, externalRef }) => `${externalRef} (${catalog})`);
    throw new KeysError(
      `Nothing was changed: ${name} and ${from} both have an engagement with the externalRef ${told.join(', ')}` +
        `${clashes.length > CLASHES_TOLD ? ' and more' : ''}. Rename or delete one of each first.`,
    );
  }
}
