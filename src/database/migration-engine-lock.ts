import { Client } from 'pg';

/** Any number does, as long as it is nobody else's; the engine's own lock is 72707369. */
const lockKey = 727_073_691;

/** A server that does not answer within this time (milliseconds) counts as unreachable. */
const connectionTimeoutMs = 10_000;

/**
 * Does the work while holding a lock that only one process at a time can have in this database. The engine takes a
 * lock too, but gives up after ten seconds; a replica that starts during a long migration has to wait for it.
 * @param onWait is told when another process holds the lock.
 * @throws when the database can't be reached, and whatever the work throws.
 */
export async function withMigrationLock<T>(
  databaseUrl: string,
  onWait: ((message: string) => void) | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectionTimeoutMs,
    application_name: 'partner-engagements migrate',
    keepAlive: true,
  });
  // A lost connection shows in the next query; unhandled, this event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // The lock belongs to the session: a process that dies gives it back.
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      lockKey,
    ]);
    if (rows[0]?.locked !== true) {
      onWait?.('another process is migrating this database: waiting for it');
      await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    }
    return await work();
  } finally {
    await client.end();
  }
}
