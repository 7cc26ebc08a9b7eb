import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitUntil } from '../support/settled.js';

const DAYS = 30;

let api: TestApi;
let database: Client;
beforeAll(async () => {
  api = await startApi({
    RETENTION_DAYS: String(DAYS),
    SUBMISSION_RATE_PER_SECOND: '1000',
    SUBMISSION_MAX_ATTEMPTS: '1',
    RECONCILIATION_DELAY_MS: '3600000',
  });
  database = await connect(api.database.url);
});
beforeEach(async () => {
  await database.query('DELETE FROM engagements');
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const save = (query = '', key = crypto.randomUUID()) =>
  request(api.url).post(`/engagements${query}`).set('idempotency-key', key).send(engagement());
const forget = () => api.call('Retention', 'run');

/** One in each status, and those statuses' ids. */
const saved = {
  draft: async (): Promise<string> => (await save().expect(201)).body.id,
  rejected: async (): Promise<string> => {
    api.simulator.addFault({ kind: 'error', times: 1, error: { name: 'ValidationException' } });
    return (await save('?submit=true').expect(422)).body.engagementId;
  },
  submitted: async (): Promise<string> => (await save('?submit=true').expect(201)).body.id,
  unresolved: async (): Promise<string> => {
    api.simulator.addFault({ kind: 'html', times: 1 });
    return (await save('?submit=true').expect(502)).body.engagementId;
  },
};

/**
 * Makes an engagement, with its id and all its times, older: as if all of it had happened so many days ago.
 * @returns its new id
 */
async function aged(id: string, days: number): Promise<string> {
  const { rows } = await database.query(
    `SELECT (lpad(to_hex((extract(epoch FROM now() - make_interval(days => $2)) * 1000)::bigint), 12, '0')
       || substr(replace($1::text, '-', ''), 13))::uuid AS id`,
    [id, days],
  );
  const older = String(rows[0]?.id);
  await database.query('BEGIN');
  // Postgres's trigger would set the time of the last change.
  await database.query("SET LOCAL session_replication_role = 'replica'");
  for (const statement of [
    `UPDATE engagements SET id = $2, created_at = created_at - make_interval(days => $3),
       updated_at = updated_at - make_interval(days => $3) WHERE id = $1`,
    `UPDATE submissions SET engagement_id = $2, requested_at = requested_at - make_interval(days => $3),
       settled_at = settled_at - make_interval(days => $3) WHERE engagement_id = $1`,
    'UPDATE idempotency_keys SET engagement_id = $2 WHERE engagement_id = $1 AND $3::int IS NOT NULL',
    'UPDATE engagement_events SET engagement_id = $2 WHERE engagement_id = $1 AND $3::int IS NOT NULL',
  ]) {
    await database.query(statement, [id, older, days]);
  }
  await database.query('COMMIT');
  return older;
}

async function rowsOf<Row extends object>(sql: string, id: string): Promise<Row[]> {
  const { rows } = await database.query<Row>(sql, [id]);
  return rows;
}

const eventsOf = async (id: string) =>
  (
    await rowsOf<{ type: string; actor: string }>(
      'SELECT type, actor FROM engagement_events WHERE engagement_id = $1 ORDER BY id',
      id,
    )
  ).map(({ type, actor }) => `${type} by ${actor}`);
const answersOf = (id: string) =>
  rowsOf('SELECT answer FROM idempotency_keys WHERE engagement_id = $1 AND answer IS NOT NULL', id);
const exists = async (id: string) =>
  (await rowsOf('SELECT 1 FROM engagements WHERE id = $1', id)).length === 1;
const erasedAt = async (id: string) =>
  (
    await rowsOf<{ at: Date | null }>(
      'SELECT personal_data_erased_at AS at FROM engagements WHERE id = $1',
      id,
    )
  )[0]?.at;

describe.each(['draft', 'rejected'] as const)('one that is %s', (status) => {
  it('is deleted after that time, with its kept answers, its history and whose it was staying', async () => {
    const id = await aged(await saved[status](), DAYS + 1);

    await forget();

    expect(await exists(id)).toBe(false);
    expect(await rowsOf('SELECT 1 FROM submissions WHERE engagement_id = $1', id)).toEqual([]);
    expect(await answersOf(id)).toEqual([]);
    expect((await eventsOf(id)).at(-1)).toBe('deleted by retention');
    expect(await rowsOf('SELECT created_by FROM deleted_engagements WHERE id = $1', id)).toEqual([
      { created_by: 'anonymous' },
    ]);
    await request(api.url).get(`/engagements/${id}`).expect(404);
    await request(api.url).get(`/engagements/${id}/history`).expect(200);
  });

  it('stays until then', async () => {
    const id = await aged(await saved[status](), DAYS - 1);

    await forget();

    expect(await exists(id)).toBe(true);
    expect(await answersOf(id)).toHaveLength(1);
  });
});

it('leaves no answer of one that was put again, unchanged, while others were forgotten', async () => {
  const put = () => request(api.url).put('/engagements/by-ref/unchanged').send(engagement());
  const other = await aged(await saved.draft(), DAYS + 1);
  const id = await aged((await put().expect(201)).body.id, DAYS + 1);
  const holder = await connect(api.database.url);
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM idempotency_keys WHERE engagement_id = $1 FOR UPDATE', [other]);

  const forgotten = forget();
  await waitUntil(async () => {
    const { rows } = await database.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ 'answer_forgotten = true'`,
    );
    return rows.length > 0;
  });
  await put().set('idempotency-key', 'unchanged').expect(200);
  await holder.query('ROLLBACK');
  await holder.end();
  await forgotten;

  expect(await exists(id)).toBe(false);
  expect(await answersOf(id)).toEqual([]);
});

it('counts from the last change of a draft, not from its beginning', async () => {
  const id = await aged(await saved.draft(), DAYS + 1);
  await request(api.url).patch(`/engagements/${id}`).send({ title: 'Still at it' }).expect(200);

  await forget();

  expect(await exists(id)).toBe(true);
});

describe('one that is submitted', () => {
  it('loses what was written that long after it was settled, once', async () => {
    const id = await aged(await saved.submitted(), DAYS + 1);

    await forget();
    await forget();

    const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
    expect(body).toMatchObject({
      status: 'submitted',
      contexts: [],
      personalDataErasedAt: expect.any(String),
      partnerCentral: { arn: expect.any(String) },
    });
    expect(body).not.toHaveProperty('title');
    expect(await answersOf(id)).toEqual([]);
    const erasures = (await eventsOf(id)).filter((event) => event.startsWith('personal-data-erased'));
    expect(erasures).toEqual(['personal-data-erased by retention']);
  });

  it('keeps it where it was settled since', async () => {
    const id = await aged(await saved.submitted(), DAYS + 1);
    await database.query(
      "UPDATE submissions SET settled_at = now() - interval '29 days' WHERE engagement_id = $1",
      [id],
    );

    await forget();

    expect(await erasedAt(id)).toBeNull();
    expect(await answersOf(id)).toHaveLength(1);
  });
});

it('never touches one that is open, however old', async () => {
  const id = await aged(await saved.unresolved(), 10 * DAYS);
  const before = await rowsOf('SELECT * FROM engagements WHERE id = $1', id);

  await forget();

  expect(await rowsOf('SELECT * FROM engagements WHERE id = $1', id)).toEqual(before);
  expect(
    await rowsOf("SELECT 1 FROM submissions WHERE engagement_id = $1 AND request <> ''", id),
  ).toHaveLength(1);
});

it('passes over one that somebody else has in hand, and comes back to it', async () => {
  const [held, free] = [await aged(await saved.draft(), DAYS + 1), await aged(await saved.draft(), DAYS + 1)];
  const holder = await connect(api.database.url);
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM engagements WHERE id = $1 FOR UPDATE', [held]);

  await forget();
  expect([await exists(held), await exists(free)]).toEqual([true, false]);

  await holder.query('COMMIT');
  await holder.end();
  await forget();
  expect(await exists(held)).toBe(false);
});

it('leaves alone what was edited while it waited for its key', async () => {
  const id = await aged(await saved.draft(), DAYS + 1);
  const holder = await connect(api.database.url);
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM idempotency_keys WHERE engagement_id = $1 FOR UPDATE', [id]);
  const forgetting = forget();
  await waitUntil(async () => {
    const { rows } = await database.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
       AND query LIKE '%answer_forgotten%'`,
    );
    return rows.length > 0;
  });

  await request(api.url).patch(`/engagements/${id}`).send({ title: 'Still at it' }).expect(200);
  await holder.query('COMMIT');
  await holder.end();
  await forgetting;

  expect(await exists(id)).toBe(true);
});

it('leaves it to the process that is at it', async () => {
  const id = await aged(await saved.draft(), DAYS + 1);
  const other = await connect(api.database.url);
  await other.query('BEGIN');
  await other.query("SELECT pg_advisory_xact_lock(hashtext('retention'), hashtext('deleted'))");

  await forget();
  expect(await exists(id)).toBe(true);

  await other.end();
  await waitUntil(async () => {
    await forget();
    return !(await exists(id));
  });
});

it('forgets more than one lot, asked for several times at once, each one once', async () => {
  const another = await connect(api.database.url);
  // 450 of each, older than the time.
  await another.query(
    `INSERT INTO engagements (id, catalog, created_by, client_token, title, status, partner_central_id, partner_central_arn)
     SELECT (lpad(to_hex((extract(epoch FROM now() - interval '31 days') * 1000)::bigint + n), 12, '0')
         || '7' || substr(md5(n::text), 1, 19))::uuid,
       'Sandbox', 'crm', gen_random_uuid(), 'Old one', CASE WHEN n % 2 = 0 THEN 'draft' ELSE 'submitted' END::"EngagementStatus",
       CASE WHEN n % 2 = 1 THEN 'eng-' || n END, CASE WHEN n % 2 = 1 THEN 'arn:' || n END
     FROM generate_series(1, 900) n`,
  );
  await another.query("SET session_replication_role = 'replica'");
  await another.query("UPDATE engagements SET updated_at = now() - interval '31 days'");
  await another.end();

  // One of them may find the other at it, and leave it to that.
  await Promise.all([forget(), forget(), forget()]);

  const { rows } = await database.query(
    `SELECT status, count(*)::int AS count, count(personal_data_erased_at)::int AS erased, count(title)::int AS titled
     FROM engagements GROUP BY status`,
  );
  expect(rows).toEqual([{ status: 'submitted', count: 450, erased: 450, titled: 0 }]);
  const { rows: events } = await database.query(
    `SELECT type, count(*)::int AS count, count(DISTINCT engagement_id)::int AS engagements
     FROM engagement_events JOIN (SELECT id FROM engagements UNION SELECT id FROM deleted_engagements WHERE created_by = 'crm') own
       ON own.id = engagement_id
     WHERE actor = 'retention' GROUP BY type ORDER BY type`,
  );
  expect(events).toEqual([
    { type: 'deleted', count: 450, engagements: 450 },
    { type: 'personal-data-erased', count: 450, engagements: 450 },
  ]);
});

it('forgets nothing unless it is told for how long to keep', async () => {
  const forgetful = await startApi({});
  const books = await connect(forgetful.database.url);
  try {
    await books.query(
      `INSERT INTO engagements (id, catalog, created_by, client_token, updated_at)
       VALUES ('00000000-0000-7000-8000-000000000000', 'Sandbox', 'crm', gen_random_uuid(), '2001-01-01')`,
    );
    await forgetful.call('Retention', 'run');
    expect((await books.query('SELECT 1 FROM engagements')).rowCount).toBe(1);
  } finally {
    await books.end();
    await forgetful.close();
  }
});
