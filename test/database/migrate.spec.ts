import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { migrate } from '../../src/database/migrate.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { startProgram } from '../support/program.js';
import { connect, waitUntil } from '../support/settled.js';
import { createMigrationsFolder, type MigrationsFolder } from './migrations-folder.js';

let database: TestDatabase;
let client: Client;
let folder: MigrationsFolder;
let said: string[];

beforeEach(async () => {
  database = await createEmptyDatabase();
  client = await connect(database.url);
  folder = await createMigrationsFolder({
    '1_first': 'CREATE TABLE first (id int);',
    '2_second': 'CREATE TABLE second (id int);',
  });
  said = [];
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await folder.delete();
});

const run = () =>
  migrate(database.url, { directory: folder.path, onProgress: (message) => said.push(message) });

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

async function recorded(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at',
  );
  return rows.map(({ name }) => name);
}

it('applies migrations in the order of their names, and then has nothing to do', async () => {
  await folder.write('0_zeroth', 'CREATE TABLE zeroth (id int)');
  await folder.write('1_first_and_a_half', 'ALTER TABLE first RENAME TO renamed');
  const names = ['0_zeroth', '1_first', '1_first_and_a_half', '2_second'];

  expect(await run()).toEqual(names);
  expect(await run()).toEqual([]);

  expect(said).toEqual(names.map((name) => `applied ${name}`));
  expect(await recorded()).toEqual(names);
  expect(await tables()).toEqual(['_prisma_migrations', 'renamed', 'second', 'zeroth']);
});

it("leaves somebody else's database alone", async () => {
  await client.query('CREATE TABLE invoices (id int)');

  await expect(run()).rejects.toThrow(
    'it has no migrations yet, but other tables ("invoices"): is it the right one?',
  );
  expect(await tables()).toEqual(['invoices']);
});

it('does not mind what extensions bring along', async () => {
  await client.query('CREATE EXTENSION pg_stat_statements');

  expect(await run()).toEqual(['1_first', '2_second']);
});

it('lets one process apply, and the others wait for it', async () => {
  // It takes as long as the test wants it to.
  await client.query('SELECT pg_advisory_lock(1)');
  await folder.write('1_first', 'SELECT pg_advisory_xact_lock(1); CREATE TABLE first (id int)');
  const runs = Promise.all([run(), run(), run()]);
  await waitUntil(() => said.length === 2);
  await client.query('SELECT pg_advisory_unlock(1)');

  expect((await runs).toSorted((a, b) => b.length - a.length)).toEqual([['1_first', '2_second'], [], []]);
  const waiting = 'another process is migrating this database: waiting for it';
  expect(said).toEqual([waiting, waiting, 'applied 1_first', 'applied 2_second']);
  expect(await recorded()).toEqual(['1_first', '2_second']);
});

describe('a migration that fails', () => {
  const third = `
-- A table; and its rows
CREATE TABLE third (id int PRIMARY KEY);

INSERT INTO third
VALUES (1), (1);
DROP TABLE first;
`;

  it('is told by name, line and statement; nothing of it stays, and the next run goes on from it', async () => {
    await folder.write('3_third', third);
    await folder.write('4_fourth', 'CREATE TABLE fourth (id int)');
    await expect(run()).rejects.toThrow(
      /^3_third failed on line 5: duplicate key value violates unique constraint "third_pkey", in: INSERT INTO third$/,
    );
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'second']);
    expect(await recorded()).toEqual(['1_first', '2_second']);

    await folder.write('3_third', third.replace('(1), (1)', '(1), (2)'));
    expect(await run()).toEqual(['3_third', '4_fourth']);
    expect(await tables()).toEqual(['_prisma_migrations', 'fourth', 'second', 'third']);
  });

  it.each([
    ['a wrong word', 'SELECT 1;\n\nSELEC 2', 'line 3: syntax error at or near "SELEC", in: SELEC 2'],
    [
      'a string that never ends',
      `SELECT 1; SELECT 'a;\nb`,
      `line 1: unterminated quoted string at or near "'a;, in: SELECT 'a;`,
    ],
    [
      'what an earlier statement of the same file made impossible',
      'DROP TABLE first;\nSELECT * FROM first',
      'line 2: relation "first" does not exist, in: SELECT * FROM first',
    ],
    [
      'an error within a function',
      `SELECT 1;\nDO $$ BEGIN\n  RAISE EXCEPTION 'no; never\nagain';\nEND $$`,
      'line 2: no; never, in: DO $$ BEGIN',
    ],
    [
      'what refuses a transaction',
      'CREATE INDEX CONCURRENTLY i ON first (id)',
      'line 1: CREATE INDEX CONCURRENTLY cannot run inside a transaction block, in: CREATE INDEX CONCURRENTLY i ON first (id)',
    ],
  ])('is told in one line: %s', async (_, sql, told) => {
    await folder.write('3_third', sql);
    await expect(run()).rejects.toMatchObject({ message: `3_third failed on ${told}` });
  });

  it('is told when what was put off to its end fails', async () => {
    await folder.write(
      '3_third',
      `CREATE TABLE third (id int PRIMARY KEY, other int REFERENCES third DEFERRABLE INITIALLY DEFERRED);
       INSERT INTO third VALUES (1, 2)`,
    );
    await expect(run()).rejects.toThrow(
      '3_third failed at its end: insert or update on table "third" violates foreign key constraint',
    );
    expect(await recorded()).toEqual(['1_first', '2_second']);
  });

  it.each(['COMMIT', 'begin', 'Start Transaction', 'ROLLBACK'])(
    'must not have %s of its own',
    async (word) => {
      await folder.write('3_third', `DROP TABLE first;\n${word};`);
      await expect(run()).rejects.toThrow(
        `3_third has ${word} on line 2: a migration is one transaction as it is`,
      );
      expect(await tables()).toContain('first');
    },
  );
});

it('keeps what a migration sets for its session from its record and from the next one', async () => {
  await folder.write(
    '1_first',
    `SELECT set_config('search_path', '', false); SET lock_timeout = '1ms'; CREATE TEMP TABLE scratch (id int)`,
  );
  await folder.write(
    '2_second',
    `CREATE TABLE settings AS SELECT current_setting('lock_timeout') AS timeout;
     CREATE TEMP TABLE scratch (id int)`,
  );
  await run();

  expect((await client.query('SELECT timeout FROM settings')).rows).toEqual([{ timeout: '0' }]);
});

describe('an applied migration', () => {
  it('must not change: nothing else is applied then', async () => {
    await run();
    await folder.write('2_second', 'CREATE TABLE second (id bigint);');
    await folder.write('3_third', 'CREATE TABLE third (id int)');

    await expect(run()).rejects.toThrow(
      '2_second has changed since it was applied: restore its file, and put the change into a new migration',
    );
    expect(await recorded()).toEqual(['1_first', '2_second']);
  });

  it('may have the line breaks of another system', async () => {
    await folder.write('2_second', 'CREATE TABLE\nsecond\n(id int);\n');
    await run();
    await folder.write('2_second', 'CREATE TABLE\r\nsecond\r\n(id int);\r\n');
    await folder.write('3_third', 'CREATE TABLE\r\nthird\r\n(id int);\r\n');
    expect(await run()).toEqual(['3_third']);
    await folder.write('3_third', 'CREATE TABLE\nthird\n(id int);\n');
    expect(await run()).toEqual([]);
  });

  it('may be unknown to an older version, which goes on', async () => {
    await folder.write('3_newer', 'CREATE TABLE newer (id int)');
    await run();
    await folder.remove('3_newer');
    said = [];

    expect(await run()).toEqual([]);
    expect(said).toEqual(['the database also has 3_newer, of a newer version']);
  });
});

it('gives the lock back when its process is killed, even in the middle of a statement', async () => {
  await folder.write('2_second', 'CREATE TABLE second (id int); SELECT pg_sleep(3600)');
  const program = startProgram('test/database/run-migrate.ts', { args: [database.url, folder.path] });
  await waitUntil(async () => {
    const { rows } = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT pg_sleep(3600)'`,
    );
    return rows.length === 1;
  });
  program.process.kill('SIGKILL');
  await program.ended;
  expect(await tables()).toEqual(['_prisma_migrations', 'first']);

  await folder.write('2_second', 'CREATE TABLE second (id int)');
  expect(await run()).toEqual(['2_second']);
});
