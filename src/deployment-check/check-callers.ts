import { isActive } from '../auth/api-keys/api-keys.repository.js';
import { anonymous } from '../auth/caller.js';
import { everyonesEngagements } from '../auth/owned-tables.js';
import type { Settings } from '../config/settings.js';
import type { Connection } from '../database/connect-once.js';
import { Prisma } from '../database/generated/client.js';
import { type CheckResult, ok, warning } from './check-result.js';

const check = 'callers';

/** Where callers sign in: whether anybody can by a key, and whether all that was saved is somebody's who can. */
export async function checkCallers(database: Connection, { auth }: Settings): Promise<CheckResult[]> {
  const { methods } = auth;
  return [
    // An API that takes no keys needs no right to read them.
    ...(methods.includes('api-key') ? [await checkKeys(database)] : []),
    ...(methods.length > 0 && (await isAnythingAnonymous(database)) ? [unowned] : []),
  ];
}

async function checkKeys(database: Connection): Promise<CheckResult> {
  const [row] = await database.runPlanned<{ active: number }>(
    Prisma.sql`SELECT count(*)::int AS active FROM api_keys WHERE ${isActive()}`,
  );
  return row === undefined || row.active === 0
    ? warning(check, 'no API key is active: make one for each app with `keys create`')
    : ok(check, `there are API keys (${String(row.active)} active)`);
}

async function isAnythingAnonymous(database: Connection): Promise<boolean> {
  const rows = await database.runPlanned(
    Prisma.sql`SELECT FROM ${everyonesEngagements} WHERE created_by = ${anonymous.id} LIMIT 1`,
  );
  return rows.length > 0;
}

const unowned = warning(
  check,
  'what was saved without sign-in is nobody’s who signs in: give it to its app with `keys adopt`, before any API runs with AUTH',
);
