import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Client } from 'pg';
import type { Settings } from '../config/settings.js';
import { applicationName } from '../database/application-name.js';
import { type Connection, connectOnce } from '../database/connect-once.js';
import { type DatabaseTrouble, databaseTroubleOf } from '../database/database-trouble.js';
import { describeDatabase, roleIn } from '../database/database-url.js';
import { databaseStateOf } from '../database/durability.js';
import { neededRights } from '../database/needed-rights.js';
import { schemaStateOf } from '../database/schema-faults.js';
import { causeOf } from '../errors/failure-cause.js';
import { checkCallers } from './check-callers.js';
import { type CheckResult, failed, ok, warning } from './check-result.js';

/** `server_version_num` of the oldest PostgreSQL that the tests run on. */
const OLDEST_SERVER = 150_000;

/** How long a notification may take, in milliseconds. */
const NOTIFIED_WITHIN_MS = 5000;

const name = applicationName('check');

/** Everything about the database that a deployment rests on. It changes nothing. */
export async function checkDatabase(settings: Settings): Promise<CheckResult[]> {
  const { databaseUrl } = settings;
  try {
    return await connectOnce({ url: databaseUrl, name }, async (database) => [
      ok('database', `${describeDatabase(databaseUrl)} lets role ${roleIn(databaseUrl)} in`),
      await checkVersion(database),
      ...(await checkSchema(database, settings)),
      ...(await checkDurability(database)),
      await checkListening(database, settings),
    ]);
  } catch (error) {
    return [unreached('database', databaseUrl, error)];
  }
}

async function checkVersion({ client }: Connection): Promise<CheckResult> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
  );
  const { number = 0, version = 'unknown' } = rows[0] ?? {};
  return number >= OLDEST_SERVER
    ? ok('server version', `PostgreSQL ${version}`)
    : failed('server version', `PostgreSQL ${version} is too old: 15 or newer is needed`);
}

async function checkSchema(database: Connection, settings: Settings): Promise<CheckResult[]> {
  const { faults, historyReadable } = await schemaStateOf(database, neededRights(settings));
  const faultOf = (wanted: string) => faults.find(({ code }) => code === wanted)?.detail;
  const [migration, right] = [faultOf('migration-missing'), faultOf('right-missing')];
  return [
    migration === undefined
      ? historyReadable || right !== undefined
        ? ok('migrations', 'all that this version knows')
        : warning('migrations', 'the role may not read _prisma_migrations: told by the tables only')
      : failed('migrations', migration),
    right === undefined
      ? ok('rights', 'all that the service needs')
      : failed('rights', `${right} Migrate with SERVICE_ROLE, or grant it.`),
    // Its statement needs the tables, and the right to read them.
    ...(faults.length === 0 ? await checkCallers(database, settings) : []),
  ];
}

async function checkDurability(database: Connection): Promise<CheckResult[]> {
  const { isReadOnly, warnings } = await databaseStateOf(database);
  return [
    isReadOnly
      ? failed('writes', 'the server takes none: it is a standby, or set to read only')
      : ok('writes', 'the server takes them'),
    ...(warnings.length === 0
      ? [ok('durability', 'what is committed stays')]
      : warnings.map(({ code, message }) => warning('durability', `${message} (${code})`))),
  ];
}

/** Whether what a connection of the pool tells is heard on a direct one: not through a pooler, nor at another database. */
async function checkListening({ client: teller }: Connection, settings: Settings): Promise<CheckResult> {
  const { databaseDirectUrl } = settings;
  const check = 'notifications';
  try {
    return await connectOnce({ url: databaseDirectUrl, name }, async ({ client: listener }) =>
      (await isHeard(listener, teller))
        ? ok(check, 'LISTEN works')
        : failed(
            check,
            'what one connection tells another one does not hear: does DATABASE_DIRECT_URL lead past the pooler, to the same database?',
          ),
    );
  } catch (error) {
    return unreached(check, databaseDirectUrl, error);
  }
}

async function isHeard(listener: Client, teller: Client): Promise<boolean> {
  const channel = `check_${randomUUID().replaceAll('-', '')}`;
  const heard = once(listener, 'notification', { signal: AbortSignal.timeout(NOTIFIED_WITHIN_MS) });
  // It fails by time alone; a statement that fails is told first.
  const inTime = heard.then(
    () => true,
    () => false,
  );
  await listener.query(`LISTEN ${channel}`);
  await teller.query('SELECT pg_notify($1, $2)', [channel, '']);
  return inTime;
}

const advice: Readonly<Record<DatabaseTrouble['kind'], string>> = {
  'database-away': 'can’t be reached: is it running, and do name, port, TLS and network agree?',
  'database-password': 'does not let the role in: check its password, and pg_hba.conf',
  'database-missing': 'is not there: create it, or mend the URL',
  'database-migration': 'lacks a migration: run the one of this version',
  'database-right': 'denies the role a right: grant it',
};

function unreached(check: string, url: string, error: unknown): CheckResult {
  const { kind, cause } = databaseTroubleOf(error) ?? { kind: 'database-away', cause: causeOf(error) };
  return failed(check, `${describeDatabase(url)} ${advice[kind]} (role ${roleIn(url)}, ${cause})`);
}
