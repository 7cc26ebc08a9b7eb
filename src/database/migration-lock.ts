import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { applicationName } from './application-name.js';

/** That of Prisma's own engine, so that its CLI and we never migrate at the same time. */
const lockKey = 72_707_369;

/** How often a process that waits asks for the lock, in milliseconds. */
const retryMs = 500;

/** A server that does not answer within this time (milliseconds) counts as unreachable. */
const connectionTimeoutMs = 10_000;

/**
 * Opens a session and does the work on it while it holds a lock that only one session at a time can have in this
 * database. Lock and work share the session: as long as anything of the work goes on, nobody else begins, and a
 * process that dies gives the lock back.
 * @param onProgress is told when another process holds the lock.
 * @throws when the database can't be reached, and whatever the work throws.
 */
export async function withMigrationLock<T>(
  databaseUrl: string,
  onProgress: (message: string) => void,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectionTimeoutMs,
    application_name: applicationName('migrate'),
    keepAlive: true,
  });
  // A lost connection shows in the next query; unhandled, this event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await lock(client, onProgress);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Asks again and again: a statement that waited would run into the role's statement_timeout. */
async function lock(client: Client, onProgress: (message: string) => void): Promise<void> {
  if (await tryLock(client)) {
    return;
  }
  onProgress('another process is migrating this database: waiting for it');
  do {
    await delay(retryMs);
  } while (!(await tryLock(client)));
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
    lockKey,
  ]);
  return rows[0]?.locked === true;
}
