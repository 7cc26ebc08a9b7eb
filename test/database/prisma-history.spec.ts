import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Client } from 'pg';
import { readMigrationList } from '../../local/prisma-engine/engine-files.js';
import { noFilters, withPrismaEngine } from '../../local/prisma-engine/prisma-engine.js';
import { migrate } from '../../src/database/migrate.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { connect } from '../support/settled.js';
import { createMigrationsFolder, type MigrationsFolder } from './migrations-folder.js';

/** Prisma's own engine and our migrations take turns on one database: each must understand what the other left. */
let database: TestDatabase;
let client: Client;
let folder: MigrationsFolder;

beforeEach(async () => {
  database = await createEmptyDatabase();
  client = await connect(database.url);
  folder = await createMigrationsFolder({
    '1_first': 'CREATE TABLE first (id int);\n',
    '2_second': '-- Zweitens; größer\nCREATE TABLE second (id int);\n',
  });
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await folder.delete();
});

const migrateHere = (onProgress?: (message: string) => void) =>
  migrate(database.url, { directory: folder.path, onProgress });

/** As `prisma migrate deploy` does. */
async function deployWithPrisma(): Promise<string[]> {
  const migrationsList = await readMigrationList(folder.path);
  const { appliedMigrationNames } = await withPrismaEngine(database.url, (engine) =>
    engine.applyMigrations({ migrationsList, filters: noFilters }),
  );
  return appliedMigrationNames;
}

/** As `prisma migrate status` does. */
async function statusByPrisma(): ReturnType<SchemaEngine['diagnoseMigrationHistory']> {
  const migrationsList = await readMigrationList(folder.path);
  return withPrismaEngine(database.url, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilters }),
  );
}

const upToDate = {
  editedMigrationNames: [],
  failedMigrationNames: [],
  hasMigrationsTable: true,
  history: null,
};

async function tableOfHistory(): Promise<unknown[]> {
  const { rows } = await client.query(
    `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
     FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
  );
  return rows;
}

/** What does not differ from run to run. */
async function records(): Promise<unknown[]> {
  const { rows } = await client.query(
    `SELECT migration_name, checksum, logs, applied_steps_count, length(id) AS id,
       finished_at >= started_at AS finished, rolled_back_at
     FROM _prisma_migrations ORDER BY started_at`,
  );
  return rows;
}

it('goes on where Prisma has begun', async () => {
  expect(await deployWithPrisma()).toEqual(['1_first', '2_second']);
  await folder.write('3_third', 'CREATE TABLE third (id int)');

  expect(await migrateHere()).toEqual(['3_third']);
  expect(await statusByPrisma()).toEqual(upToDate);
});

it('lets Prisma go on where it has begun', async () => {
  expect(await migrateHere()).toEqual(['1_first', '2_second']);
  expect(await statusByPrisma()).toEqual(upToDate);

  await folder.write('3_third', 'CREATE TABLE third (id int)');
  expect(await deployWithPrisma()).toEqual(['3_third']);
  expect(await migrateHere()).toEqual([]);
});

it('records what Prisma records', async () => {
  await migrateHere();
  const ours = { table: await tableOfHistory(), records: await records() };
  await client.query('DROP TABLE _prisma_migrations, first, second');
  await deployWithPrisma();

  expect(ours).toEqual({ table: await tableOfHistory(), records: await records() });
});

it('tries again what failed in Prisma, which would ask for `migrate resolve`', async () => {
  await folder.write('2_second', 'CREATE TABLE second (id int); CREATE TABLE first (id int);');
  await expect(deployWithPrisma()).rejects.toThrow('relation "first" already exists');
  expect(await statusByPrisma()).toMatchObject({ failedMigrationNames: ['2_second'] });

  await folder.write('2_second', 'CREATE TABLE second (id int)');
  const said: string[] = [];
  expect(await migrateHere((message) => said.push(message))).toEqual(['2_second']);
  expect(said).toEqual(['2_second did not finish earlier: trying it again', 'applied 2_second']);
  expect(await statusByPrisma()).toEqual(upToDate);
});

it('refuses a changed migration that Prisma calls edited', async () => {
  await deployWithPrisma();
  await folder.write('1_first', 'CREATE TABLE first (id bigint);\n');

  expect(await statusByPrisma()).toMatchObject({ editedMigrationNames: ['1_first'] });
  await expect(migrateHere()).rejects.toThrow('1_first has changed since it was applied');
});
