import { Client } from 'pg';
import type { TemporaryPostgres } from '../local/temporary-postgres.js';
import { migrate } from '../src/database/migrate.js';

/** Does some work on a connection of its own. */
export async function withClient<T>(
  connectionString: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes a database, with all migrations. @returns its address */
export async function createDatabase(server: TemporaryPostgres, name: string): Promise<string> {
  await withClient(server.url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
  await migrate(server.url(name));
  return server.url(name);
}

/** Such as `18.4`. */
export function serverVersion(connectionString: string): Promise<string> {
  return withClient(connectionString, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  });
}
