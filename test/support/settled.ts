import { once } from 'node:events';
import { Client } from 'pg';

/** A connection to the test's database, for looking behind the API. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Resolves as soon as the engagement has the status; the service tells each settlement through Postgres. */
export async function waitForStatus(databaseUrl: string, id: string, status: string): Promise<void> {
  const client = await connect(databaseUrl);
  try {
    await client.query('LISTEN engagement_status');
    for (;;) {
      const told = once(client, 'notification');
      const { rows } = await client.query('SELECT status FROM engagements WHERE id = $1', [id]);
      if (rows[0]?.status === status) {
        return;
      }
      await told;
    }
  } finally {
    await client.end();
  }
}

/** Resolves as soon as the condition holds; for what nobody tells: rows and locks of another process. */
export async function waitUntil(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
