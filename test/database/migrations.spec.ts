import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { readMigrationList } from '../../local/prisma-engine/engine-files.js';
import { noFilters, schemaDrift, withPrismaEngine } from '../../local/prisma-engine/prisma-engine.js';
import { migrationsDirectory } from '../../src/database/migration-files.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { connect } from '../support/settled.js';

/** The product's own migrations, which every test database has. */
let database: TestDatabase;
let client: Client;

beforeEach(async () => {
  database = await createTestDatabase();
  client = await connect(database.url);
});

afterEach(async () => {
  await client.end();
  await database.drop();
});

it('say what the schema says', async () => {
  expect(await schemaDrift(database.url)).toBe('');
});

it('would not go unnoticed if they did not', async () => {
  await client.query('ALTER TABLE engagements DROP COLUMN description');
  expect(await schemaDrift(database.url)).toContain('ADD COLUMN     "description" TEXT');
});

it('are all applied and unchanged in the eyes of Prisma', async () => {
  const migrationsList = await readMigrationList(migrationsDirectory);
  expect(
    await withPrismaEngine(database.url, (engine) =>
      engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilters }),
    ),
  ).toMatchObject({ editedMigrationNames: [], failedMigrationNames: [], history: null });
});
