import { migrate } from '../../src/database/migrate.js';

/** Migrates as `npm run db:migrate` does, from a folder of the test's: `run-migrate.ts <url> <folder>`. */
const [, , databaseUrl = '', directory = ''] = process.argv;
await migrate(databaseUrl, { directory });
