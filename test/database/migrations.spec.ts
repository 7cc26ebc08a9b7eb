import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { migrate, schemaDrift } from '../../src/database/migration-engine.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/database.js';

const project = join(import.meta.dirname, '..', '..');

async function migrationsOnDisk(): Promise<string[]> {
  const entries = await readdir(join(project, 'prisma', 'migrations'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

describe('migrate', () => {
  let database: TestDatabase;
  let client: Client;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  async function recorded() {
    const { rows } = await client.query<{ name: string; finished: boolean; rolledBack: boolean }>(
      `SELECT migration_name AS name, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS "rolledBack"
       FROM _prisma_migrations ORDER BY started_at`,
    );
    return rows;
  }

  it('brings an empty database up to date, and then has nothing to do', async () => {
    const names = await migrationsOnDisk();

    expect(await migrate(database.url)).toEqual(names);
    expect(await migrate(database.url)).toEqual([]);
    expect(await recorded()).toEqual(names.map((name) => ({ name, finished: true, rolledBack: false })));
  });

  it('applies each migration once when several replicas start together', async () => {
    const waits: string[] = [];
    const onProgress = (message: string) => waits.push(message);
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, { onProgress })));

    const names = await migrationsOnDisk();
    expect(results.toSorted((a, b) => b.length - a.length)).toEqual([names, [], []]);
    expect(await recorded()).toHaveLength(names.length);
    expect(waits).toEqual([expect.stringContaining('waiting'), expect.stringContaining('waiting')]);
  });

  it('leaves nothing of a migration that fails, says why, and tries it again the next time', async () => {
    await client.query(`CREATE TYPE "EngagementStatus" AS ENUM ()`);
    await expect(migrate(database.url)).rejects.toThrow('type "EngagementStatus" already exists');
    // The script makes this one before it comes to the one that is in the way.
    const { rows } = await client.query(`SELECT 1 FROM pg_type WHERE typname = 'Catalog'`);
    expect(rows).toEqual([]);

    await client.query(`DROP TYPE "EngagementStatus"`);
    const [first = '', ...rest] = await migrationsOnDisk();
    const said: string[] = [];
    const applied = await migrate(database.url, { onProgress: (message) => said.push(message) });
    expect(applied).toEqual([first, ...rest]);
    expect(said).toEqual([`${first} did not finish earlier: trying it again`]);
    expect((await recorded()).slice(0, 2)).toEqual([
      { name: first, finished: false, rolledBack: true },
      { name: first, finished: true, rolledBack: false },
    ]);
  });
});

it('has migrations that say what the schema says', async () => {
  const database = await createTestDatabase();
  try {
    expect(await schemaDrift(database.url)).toBe('');
  } finally {
    await database.drop();
  }
});

it('sees a difference between database and schema', async () => {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('ALTER TABLE engagements DROP COLUMN description');
    expect(await schemaDrift(database.url)).toContain('ADD COLUMN     "description" TEXT');
  } finally {
    await client.end();
    await database.drop();
  }
});
