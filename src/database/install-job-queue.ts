import { PgBoss } from 'pg-boss';

/**
 * Creates the tables of the job queue, pg-boss's own, or brings them to its present version. Several processes may
 * call it at once. It is done with the migrations, so that a replica needs no right to create tables.
 * @throws when the database can't be reached, or the role may not create a schema
 */
export async function installJobQueue(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  // What fails is thrown as well; unhandled, this event would end the process.
  boss.on('error', () => undefined);
  try {
    await boss.start();
  } finally {
    await boss.stop({ graceful: false });
  }
}
