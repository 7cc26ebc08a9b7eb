import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(() => client.query('TRUNCATE engagements, submissions'));

type Row = Record<string, unknown>;

async function insert(table: string, row: Row): Promise<void> {
  const columns = Object.keys(row);
  await client.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
}

function engagement(overrides: Row = {}): Row {
  return {
    id: randomUUID(),
    catalog: 'Sandbox',
    created_by: 'ada',
    client_token: randomUUID(),
    ...overrides,
  };
}

function submission(engagementId: unknown, overrides: Row = {}): Row {
  return {
    id: randomUUID(),
    engagement_id: engagementId,
    client_token: randomUUID(),
    request: '{}',
    request_sha256: 'a1'.repeat(32),
    ...overrides,
  };
}

const arn = {
  partner_central_arn: 'arn:aws:partnercentral::aws:catalog/Sandbox/engagement/eng-1',
  partner_central_id: 'eng-1',
};

describe('engagements', () => {
  it.each([
    ['the least there can be', {}],
    [
      'everything at its limit',
      { external_ref: 'x'.repeat(255), title: 'é'.repeat(40), description: 'é'.repeat(255) },
    ],
    ['five contexts', { contexts: JSON.stringify([{}, {}, {}, {}, {}]) }],
    ['one that AWS has', { status: 'submitted', ...arn }],
  ])('take %s', async (_, overrides) => {
    await expect(insert('engagements', engagement(overrides))).resolves.toBeUndefined();
  });

  it.each([
    ['an empty external reference', { external_ref: '' }, 'engagements_external_ref_length'],
    ['a long external reference', { external_ref: 'x'.repeat(256) }, 'engagements_external_ref_length'],
    ['version 0', { version: 0 }, 'engagements_version_positive'],
    ['a long title', { title: 'x'.repeat(41) }, 'engagements_title_length'],
    ['a long description', { description: 'x'.repeat(256) }, 'engagements_description_length'],
    ['contexts that are no list', { contexts: '{}' }, 'engagements_contexts_array'],
    ['contexts that are null', { contexts: 'null' }, 'engagements_contexts_array'],
    ['six contexts', { contexts: JSON.stringify([1, 2, 3, 4, 5, 6]) }, 'engagements_contexts_array'],
    ['submitted without an ARN', { status: 'submitted' }, 'engagements_submitted_has_arn'],
    ['an ARN without submitted', { status: 'draft', ...arn }, 'engagements_submitted_has_arn'],
    [
      'an ARN without its id',
      { status: 'submitted', ...arn, partner_central_id: null },
      'engagements_arn_has_id',
    ],
    ['an id without its ARN', { partner_central_id: 'eng-1' }, 'engagements_arn_has_id'],
  ])('refuse %s', async (_, overrides, constraint) => {
    await expect(insert('engagements', engagement(overrides))).rejects.toMatchObject({ constraint });
  });

  it.each([
    ['external reference', { external_ref: 'crm-1' }, 'engagements_created_by_catalog_external_ref_key'],
    ['ClientToken', { client_token: randomUUID() }, 'engagements_client_token_key'],
    ['ARN', { status: 'submitted', ...arn }, 'engagements_partner_central_arn_key'],
  ])('refuse a second one with the same %s', async (_, overrides, constraint) => {
    await insert('engagements', engagement(overrides));
    await expect(insert('engagements', engagement(overrides))).rejects.toMatchObject({ constraint });
  });

  it('take the same external reference from another caller and in the other catalog, and none at all twice', async () => {
    await insert('engagements', engagement({ external_ref: 'crm-1' }));
    await insert('engagements', engagement({ external_ref: 'crm-1', created_by: 'grace' }));
    await insert('engagements', engagement({ external_ref: 'crm-1', catalog: 'AWS' }));
    await insert('engagements', engagement());
    await expect(insert('engagements', engagement())).resolves.toBeUndefined();
  });
});

describe('submissions', () => {
  let id: unknown;

  beforeEach(async () => {
    const row = engagement();
    id = row['id'];
    await insert('engagements', row);
  });

  it.each([
    ['a negative number of attempts', { attempts: -1 }, 'submissions_attempts_not_negative'],
    ['a short hash', { request_sha256: 'a1'.repeat(31) }, 'submissions_request_sha256_hex'],
    ['an upper-case hash', { request_sha256: 'A1'.repeat(32) }, 'submissions_request_sha256_hex'],
    ['one that is open and never due', { due_at: null }, 'submissions_due_while_open'],
    ['one that is settled and due', { settled_at: new Date() }, 'submissions_due_while_open'],
    ['one that is held for ever', { held_by: randomUUID() }, 'submissions_held_until'],
    [
      'one that is settled with an attempt under way',
      { settled_at: new Date(), due_at: null, attempt_open: true },
      'submissions_held_while_open',
    ],
  ])('refuse %s', async (_, overrides, constraint) => {
    await expect(insert('submissions', submission(id, overrides))).rejects.toMatchObject({ constraint });
  });

  it('are open one at a time for each engagement', async () => {
    const settled = { settled_at: new Date(), due_at: null };
    await insert('submissions', submission(id, settled));
    await insert('submissions', submission(id, settled));
    await insert('submissions', submission(id));

    await expect(insert('submissions', submission(id))).rejects.toMatchObject({
      constraint: 'submissions_one_open_per_engagement',
    });
  });

  it('go with their engagement', async () => {
    await insert('submissions', submission(id));
    await client.query('DELETE FROM engagements');

    expect((await client.query('SELECT 1 FROM submissions')).rows).toEqual([]);
  });
});

describe('Idempotency-Keys', () => {
  let importId: unknown;

  beforeEach(async () => {
    await client.query('TRUNCATE idempotency_keys, keyed_imports CASCADE');
    importId = (await client.query('INSERT INTO keyed_imports DEFAULT VALUES RETURNING id')).rows[0].id;
  });

  const key = (overrides: Row) => ({ created_by: 'ada', key: 'a', fingerprint: 'x', ...overrides });
  const row = { row: 1, fingerprint: Buffer.alloc(16), outcome: 'refused' };

  it.each([
    ['nothing', () => ({})],
    ['two things', () => ({ batch_id: randomUUID(), engagement_id: randomUUID() })],
    ['an import and something else', () => ({ import_id: importId, engagement_id: randomUUID() })],
  ])('refuse to stand for %s', async (_, work) => {
    await expect(insert('idempotency_keys', key(work()))).rejects.toMatchObject({
      constraint: 'idempotency_keys_one_work',
    });
  });

  it('go with their import, and so do its rows', async () => {
    await insert('idempotency_keys', key({ import_id: importId }));
    await insert('keyed_import_rows', { import_id: importId, ...row });
    await client.query('DELETE FROM keyed_imports');

    expect((await client.query('SELECT 1 FROM idempotency_keys')).rows).toEqual([]);
    expect((await client.query('SELECT 1 FROM keyed_import_rows')).rows).toEqual([]);
  });

  it('have one record of each row, with a whole fingerprint', async () => {
    await insert('keyed_import_rows', { import_id: importId, ...row });

    await expect(insert('keyed_import_rows', { import_id: importId, ...row })).rejects.toMatchObject({
      constraint: 'keyed_import_rows_pkey',
    });
    await expect(
      insert('keyed_import_rows', { import_id: importId, ...row, row: 2, fingerprint: Buffer.alloc(15) }),
    ).rejects.toMatchObject({ constraint: 'keyed_import_rows_fingerprint_length' });
  });
});

describe('what Postgres sets by its own clock', () => {
  it('are ids that sort by creation, those of one statement too', async () => {
    const { rows } = await client.query(`
      WITH made AS (
        INSERT INTO engagements (catalog, created_by, client_token)
        SELECT 'Sandbox', n::text, gen_random_uuid() FROM generate_series(100, 199) n RETURNING id, created_by)
      SELECT created_by, id FROM made ORDER BY id`);

    expect(rows.map(({ created_by }) => Number(created_by))).toEqual(
      Array.from({ length: 100 }, (_, index) => 100 + index),
    );
    expect(new Set(rows.map(({ id }) => String(id)[14]))).toEqual(new Set(['7']));
    const { rows: clock } = await client.query(
      `SELECT abs(extract(epoch FROM clock_timestamp()) * 1000 - $1) < 60000 AS is_now`,
      [Number.parseInt(String(rows.at(-1)?.id).replace('-', '').slice(0, 12), 16)],
    );
    expect(clock).toEqual([{ is_now: true }]);
  });

  it('is when an engagement was last updated', async () => {
    await insert('engagements', engagement({ updated_at: new Date(0) }));
    await client.query("UPDATE engagements SET title = 'x'");

    const { rows } = await client.query(
      'SELECT updated_at > now() - $1::interval AS is_now FROM engagements',
      ['1 minute'],
    );
    expect(rows).toEqual([{ is_now: true }]);
  });

  it('makes a submission that is due at once due by the time that a worker looks', async () => {
    await client.query(
      `INSERT INTO engagements (catalog, created_by, client_token)
       SELECT 'Sandbox', 'ada', gen_random_uuid() FROM generate_series(1, 100)`,
    );
    const { rows } = await client.query(
      `INSERT INTO submissions (engagement_id, client_token, request, request_sha256)
       SELECT id, client_token, '{}', repeat('a1', 32) FROM engagements
       RETURNING due_at <= clock_timestamp() AS is_due`,
    );

    expect(rows.map(({ is_due }: { is_due: boolean }) => is_due)).toEqual(rows.map(() => true));
    expect(rows).toHaveLength(100);
  });
});
