import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/database.js';
import { addressOf, startProgram } from '../support/program.js';
import { createServiceRole, type ServiceRole, withAccount } from '../support/service-role.js';
import { connect, waitUntil } from '../support/settled.js';

let database: TestDatabase;
let admin: Client;
let role: ServiceRole;
beforeEach(async () => {
  database = await createTestDatabase();
  admin = await connect(database.url);
  role = await createServiceRole(admin, database.url);
});
afterEach(async () => {
  await role.drop();
  await admin.end();
  await database.drop();
});

const programs = ['src/main.ts', 'src/main-worker.ts'];
const environment = { PORT: '0', AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: 'http://127.0.0.1:1' };
const run = (source: string, DATABASE_URL: string) =>
  startProgram(source, { env: { ...environment, DATABASE_URL } }).ended;

/** How the role's connections are listed. */
async function applicationNames(): Promise<string[]> {
  const { rows } = await admin.query(
    `SELECT DISTINCT application_name FROM pg_stat_activity WHERE usename = '${role.name}'`,
  );
  return rows.map(({ application_name }) => String(application_name));
}

/** One line, to the letter, without the password. */
const line = (pattern: string) =>
  expect.stringMatching(new RegExp(`^Partner Engagements can't start: ${pattern}\\n$`));

describe.each(programs)(
  '%s does not start, says why in a line, and ends with a code of its own',
  (source) => {
    it('with a wrong password', async () => {
      expect(await run(source, withAccount(database.url, role.name, 'wr0ng'))).toEqual({
        code: 77,
        output: line(
          `database test_\\w+ at \\S+ does not let role ${role.name} in: [^\\n]*\\(SQLSTATE 28P01\\)`,
        ),
      });
    });

    it('where there is no such database', async () => {
      const url = new URL(role.url);
      url.pathname = '/nowhere';

      expect(await run(source, url.href)).toEqual({
        code: 77,
        output: line('database nowhere at \\S+: the server has no such database. \\(SQLSTATE 3D000\\)'),
      });
    });

    it('without the last migration', async () => {
      const { rows } = await admin.query(
        'DELETE FROM _prisma_migrations WHERE started_at = (SELECT max(started_at) FROM _prisma_migrations) RETURNING migration_name',
      );

      expect(await run(source, role.url)).toEqual({
        code: 65,
        output: line(
          `database test_\\w+ at \\S+: The database lacks ${String(rows[0]?.migration_name)}: [^\\n]*`,
        ),
      });
    });

    it('without a right', async () => {
      await admin.query(`
      REVOKE INSERT, UPDATE ON submission_pace FROM ${role.name};
      REVOKE ALL ON SEQUENCE engagement_events_id_seq FROM ${role.name}`);

      expect(await run(source, role.url)).toEqual({
        code: 76,
        output: line(
          '[^\\n]* The database role lacks USAGE on sequence engagement_events_id_seq, (?:INSERT, UPDATE|UPDATE, INSERT) on table submission_pace.',
        ),
      });
    });

    it('without the right to see any table', async () => {
      await admin.query(`REVOKE USAGE ON SCHEMA public FROM PUBLIC, ${role.name}`);

      expect(await run(source, role.url)).toEqual({
        code: 76,
        output: line('[^\\n]* The database role lacks USAGE on schema public.'),
      });
    });

    it('with bad settings, a line each', async () => {
      const { code, output } = await startProgram(source, {
        env: { DATABASE_URL: 'postgresql://ada:s3cret#@db.example/crm', PORT: 'x', AWS_REGION: 'us-east-9' },
      }).ended;

      expect(code).toBe(78);
      expect(output.split('\n').map((one) => one.split(':', 1)[0])).toEqual([
        "Partner Engagements can't start",
        'PORT',
        'DATABASE_URL',
        'AWS_REGION',
        '',
      ]);
      expect(output).not.toContain('s3cret');
    });
  },
);

it('the right to read API keys is the API’s to have, and no worker’s', async () => {
  await admin.query(`REVOKE ALL ON api_keys FROM ${role.name}`);
  const env = {
    ...environment,
    DATABASE_URL: role.url,
    AUTH: 'api-key',
    API_KEY_PEPPER: '0123456789abcdef0123456789abcdef',
  };

  expect(await startProgram('src/main.ts', { env }).ended).toEqual({
    code: 76,
    output: line('[^\\n]* The database role lacks [^\\n]* on table api_keys.'),
  });
  const worker = startProgram('src/main-worker.ts', { env });
  await worker.printed('The worker has started');
  worker.process.kill('SIGTERM');
  await worker.ended;
});

it('an empty database lacks all migrations', async () => {
  const empty = await createEmptyDatabase();
  try {
    expect(await run('src/main.ts', empty.url)).toEqual({
      code: 65,
      output: line('[^\\n]* The database lacks [^\\n]*table engagements[^\\n]*'),
    });
  } finally {
    await empty.drop();
  }
});

it('a role that may not read the history of migrations is told of missing tables', async () => {
  await admin.query(`REVOKE ALL ON _prisma_migrations FROM ${role.name}; DROP TABLE submission_turns`);

  expect(await run('src/main.ts', role.url)).toEqual({
    code: 65,
    output: line('[^\\n]* The database lacks table submission_turns: [^\\n]*'),
  });
});

it('a port that is taken is told in a line', async () => {
  const first = startProgram('src/main.ts', { env: { ...environment, DATABASE_URL: role.url } });
  try {
    const { port } = new URL(await addressOf(first));
    const second = startProgram('src/main.ts', {
      env: { ...environment, DATABASE_URL: role.url, PORT: port },
    });
    const { code, output } = await second.ended;

    expect(code).toBe(71);
    expect(output).toMatch(/\nPartner Engagements can't start: [^\n]*EADDRINUSE[^\n]*\n$/);
  } finally {
    first.process.kill('SIGTERM');
    await first.ended;
  }
});

it('a database that is merely away stops nobody: an API answers 503 and says what is missing, all at once', async () => {
  const api = startProgram('src/main.ts', {
    env: { ...environment, DATABASE_URL: 'postgresql://ada:s3cret@127.0.0.1:1/crm' },
  });
  try {
    const answer = await fetch(`${await addressOf(api)}/health/ready`);

    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      type: '/problems/database-unavailable',
      detail: 'The database does not answer. (connection-refused)',
      missing: [{ code: 'database-away', detail: 'The database does not answer. (connection-refused)' }],
    });
    expect(api.output()).not.toContain('s3cret');
  } finally {
    api.process.kill('SIGTERM');
    await api.ended;
  }
});

it('a worker whose database is away starts too', async () => {
  const worker = startProgram('src/main-worker.ts', {
    env: { ...environment, DATABASE_URL: 'postgresql://ada:s3cret@127.0.0.1:1/crm' },
  });
  await worker.printed('The worker has started');
  worker.process.kill('SIGTERM');

  expect(await worker.ended).toMatchObject({ code: 0 });
});

it.each([
  ['src/main.ts', 'Listening on', 'partner-engagements-api'],
  ['src/main-worker.ts', 'The worker has started', 'partner-engagements-worker'],
])(
  '%s runs under a role with the documented rights; its connections have names, and its end has lines',
  async (source, started, name) => {
    const program = startProgram(source, { env: { ...environment, DATABASE_URL: role.url } });
    await program.printed(started);
    await waitUntil(async () => {
      const names = await applicationNames();
      return names.length === 2 && names.includes(name) && names.includes('partner-engagements-listen');
    });
    program.process.kill('SIGTERM');
    const { code, output } = await program.ended;
    const lines = output
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one));

    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ msg: 'Stopped', durationMs: expect.any(Number) });
    expect(lines).toContainEqual(
      expect.objectContaining({ signal: 'SIGTERM', msg: expect.stringMatching(/^Stopping/) }),
    );
    expect(lines.filter(({ level }) => level >= 50)).toEqual([]);
  },
);

it('a name that the URL gives a connection goes before ours', async () => {
  const program = startProgram('src/main-worker.ts', {
    env: { ...environment, DATABASE_URL: `${role.url}?application_name=crm-worker` },
  });
  await program.printed('The worker has started');
  await waitUntil(async () => {
    return String(await applicationNames()) === 'crm-worker';
  });
  program.process.kill('SIGTERM');
  await program.ended;
});
