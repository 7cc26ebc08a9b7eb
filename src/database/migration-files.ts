import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The product's migrations: a folder for each, named for its time and purpose, with a `migration.sql` in it. */
export const migrationsDirectory = join(projectRoot(import.meta.dirname), 'prisma', 'migrations');

/** A migration on disk. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/**
 * Every migration of a folder, in the order of their names, in which they apply.
 * @throws when the folder can't be read, or a migration's folder has no migration.sql.
 */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      sql: await readFile(join(directory, name, 'migration.sql'), 'utf8'),
    })),
  );
}

/** What is recorded of a migration's content, as Prisma does: SHA-256 in hexadecimal. */
export function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/**
 * Whether a recorded checksum is that of a script. As with Prisma, line breaks may be those of another system: Git
 * rewrites them where it is told to.
 */
export function matchesChecksum(sql: string, checksum: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((script) => checksumOf(script) === checksum);
}

/** The compiled file lies deeper than the source file, and both need the same folder: package.json marks it. */
function projectRoot(directory: string): string {
  const parent = dirname(directory);
  return existsSync(join(directory, 'package.json')) || parent === directory
    ? directory
    : projectRoot(parent);
}
