import { applyMigration } from './apply-migration.js';
import { matchesChecksum, type Migration, migrationsDirectory, readMigrations } from './migration-files.js';
import { type AppliedMigration, forgetFailures, prepareHistory, readHistory } from './migration-history.js';
import { withMigrationLock } from './migration-lock.js';
import { grantToService } from './service-grants.js';

/**
 * Applies the migrations that the database does not have yet, in the order of their names, each in a transaction of
 * its own, and records them where `prisma migrate deploy` does.
 * Several processes may call it at once: one applies, the others wait and find nothing to do.
 * @param databaseUrl a PostgreSQL URL, without a pooler: the lock is a session's. Its database must exist.
 * @param options.onProgress is told, in words for an operator, what it applies, and when it waits, tries again, or finds
 *   migrations of a newer version.
 * @param options.directory the folder of the migrations, the product's own unless given.
 * @param options.serviceRole gets the rights that the API and the workers need, whether or not anything was to apply.
 * @returns the names of the migrations that this call applied, in order.
 * @throws when the database can't be reached; when an applied migration has changed since, before any other is
 *   applied; when a migration fails: of that one nothing stays, what applied before it does, and the next call tries
 *   it again.
 */
export async function migrate(
  databaseUrl: string,
  {
    onProgress = () => undefined,
    directory = migrationsDirectory,
    serviceRole,
  }: { onProgress?: (message: string) => void; directory?: string; serviceRole?: string | undefined } = {},
): Promise<string[]> {
  const migrations = await readMigrations(directory);
  return withMigrationLock(databaseUrl, onProgress, async (client) => {
    await prepareHistory(client);
    for (const name of await forgetFailures(client)) {
      onProgress(`${name} did not finish earlier: trying it again`);
    }
    const history = await readHistory(client);
    refuseChanged(migrations, history);
    tellUnknown(migrations, history, onProgress);
    const pending = migrations.filter(({ name }) => !history.some((applied) => applied.name === name));
    for (const migration of pending) {
      await applyMigration(client, migration);
      onProgress(`applied ${migration.name}`);
    }
    if (serviceRole !== undefined) {
      await grantToService(client, serviceRole);
      onProgress(`granted to ${serviceRole} what the API and workers need`);
    }
    return pending.map(({ name }) => name);
  });
}

function refuseChanged(migrations: Migration[], history: AppliedMigration[]): void {
  for (const { name, checksum } of history) {
    const migration = migrations.find((one) => one.name === name);
    if (migration !== undefined && !matchesChecksum(migration.sql, checksum)) {
      throw new Error(
        `${name} has changed since it was applied: restore its file, and put the change into a new migration`,
      );
    }
  }
}

/**
 * A newer version has migrated the database, as in a deployment that replaces replicas one by one, or before a step
 * back. No reason to fail: every migration leaves what the version before it needs.
 */
function tellUnknown(
  migrations: Migration[],
  history: AppliedMigration[],
  onProgress: (message: string) => void,
): void {
  for (const { name } of history) {
    if (!migrations.some((migration) => migration.name === name)) {
      onProgress(`the database also has ${name}, of a newer version`);
    }
  }
}
