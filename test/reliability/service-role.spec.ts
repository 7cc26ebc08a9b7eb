import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { serviceRights } from '../../src/database/service-grants.js';
import { migrate } from '../../src/database/migrate.js';
import { startApi, type TestApi } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { type Program, startProgram } from '../support/program.js';
import { connect, waitForStatus } from '../support/settled.js';

/** A role of this server's, which all databases share. Its name needs quotes. */
const role = `Service-${randomBytes(4).toString('hex')}`;

let database: TestDatabase;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = await connect(database.url);
  await owner.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'of-the-service'`);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
  const server = await connect(process.env['TEST_SERVER_URL'] ?? '');
  await server.query(`DROP ROLE "${role}"`);
  await server.end();
});

function urlOfRole(): string {
  const url = new URL(database.url);
  url.username = role;
  url.password = 'of-the-service';
  return url.href;
}

/** What the role may do with each table of the schema, columns included. */
async function rightsOfRole(): Promise<Record<string, string[]>> {
  const { rows } = await owner.query<{ name: string; rights: string[] }>(
    `SELECT relname AS name, array(
         SELECT kind FROM unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS kind
         WHERE has_table_privilege($1, oid, kind)
         UNION ALL
         SELECT 'UPDATE (' || attname || ')' FROM pg_attribute
         WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT has_table_privilege($1, pg_class.oid, 'UPDATE')
           AND has_column_privilege($1, pg_class.oid, attnum, 'UPDATE')
       ) AS rights
     FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')`,
    [role],
  );
  return Object.fromEntries(rows.map(({ name, rights }) => [name, rights]));
}

const wanted = Object.fromEntries(
  Object.entries(serviceRights).map(([name, rights]) => [name, rights.split(', ')]),
);

describe('SERVICE_ROLE', () => {
  it('gets its rights on every table that the migrations make, and no others', async () => {
    await migrate(database.url, { serviceRole: role });

    expect(await rightsOfRole()).toEqual(wanted);
  });

  it('gets them on tables that come later, and loses those that it had besides', async () => {
    await owner.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "${role}"`);
    await owner.query(`GRANT ALL ON api_keys, engagement_events TO "${role}"`);

    expect(await migrate(database.url, { serviceRole: role })).toEqual([]);
    expect(await rightsOfRole()).toEqual(wanted);
  });

  it('leaves a table alone that is somebody else’s', async () => {
    await owner.query('CREATE TABLE reports (id int)');
    try {
      await migrate(database.url, { serviceRole: role });

      expect(await rightsOfRole()).toEqual({ ...wanted, reports: [] });
    } finally {
      await owner.query('DROP TABLE reports');
    }
  });

  it('may use functions and types that are not everybody’s any more', async () => {
    await owner.query('REVOKE EXECUTE ON FUNCTION uuid_v7() FROM PUBLIC');
    await owner.query('REVOKE USAGE ON TYPE "SubmissionStep" FROM PUBLIC');
    await migrate(database.url, { serviceRole: role });

    const { rows } = await owner.query(
      `SELECT has_function_privilege($1, 'uuid_v7()', 'EXECUTE') AS function,
         has_type_privilege($1, '"SubmissionStep"', 'USAGE') AS type`,
      [role],
    );
    expect(rows).toEqual([{ function: true, type: true }]);
  });

  it('is all that the API and a worker need', async () => {
    await migrate(database.url, { serviceRole: role });
    const api = await startApi({ DATABASE_URL: urlOfRole(), SUBMISSION_WORKER: 'off', LOG_LEVEL: 'error' });
    const worker = startWorker(api);
    try {
      await everythingOf(api);
    } finally {
      worker.process.kill('SIGTERM');
      const { output } = await worker.ended;
      await api.close();
      expect(output).not.toMatch(/permission denied|42501/);
    }
  });
});

function startWorker(api: TestApi): Program {
  return startProgram('src/main-worker.ts', {
    env: {
      DATABASE_URL: urlOfRole(),
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: api.simulator.url,
      AWS_ACCESS_KEY_ID: 'simulator',
      AWS_SECRET_ACCESS_KEY: 'simulator',
      PARTNER_CENTRAL_TIMEOUT_MS: '500',
      SUBMISSION_MAX_ATTEMPTS: '1',
      RECONCILIATION_DELAY_MS: '1',
    },
  });
}

/** Each kind of statement that the service has. */
async function everythingOf(api: TestApi): Promise<void> {
  const call = request(api.url);
  await call.get('/health/ready').expect(200);

  const { body: draft } = await call.post('/engagements').send({ title: 'Draft' }).expect(201);
  const at = `/engagements/${String(draft.id)}`;
  await call.patch(at).send({ title: 'Edited' }).expect(200);
  await call.get('/engagements?q=Edited&status=draft').expect(200);
  await call.get(`${at}/history`).expect(200);
  await call.get(`${at}/request`);
  await call.delete(at).expect(204);

  const key = randomUUID();
  const submit = () =>
    call
      .post('/engagements?submit=true')
      .set('idempotency-key', key)
      .send(engagement({ title: 'Submitted' }));
  await submit().expect(201);
  await submit().expect(201);

  const rows = [{ title: 'One' }, { title: 'Two', externalRef: 'two' }, { externalRef: 'two' }].map((row) =>
    JSON.stringify(engagement(row)),
  );
  const importing = () =>
    call
      .post('/engagements/import')
      .set({ 'content-type': 'application/x-ndjson', 'idempotency-key': `${key}-import` })
      .send(rows.join('\n'));
  const { body: imported } = await importing().expect(200);
  await importing().expect(200);
  await owner.query("UPDATE keyed_imports SET used_at = now() - interval '25 hours'");
  await api.call('KeyedImportCleanup', 'deleteExpired');
  const ids: string[] = imported.data.flatMap(({ id }: { id?: string }) => id ?? []);
  const batch = await call.post('/engagements/submissions').send({ ids }).expect(202);
  for (const id of ids) {
    await waitForStatus(database.url, id, 'submitted');
  }
  await call.get(String(batch.headers['location'])).expect(200);

  // Its answer is lost, so that it is looked up.
  api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
  const lost = await call
    .post('/engagements')
    .send(engagement({ title: 'Lost' }))
    .expect(201);
  await call
    .post(`/engagements/${String(lost.body.id)}/submit`)
    .set('prefer', 'respond-async')
    .expect(202);
  await waitForStatus(database.url, String(lost.body.id), 'submitted');

  await api.call('IdempotencyCleanup', 'deleteExpired');
  await api.call('SubmissionBatchCleanup', 'deleteExpired');
}

it('a role that can’t be granted anything is told in a line', async () => {
  const runMigrate = async (env: Record<string, string>) =>
    startProgram('src/main-migrate.ts', { env: { DATABASE_URL: database.url, ...env } }).ended;
  const { username } = new URL(database.url);

  expect(await runMigrate({ SERVICE_ROLE: 'nobody-there' })).toEqual({
    code: 1,
    output: expect.stringMatching(
      /^Could not migrate database \w+ at \S+: SERVICE_ROLE: there is no role "nobody-there"; .+\n$/,
    ),
  });
  expect(await runMigrate({ SERVICE_ROLE: username })).toEqual({
    code: 1,
    output: expect.stringMatching(/SERVICE_ROLE: "\w+" migrates, .+\n$/),
  });
  expect(await runMigrate({ SERVICE_ROLE: role })).toEqual({
    code: 0,
    output: `granted to ${role} what the API and workers need\nnothing to apply\n`,
  });
});

it('a role that may not connect is told in a line', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await owner.query(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
  try {
    await expect(migrate(database.url, { serviceRole: role })).rejects.toThrow('may not connect');
  } finally {
    await owner.query(`GRANT CONNECT ON DATABASE ${name} TO PUBLIC`);
  }
});
