import { runKeys } from '../src/auth/keys-program/keys-program.js';
import { loadSettings } from '../src/config/load-settings.js';
import { runningPostgresUrl } from './running-postgres.js';

/** `npm run keys`: as `main-keys.ts`, in the database of the local stack of this folder where none is set. */
process.exitCode = await runKeys(process.argv.slice(2), async () => {
  const { DATABASE_URL: url, ...environment } = process.env;
  const isSet = url !== undefined && url !== '';
  return loadSettings(
    { ...environment, DATABASE_URL: isSet ? url : await runningPostgresUrl('.data/postgres') },
    'keys',
  );
});
