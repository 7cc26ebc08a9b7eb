import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of migrations of the test's own. */
export interface MigrationsFolder {
  readonly path: string;
  /** Writes the script of a migration, in place of the one before. */
  write(name: string, sql: string): Promise<void>;
  remove(name: string): Promise<void>;
  delete(): Promise<void>;
}

/** @param scripts the script of each migration, by its name */
export async function createMigrationsFolder(scripts: Record<string, string>): Promise<MigrationsFolder> {
  const path = await mkdtemp(join(tmpdir(), 'partner-engagements-migrations-'));
  const folder: MigrationsFolder = {
    path,
    write: async (name, sql) => {
      const file = join(path, name, 'migration.sql');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, sql);
    },
    remove: (name) => rm(join(path, name), { recursive: true }),
    delete: () => rm(path, { recursive: true }),
  };
  for (const [name, sql] of Object.entries(scripts)) {
    await folder.write(name, sql);
  }
  return folder;
}
