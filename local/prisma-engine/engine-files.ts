import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MigrationList, type SchemaContainer } from '@prisma/schema-engine-wasm';
import { migrationsDirectory, readMigrations } from '../../src/database/migration-files.js';

/**
 * Prisma's schema as the engine wants it.
 * @returns the file's path and content.
 */
export async function readSchema(): Promise<SchemaContainer> {
  const path = join(migrationsDirectory, '..', 'schema.prisma');
  return { path, content: await readFile(path, 'utf8') };
}

/**
 * The migrations of a folder as the engine wants them.
 * @throws when the folder can't be read.
 */
export async function readMigrationList(directory: string): Promise<MigrationList> {
  const migrations = await readMigrations(directory);
  return {
    baseDir: directory,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(migrationsDirectory, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
