import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../src/database/migrate.js';
import { migrationsDirectory } from '../src/database/migration-files.js';
import { schemaDrift } from './prisma-engine/prisma-engine.js';
import { startTemporaryPostgres } from './temporary-postgres.js';

/**
 * `npm run db:diff -- <name>`: writes the migration that leads from the migrations so far to prisma/schema.prisma.
 * The migrations are applied to a temporary PostgreSQL for it; no database of yours is touched.
 */
async function writeMigration(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z][a-z0-9_]{0,99}$/.test(name)) {
    throw new Error(
      'Name the migration in lower-case letters, digits and underscores: npm run db:diff -- add_notes',
    );
  }
  const sql = await drift();
  if (sql === '') {
    console.log('The migrations say what the schema says: nothing to write.');
    return;
  }
  const timestamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const directory = join(migrationsDirectory, `${timestamp}_${name}`);
  await mkdir(directory);
  await writeFile(join(directory, 'migration.sql'), `${sql}\n`);
  console.log(`Wrote prisma/migrations/${timestamp}_${name}/migration.sql. Read it before you commit it.`);
}

async function drift(): Promise<string> {
  const postgres = await startTemporaryPostgres();
  try {
    await migrate(postgres.url('postgres'));
    return await schemaDrift(postgres.url('postgres'));
  } finally {
    await postgres.stop();
  }
}

try {
  await writeMigration(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
