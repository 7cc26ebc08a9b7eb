import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type MigrationList, type SchemaContainer } from '@prisma/schema-engine-wasm';

/** The folder of the migrations, absolute. */
export const migrationsDirectory = join(projectRoot(import.meta.dirname), 'prisma', 'migrations');

/**
 * Prisma's schema as the engine wants it.
 * @returns the file's path and content.
 */
export async function readSchema(): Promise<SchemaContainer> {
  const path = join(migrationsDirectory, '..', 'schema.prisma');
  return { path, content: await readFile(path, 'utf8') };
}

/**
 * Every migration on disk, in the order in which they apply.
 * @throws when a migration's folder has no migration.sql.
 */
export async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsDirectory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: migrationsDirectory,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(migrationsDirectory, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.map(readMigration)),
  };
}

async function readMigration(name: string): Promise<MigrationList['migrationDirectories'][number]> {
  const sql = await readFile(join(migrationsDirectory, name, 'migration.sql'), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } } };
}

/** The compiled file lies deeper than the source file, and both need the same folder: package.json marks it. */
function projectRoot(directory: string): string {
  const parent = dirname(directory);
  return existsSync(join(directory, 'package.json')) || parent === directory
    ? directory
    : projectRoot(parent);
}
