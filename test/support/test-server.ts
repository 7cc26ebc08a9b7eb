import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startTemporaryPostgres } from '../../local/temporary-postgres.js';
import { migrate } from '../../src/database/migrate.js';
import { databaseUrl, serverVariable, templateVariable } from './database.js';

let stop: () => Promise<void> = () => Promise.resolve();

/** Uses the server of TEST_DATABASE_URL, or else starts one that leaves nothing behind. */
export async function startTestServer(): Promise<void> {
  const ownServer = process.env['TEST_DATABASE_URL'];
  const temporary = ownServer === undefined ? await startTemporaryPostgres() : undefined;
  const serverUrl = ownServer ?? temporary?.url('postgres') ?? '';
  const template = `template_${randomBytes(6).toString('hex')}`;

  await query(serverUrl, `CREATE DATABASE ${template}`);
  await migrate(databaseUrl(serverUrl, template));
  process.env[serverVariable] = serverUrl;
  process.env[templateVariable] = template;
  stop = () => temporary?.stop() ?? query(serverUrl, `DROP DATABASE ${template} WITH (FORCE)`);
}

export function stopTestServer(): Promise<void> {
  return stop();
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
