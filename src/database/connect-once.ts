import { Client } from 'pg';
import type { Prisma } from './generated/client.js';
import type { StatementRunner } from './schema-faults.js';

/** A server that does not answer within this time (milliseconds) counts as unreachable. */
const CONNECT_MS = 5000;

/** A connection of its own, for what is asked once. */
export interface Connection extends StatementRunner {
  readonly client: Client;
}

/**
 * Does work on a connection of its own.
 * @throws when the database can't be reached, and whatever the work throws
 */
export async function connectOnce<T>(
  { url, name }: { url: string; name: string },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
  });
  // A lost connection shows in the next query; unhandled, this event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work({
      client,
      runPlanned: async <Row extends object>({ text, values }: Prisma.Sql) =>
        (await client.query<Row>({ text, values: [...values] })).rows,
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}
