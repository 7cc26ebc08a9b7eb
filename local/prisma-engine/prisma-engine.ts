import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Pool } from 'pg';
import { migrationsDirectory } from '../../src/database/migration-files.js';
import { EngineAdapterFactory } from './engine-adapter.js';
import { readSchema } from './engine-files.js';
import { startEngineWasm } from './engine-wasm.js';

/** Tables and enums that are somebody else's: none. */
export const noFilters = { externalTables: [], externalEnums: [] };

const emptyMigration = '-- This is an empty migration.';

/**
 * What the schema says and a database does not have.
 * @param databaseUrl a database to which all migrations are applied.
 * @returns the SQL that would lead from the database to the schema; empty where they agree.
 * @throws when the database can't be reached, or the schema is wrong.
 */
export async function schemaDrift(databaseUrl: string): Promise<string> {
  return withPrismaEngine(databaseUrl, async (engine) => {
    const files = [await readSchema()];
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: migrationsDirectory },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    const sql = stdout?.trim() ?? '';
    return sql === emptyMigration ? '' : sql;
  });
}

/**
 * Does work with Prisma's own migration engine, as WebAssembly. The CLI's engine is a binary that it downloads on
 * first use, which not every machine can; this one comes with the packages.
 * @throws when the database can't be reached, and whatever the work throws.
 */
export async function withPrismaEngine<T>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await startEngineWasm();
  const schema = await readSchema();
  // The engine closes no connection of its own, so that it gets ours.
  const pool = new Pool({ connectionString: databaseUrl });
  try {
    const engine = await SchemaEngine.new(
      { datamodels: [[schema.path, schema.content]] },
      // Its log: what matters in it is thrown as well.
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(new EngineAdapterFactory(pool)),
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
