import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { connectionSocket } from '../../src/database/connection-socket.js';
import { isDatabaseUnavailable } from '../../src/database/database-errors.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

async function clientWithin(silenceMs: number): Promise<Client> {
  const client = new Client({
    connectionString: database.url,
    stream: () => connectionSocket(silenceMs),
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

it('gives up a server that says nothing any more', async () => {
  const client = await clientWithin(200);
  const asked: unknown = await client.query('SELECT pg_sleep(3600)').catch((error: unknown) => error);

  expect(asked).toMatchObject({ code: 'ETIMEDOUT', message: 'The database has been silent for 200 ms' });
  expect(isDatabaseUnavailable(asked)).toBe(true);
});

it('waits for one that takes its time and says so', async () => {
  const client = await clientWithin(1000);
  const talking = `DO $$ BEGIN FOR i IN 1..12 LOOP RAISE NOTICE 'still here'; PERFORM pg_sleep(0.1); END LOOP; END $$`;
  await client.query(talking);
  const { rows } = await client.query<{ alive: boolean }>('SELECT true AS alive');
  await client.end();

  expect(rows).toEqual([{ alive: true }]);
});
