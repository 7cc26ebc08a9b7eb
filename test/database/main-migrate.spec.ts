import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createEmptyDatabase } from '../support/database.js';
import { startProgram } from '../support/program.js';

function runMigrate(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  return startProgram('src/main-migrate.ts', { env }).ended;
}

it('says what it applied, or that there is nothing to apply', async () => {
  const database = await createEmptyDatabase();
  try {
    const first = await runMigrate({ DATABASE_URL: database.url });
    expect(first).toEqual({ code: 0, output: expect.stringMatching(/^(applied \d{14}_\w+\n)+$/) });
    expect(await runMigrate({ DATABASE_URL: database.url })).toEqual({
      code: 0,
      output: 'nothing to apply\n',
    });
  } finally {
    await database.drop();
  }
});

it('takes the way past a pooler where there is one', async () => {
  const database = await createEmptyDatabase();
  try {
    const pooler = 'postgresql://ada:top-secret@127.0.0.1:1/crm';
    const past = { DATABASE_URL: pooler, DATABASE_DIRECT_URL: database.url };
    expect(await runMigrate(past)).toMatchObject({ code: 0, output: expect.stringContaining('applied ') });
  } finally {
    await database.drop();
  }
});

it('names the migration and the statement that failed, and why', async () => {
  const database = await createEmptyDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('CREATE TYPE "EngagementStatus" AS ENUM ()');
    const { code, output } = await runMigrate({ DATABASE_URL: database.url });
    expect(code).toBe(1);
    expect(output).toMatch(
      /^Could not migrate database test_\w+ at \S+: \d{14}_engagements failed on line 5: type "EngagementStatus" already exists, in: CREATE TYPE "EngagementStatus" AS ENUM .+\n$/,
    );
  } finally {
    await client.end();
    await database.drop();
  }
});

it.each([
  ['no DATABASE_URL', {}, 'DATABASE_URL: is required and not set\n'],
  [
    'a server that does not answer',
    { DATABASE_URL: 'postgresql://ada:top-secret@127.0.0.1:1/crm' },
    'Could not migrate database crm at 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n',
  ],
])('ends with one line and 1: %s', async (_, env, output) => {
  expect(await runMigrate(env)).toEqual({ code: 1, output });
});
