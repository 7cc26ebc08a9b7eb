import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { checksumOf, type Migration } from './migration-files.js';

/** A migration that the database has. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** Word for word what Prisma's engine creates: its CLI reads what is recorded here, and writes it too. */
const createTable = `CREATE TABLE _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

/** A table or view in the schema that tables are created in, other than those that belong to an extension. */
const selectForeignTable = `SELECT relname AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = current_schema() AND relkind IN ('r', 'p', 'v', 'm')
      AND NOT EXISTS (
        SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
      )
    LIMIT 1`;

/**
 * Creates the table of the history where it is missing. To be called under the lock.
 * @throws where there are other tables already, as Prisma's engine does: then the URL leads to somebody else's database
 */
export async function prepareHistory(client: Client): Promise<void> {
  // Not IF NOT EXISTS, which asks for the right to create tables even where there is nothing to create.
  const { rows: history } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (history[0]?.exists === true) {
    return;
  }
  const { rows: foreign } = await client.query<{ name: string }>(selectForeignTable);
  if (foreign[0] !== undefined) {
    throw new Error(
      `it has no migrations yet, but other tables ("${foreign[0].name}"): is it the right one?`,
    );
  }
  await client.query(createTable);
}

/** @returns the migrations that the database has, in the order in which they were applied */
export async function readHistory(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

/**
 * Marks as rolled back, as Prisma's `migrate resolve` does, what began and never finished. Only Prisma's engine leaves
 * such records: it records a migration before it runs it. PostgreSQL runs its scripts in one transaction too, so that
 * nothing else stays of them. Nobody is in the middle of one: the lock is ours.
 * @returns the names of these migrations
 */
export async function forgetFailures(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `UPDATE _prisma_migrations SET rolled_back_at = now()
     WHERE finished_at IS NULL AND rolled_back_at IS NULL RETURNING migration_name AS name`,
  );
  return rows.map(({ name }) => name);
}

/** Records a migration as applied. To be called within its transaction, the start of which is the migration's. */
export async function recordApplied(client: Client, { name, sql }: Migration): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksumOf(sql), name],
  );
}
