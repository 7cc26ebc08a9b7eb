import { Prisma } from './generated/client.js';
import { migrationsDirectory, readMigrations } from './migration-files.js';
import type { NeededRight } from './needed-rights.js';

/** Why this version can't work with a database that answers. A code is stable: operators' alarms rely on it. */
export interface SchemaFault {
  readonly code: 'migration-missing' | 'right-missing';
  /** What is missing, in words for an operator. */
  readonly detail: string;
}

export interface SchemaState {
  readonly faults: readonly SchemaFault[];
  /** Whether the role may read which migrations the database has. Where not, it is told by its tables alone. */
  readonly historyReadable: boolean;
}

/** What can run a statement: the pool, or one connection. */
export interface StatementRunner {
  runPlanned<Row extends object>(statement: Prisma.Sql): Promise<Row[]>;
}

interface RightsRow {
  readonly missing_rights: readonly string[];
  readonly missing_relations: readonly string[];
  readonly hidden_schemas: readonly string[];
  readonly history_readable: boolean | null;
}

/**
 * Compares the database with what this version needs: the migrations that it knows, and its role's rights. It asks for
 * nothing that a role may not be asked.
 * @param directory of the migrations, the product's own unless given
 * @throws when the database does not answer
 */
export async function schemaStateOf(
  database: StatementRunner,
  needed: readonly NeededRight[],
  directory = migrationsDirectory,
): Promise<SchemaState> {
  const [row] = await database.runPlanned<RightsRow>(selectRights(needed));
  if (row === undefined) {
    throw new TypeError('PostgreSQL has answered without a row');
  }
  const { hidden_schemas: hidden, missing_relations: relations, history_readable: readable } = row;
  if (hidden.length > 0) {
    // Nothing in them can be seen, so that nothing more can be said.
    return {
      faults: [rightMissing(hidden.map((schema) => `USAGE on schema ${schema}`))],
      historyReadable: false,
    };
  }
  const historyReadable = readable === true;
  const pending = historyReadable ? await pendingMigrations(database, directory) : relations;
  return {
    historyReadable,
    faults: [
      ...(pending.length === 0 ? [] : [migrationMissing(pending)]),
      ...(row.missing_rights.length === 0 ? [] : [rightMissing(row.missing_rights)]),
    ],
  };
}

function migrationMissing(names: readonly string[]): SchemaFault {
  const detail = `The database lacks ${names.join(', ')}: run the migration of this version.`;
  return { code: 'migration-missing', detail };
}

function rightMissing(rights: readonly string[]): SchemaFault {
  return { code: 'right-missing', detail: `The database role lacks ${rights.join(', ')}.` };
}

/** What a relation lacks is told in one go; one that is not there is a migration's business. */
function selectRights(needed: readonly NeededRight[]): Prisma.Sql {
  return Prisma.sql`
    WITH needed AS (
      SELECT kind, relation, "right", "column", to_regclass(relation) AS oid
      FROM jsonb_to_recordset(${JSON.stringify(needed)}::jsonb) AS needed(kind text, relation text, "right" text, "column" text)
    ), lacking AS (
      SELECT relation, kind, string_agg("right", ', ') AS rights FROM needed
      WHERE oid IS NOT NULL AND NOT CASE
        WHEN kind = 'sequence' THEN has_sequence_privilege(oid, "right")
        WHEN "column" IS NOT NULL THEN has_column_privilege(oid, "column", "right")
        ELSE has_table_privilege(oid, "right") END
      GROUP BY relation, kind
    ), hidden AS (
      SELECT DISTINCT nspname FROM pg_namespace JOIN pg_class ON relnamespace = pg_namespace.oid
      WHERE relname = 'engagements' AND relkind IN ('r', 'p') AND to_regclass('engagements') IS NULL
        AND NOT has_schema_privilege(pg_namespace.oid, 'USAGE')
    )
    SELECT
      ARRAY(SELECT rights || ' on ' || kind || ' ' || relation FROM lacking ORDER BY relation) AS missing_rights,
      ARRAY(SELECT DISTINCT kind || ' ' || relation FROM needed WHERE oid IS NULL) AS missing_relations,
      ARRAY(SELECT nspname::text FROM hidden) AS hidden_schemas,
      has_table_privilege(to_regclass('_prisma_migrations'), 'SELECT') AS history_readable`;
}

async function pendingMigrations(database: StatementRunner, directory: string): Promise<string[]> {
  const applied = await database.runPlanned<{ name: string }>(Prisma.sql`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`);
  const known = await readMigrations(directory);
  return known.map(({ name }) => name).filter((name) => !applied.some((one) => one.name === name));
}
