import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { createServiceRole, type ServiceRole } from '../support/service-role.js';
import { connect, waitUntil } from '../support/settled.js';

let api: TestApi;
let admin: Client;
let role: ServiceRole;
let roleApi: TestApi;
beforeAll(async () => {
  // The first one is there for its database.
  api = await startApi({ SUBMISSION_WORKER: 'off' });
  admin = await connect(api.database.url);
  role = await createServiceRole(admin, api.database.url);
  roleApi = await startApi({ DATABASE_URL: role.url, SUBMISSION_WORKER: 'off' });
});
afterEach(async () => {
  await untilReady((body) => body.missing === undefined && !codesOf(body.warnings).includes('no-worker'));
});
afterAll(async () => {
  await roleApi.close();
  await role.drop();
  await admin.end();
  await api.close();
});

interface Ready {
  readonly status: unknown;
  readonly type?: string;
  readonly detail?: string;
  readonly missing?: readonly { readonly code: string; readonly detail: string }[];
  readonly warnings?: readonly { readonly code: string; readonly message: string }[];
}

const codesOf = (found: readonly { readonly code: string }[] = []) => found.map(({ code }) => code);

async function untilReady(holds: (body: Ready) => boolean): Promise<Ready> {
  let found: Ready = { status: 0 };
  await waitUntil(async () => {
    const { body } = await request(roleApi.url).get('/health/ready');
    found = body;
    return holds(found);
  });
  return found;
}

it('is not ready without the last migration', async () => {
  const { rows } = await admin.query(`
    UPDATE _prisma_migrations SET finished_at = NULL
    WHERE started_at = (SELECT max(started_at) FROM _prisma_migrations) RETURNING migration_name AS name`);
  const name = String(rows[0]?.name);
  try {
    const { status, type, missing } = await untilReady((body) => body.missing !== undefined);

    expect([status, type]).toEqual([503, '/problems/database-unavailable']);
    expect(missing).toEqual([{ code: 'migration-missing', detail: expect.stringContaining(name) }]);
  } finally {
    await admin.query('UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL');
  }
});

it('says all that is missing at once', async () => {
  await admin.query(`
    UPDATE _prisma_migrations SET rolled_back_at = now();
    REVOKE DELETE ON engagements FROM ${role.name};
    ALTER ROLE ${role.name} SET default_transaction_read_only = on;
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role.name}'`);
  try {
    const { missing, detail } = await untilReady((body) => (body.missing ?? []).length > 1);

    expect(codesOf(missing)).toEqual(['database-read-only', 'migration-missing', 'right-missing']);
    expect(detail).toContain('lacks DELETE on table engagements');
  } finally {
    await admin.query(`
      UPDATE _prisma_migrations SET rolled_back_at = NULL;
      GRANT DELETE ON engagements TO ${role.name};
      ALTER ROLE ${role.name} RESET default_transaction_read_only;
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role.name}'`);
  }
});

it('is not ready when its password no longer holds, and is again by itself', async () => {
  await admin.query(`
    ALTER ROLE ${role.name} PASSWORD 'another';
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role.name}'`);
  try {
    const { missing } = await untilReady((body) => codesOf(body.missing).includes('database-password'));
    const refused = await request(roleApi.url).get('/engagements').expect(503);

    expect(missing).toHaveLength(1);
    expect(refused.body.type).toBe('/problems/database-unavailable');
  } finally {
    await admin.query(`ALTER ROLE ${role.name} PASSWORD 'secret'`);
  }
});

it('warns where the history of migrations can’t be read, and is ready', async () => {
  await admin.query(`REVOKE SELECT ON _prisma_migrations FROM ${role.name}`);
  try {
    const { status } = await untilReady((body) => codesOf(body.warnings).includes('migrations-unreadable'));

    expect(status).toBe('ok');
  } finally {
    await admin.query(`GRANT SELECT ON _prisma_migrations TO ${role.name}`);
    await untilReady((body) => !codesOf(body.warnings).includes('migrations-unreadable'));
  }
});

it('warns while submissions are due and no worker takes any, and only then', async () => {
  const { body } = await request(roleApi.url)
    .post('/engagements?submit=true')
    .set('prefer', 'respond-async')
    .send(engagement())
    .expect(202);
  const submission = (change: string) =>
    admin.query(`UPDATE submissions SET ${change} WHERE engagement_id = $1`, [body.id]);
  const becomes = (warned: boolean) =>
    untilReady(
      ({ status, warnings }) => status === 'ok' && codesOf(warnings).includes('no-worker') === warned,
    );

  await submission("due_at = now() - interval '31 seconds'");
  await becomes(true);

  // Somebody has it in hand.
  await submission("held_by = gen_random_uuid(), held_until = now() + interval '10 seconds'");
  await becomes(false);
  await submission('held_by = NULL, held_until = NULL');
  await becomes(true);

  // Somebody has taken one lately: the others wait for the pace.
  await admin.query("INSERT INTO submission_turns VALUES ('send', 'somebody', now())");
  await becomes(false);
  await admin.query("UPDATE submission_turns SET taken_at = now() - interval '31 seconds'");
  await becomes(true);

  // AWS accepts no credentials, and a worker probes.
  await admin.query(`
    INSERT INTO submission_pace (id, next_slot, credentials_refused_at, probe_at)
    VALUES (1, now(), now(), now() + interval '10 s')`);
  await becomes(false);
  await admin.query("UPDATE submission_pace SET probe_at = now() - interval '31 seconds'");
  await becomes(true);

  // It is due only now.
  await submission("step = 'look_up', due_at = now()");
  await becomes(false);
  await submission("due_at = now() - interval '31 seconds'");
  await becomes(true);
  await admin.query('DELETE FROM engagements');
});
