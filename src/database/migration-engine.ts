import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Pool } from 'pg';
import { installJobQueue } from './install-job-queue.js';
import { MigrationAdapterFactory } from './migration-engine-adapter.js';
import { migrationsDirectory, readMigrations, readSchema } from './migration-engine-files.js';
import { withMigrationLock } from './migration-engine-lock.js';
import { startMigrationEngine } from './migration-engine-wasm.js';

/** Tables and enums that are somebody else's: none. */
const filters = { externalTables: [], externalEnums: [] };

const emptyMigration = '-- This is an empty migration.';

/**
 * Applies the migrations that the database does not have yet, and records them where `prisma migrate deploy` does.
 * The job queue's own tables are created or brought up to date with them.
 * Several processes may call it at once: one applies, the others wait and find nothing to do.
 * @param databaseUrl a PostgreSQL URL; its database must exist.
 * @param options.onProgress is told, in words for an operator, when it waits or tries again.
 * @returns the names of the migrations that this call applied, in order.
 * @throws when the database can't be reached, or a migration fails: of that one nothing stays, what applied before
 *   it does, and the next call tries it again.
 */
export async function migrate(
  databaseUrl: string,
  options: { onProgress?: (message: string) => void } = {},
): Promise<string[]> {
  return withMigrationLock(databaseUrl, options.onProgress, () =>
    withEngine(databaseUrl, async (engine) => {
      const migrationsList = await readMigrations();
      await forgetFailures(engine, migrationsList, options.onProgress);
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
      await installJobQueue(databaseUrl);
      return appliedMigrationNames;
    }),
  );
}

/**
 * A migration that began and never finished makes the engine refuse all others. PostgreSQL runs a script in one
 * transaction, so that such a one left nothing behind and may simply run again. Nobody is in the middle of it: the
 * lock is ours.
 */
async function forgetFailures(
  engine: SchemaEngine,
  migrationsList: MigrationList,
  onProgress?: (message: string) => void,
): Promise<void> {
  const history = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters,
  });
  for (const migrationName of history.failedMigrationNames) {
    onProgress?.(`${migrationName} did not finish earlier: trying it again`);
    await engine.markMigrationRolledBack({ migrationName });
  }
}

/**
 * What the schema says and a database does not have.
 * @param databaseUrl a database to which all migrations are applied.
 * @returns the SQL that would lead from the database to the schema; empty where they agree.
 */
export async function schemaDrift(databaseUrl: string): Promise<string> {
  return withEngine(databaseUrl, async (engine) => {
    const files = [await readSchema()];
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: migrationsDirectory },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters,
    });
    const sql = stdout?.trim() ?? '';
    return sql === emptyMigration ? '' : sql;
  });
}

/**
 * Prisma's own engine as WebAssembly. The CLI's engine is a binary that it downloads on first use, which a server
 * without internet access can't; this one comes with the packages.
 */
async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  await startMigrationEngine();
  const schema = await readSchema();
  // The engine closes no connection of its own, so that it gets ours.
  const pool = new Pool({ connectionString: databaseUrl });
  try {
    const engine = await SchemaEngine.new(
      { datamodels: [[schema.path, schema.content]] },
      // Its log: what matters in it is thrown as well.
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(new MigrationAdapterFactory(pool)),
    );
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}
