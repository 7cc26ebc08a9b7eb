import './require-node.js';
import { processSettings } from './config/environment.js';
import { SettingsError } from './config/settings.js';
import { describeMigrationError } from './database/migrate-error.js';
import { migrate } from './database/migrate.js';

/**
 * `npm run db:migrate`: applies the pending migrations to DATABASE_URL, past a pooler. Says what it did and ends with 0, or says in
 * a line why it could not and ends with 1.
 */
async function main(): Promise<void> {
  const { databaseDirectUrl, serviceRole } = processSettings('migrate');
  try {
    const applied = await migrate(databaseDirectUrl, { onProgress: console.log, serviceRole });
    if (applied.length === 0) {
      console.log('nothing to apply');
    }
  } catch (error) {
    console.error(describeMigrationError(databaseDirectUrl, error));
    process.exitCode = 1;
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SettingsError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
