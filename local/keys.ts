import { runKeys } from '../src/auth/keys-program/keys-program.js';
import { loadSettings } from '../src/config/load-settings.js';
import { runningPostgresUrl } from './running-postgres.js';

/** `npm run keys`: as `main-keys.ts`, in the database of the local stack of this folder where none is set. */
process.exitCode = await runKeys(process.argv.slice(2), async () => {
  const { DATABASE_URL: url = '', DATABASE_DIRECT_URL: directUrl, ...others } = process.env;
  const database =
    url === ''
      ? { DATABASE_URL: await runningPostgresUrl('.data/postgres') }
      : { DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl };
  return loadSettings({ ...others, ...database }, 'keys');
});
