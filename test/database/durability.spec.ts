import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import request from 'supertest';
import { type PostgresServer, startPostgres } from '../../local/postgres-server.js';
import { migrate } from '../../src/database/migrate.js';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { addressOf, startProgram } from '../support/program.js';
import { connect, waitUntil } from '../support/settled.js';

jest.setTimeout(60_000);

let directory: string;
let postgres: PostgresServer;
let admin: Client;
/** As docs/operations.md has it: a role that may do no more than it has to. */
let serviceUrl: string;
let api: TestApi;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'partner-engagements-durability-'));
  await chmod(directory, 0o711);
  postgres = await startPostgres({
    dataDirectory: join(directory, 'postgres'),
    parameters: { wal_level: 'logical' },
  });
  const url = postgres.url('postgres');
  await migrate(url);
  admin = await connect(url);
  await admin.query(`
    SET default_transaction_read_only = off;
    CREATE ROLE service LOGIN PASSWORD 'secret';
    GRANT USAGE ON SCHEMA public TO service;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO service;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO service`);
  const asService = new URL(url);
  asService.username = 'service';
  asService.password = 'secret';
  serviceUrl = asService.href;
  api = await startApi({ DATABASE_URL: serviceUrl });
});

afterEach(async () => {
  await configure('RESET ALL');
  await untilWarnings([]);
});

afterAll(async () => {
  await api.close();
  await admin.end();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
});

async function configure(...changes: readonly string[]): Promise<void> {
  for (const change of changes) {
    await admin.query(`ALTER SYSTEM ${change}`);
  }
  await admin.query('SELECT pg_reload_conf()');
}

async function untilWarnings(codes: readonly string[]): Promise<void> {
  await waitUntil(async () => {
    const { status, body } = await request(api.url).get('/health/ready');
    return (
      status === 200 && String(body.warnings.map(({ code }: { code: string }) => code)) === String(codes)
    );
  });
}

/** What the server takes for a standby: a connection for replication. */
async function follow(replication: 'true' | 'database'): Promise<Client> {
  const options = { connectionString: postgres.url('postgres'), replication };
  const client = new Client(options);
  await client.connect();
  return client;
}

it('has nothing to say of a server that waits for its disk and has no standby', async () => {
  const { body } = await request(api.url).get('/health/ready').expect(200);

  expect(body).toEqual({ status: 'ok', warnings: [] });
});

it.each([
  ['fsync-off', 'SET fsync = off'],
  ['synchronous-commit-off', 'SET synchronous_commit = off'],
])('is ready and warns: %s', async (code, change) => {
  await configure(change);
  await untilWarnings([code]);
  const { body } = await request(api.url).get('/health/ready').expect(200);

  expect(body).toEqual({
    status: 'ok',
    warnings: [{ code, message: expect.stringMatching(/commits|fsync/) }],
  });
});

it('warns of standbys for as long as commits do not wait for them', async () => {
  const standby = await follow('true');
  try {
    await untilWarnings(['standbys-asynchronous']);
    await configure("SET synchronous_standby_names = '*'");
    await untilWarnings([]);
    await configure("SET synchronous_commit = 'local'");
    await untilWarnings(['standbys-asynchronous']);
  } finally {
    await standby.end();
  }
});

it('takes a subscriber of logical replication for no standby', async () => {
  const subscriber = await follow('database');
  try {
    await untilWarnings(['standbys-asynchronous']);
    await subscriber.query('CREATE_REPLICATION_SLOT subscriber TEMPORARY LOGICAL pgoutput');
    await untilWarnings([]);
  } finally {
    await subscriber.end();
  }
});

it.each([
  ['an API', 'src/main.ts'],
  ['a worker', 'src/main-worker.ts'],
])('is said once in the log of %s that starts', async (_, source) => {
  await configure('SET synchronous_commit = off');
  await untilWarnings(['synchronous-commit-off']);
  const program = startProgram(source, { env: { DATABASE_URL: serviceUrl, PORT: '0' } });
  await (source === 'src/main.ts' ? addressOf(program) : program.printed('The worker has started'));
  program.process.kill('SIGTERM');
  const { output } = await program.ended;
  const lines = output.split('\n').filter((line) => line.includes('synchronous-commit-off'));

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 40, codes: ['synchronous-commit-off'] }),
  ]);
});

it('is not ready while nothing can be saved, as after a failover', async () => {
  await configure('SET default_transaction_read_only = on');
  await waitUntil(async () => (await request(api.url).get('/health/ready')).status === 503);
  const { body, headers } = await request(api.url).get('/health/ready').expect(503);
  const refused = await request(api.url).post('/engagements').send(engagement()).expect(503);

  expect(body.type).toBe('/problems/database-unavailable');
  expect(headers['retry-after']).toMatch(/^\d+$/);
  expect(refused.body.type).toBe('/problems/database-unavailable');
  await request(api.url).get('/engagements').expect(200);
});
