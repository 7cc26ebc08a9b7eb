import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { anonymous } from '../../src/auth/caller.js';
import { Reach } from '../../src/auth/reach.js';
import type { EngagementFilter } from '../../src/engagements/statements/engagement-filter.js';
import { listEngagements } from '../../src/engagements/statements/list-engagements.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { connect } from '../support/settled.js';

/** More than are looked at one by one, several times over. */
const ROWS = 3000;

let database: TestDatabase;
let client: Client;

/**
 * A minute apart. Some old ones were changed late, one by one and many at once, and some have two submissions, of which only
 * the last one counts.
 */
beforeAll(async () => {
  database = await createTestDatabase();
  client = await connect(database.url);
  await client.query(
    `INSERT INTO engagements (catalog, external_ref, created_by, status, title, client_token, updated_at)
     SELECT (CASE WHEN number % 7 = 0 THEN 'AWS' ELSE 'Sandbox' END)::"Catalog", 'crm-' || number,
       CASE WHEN number % 10 = 0 THEN 'small' ELSE 'crm' END,
       (ARRAY['draft', 'submitting', 'rejected', 'unresolved', 'draft'])[1 + number % 5]::"EngagementStatus",
       CASE WHEN number % 3 = 0 THEN 'Migration' ELSE 'Backup' END, gen_random_uuid(),
       CASE WHEN number % 101 = 5 THEN '2027-01-01Z' WHEN number BETWEEN 300 AND 420 THEN '2026-12-31Z'
         ELSE '2026-01-01Z'::timestamptz + make_interval(mins => number) END
     FROM generate_series(1, $1::int) AS number`,
    [ROWS],
  );
  await client.query(
    `INSERT INTO submissions (engagement_id, caller, client_token, request, request_sha256, requested_at, due_at,
       settled_at, last_error)
     SELECT id, created_by, gen_random_uuid(), '{}', repeat('0', 64), now() + turn, due.at,
       CASE WHEN due.at IS NULL THEN now() + turn END,
       jsonb_build_object('code', 'partner-central-' || CASE WHEN status = 'rejected' AND turn = interval '1 hour' THEN 'conflict'
         WHEN status = 'rejected' THEN 'validation' ELSE 'timeout' END)
     FROM engagements, unnest(ARRAY[interval '1 hour', '2 hours']) AS turn,
       LATERAL (SELECT CASE WHEN status <> 'rejected' AND turn = interval '2 hours' THEN now() END AS at) AS due
     WHERE status <> 'draft' AND (turn = interval '2 hours' OR external_ref LIKE '%1')`,
  );
  await client.query('VACUUM ANALYZE');
}, 60_000);
afterAll(async () => {
  await client.end();
  await database.drop();
});

const everyones = Reach.of(anonymous);
const reaches = [everyones, ...['crm', 'small', 'nobody'].map((id) => everyones.ownedBy(id))];

const moments = [
  '2025-01-01Z',
  '2026-01-01T20:00:00Z',
  '2026-01-03T01:30:00Z',
  '2026-12-31Z',
  '2027-01-01Z',
  '2028-01-01Z',
];
const others: EngagementFilter[] = [
  {},
  { status: ['rejected'] },
  { status: ['unresolved', 'draft'], catalog: 'AWS' },
  { catalog: 'AWS' },
  { text: 'migration' },
  { externalRef: Array.from({ length: 100 }, (_, index) => `crm-${index * 29}`) },
  { lastError: 'partner-central-validation' },
  { lastError: 'partner-central-conflict' },
  { lastError: 'partner-central-timeout', catalog: 'Sandbox' },
  { lastError: 'partner-central-timeout', status: ['submitting', 'draft'], text: 'back' },
];
const filters: EngagementFilter[] = [
  ...others,
  ...others.flatMap((filter) => moments.map((updatedSince) => ({ ...filter, updatedSince }))),
];

/** What a look at every engagement finds. */
async function foundOneByOne(filter: EngagementFilter, { owner }: Reach): Promise<string[]> {
  const { status, catalog, text, externalRef, updatedSince, lastError } = filter;
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM engagements WHERE coalesce(created_by = $1, true) AND coalesce(status::text = ANY($2), true)
       AND coalesce(catalog::text = $3, true) AND coalesce(search_text LIKE '%' || $4 || '%', true)
       AND coalesce(external_ref = ANY($5), true) AND coalesce(updated_at >= $6, true)
       AND coalesce((SELECT last_error ->> 'code' FROM submissions WHERE engagement_id = engagements.id
         ORDER BY requested_at DESC LIMIT 1) = $7, $7::text IS NULL)
     ORDER BY id DESC`,
    [owner, status, catalog, text, externalRef, updatedSince, lastError],
  );
  return rows.map(({ id }) => id);
}

async function foundByPages(filter: EngagementFilter, reach: Reach): Promise<string[]> {
  const found: string[] = [];
  for (let hasNext = true; hasNext;) {
    const before = found.at(-1);
    const { text, values } = listEngagements(
      filter,
      { limit: 60, ...(before === undefined ? {} : { before }) },
      reach,
    );
    const { rows } = await client.query<{ id: string; has_next: boolean }>(text, [...values]);
    found.push(...rows.map(({ id }) => id));
    hasNext = rows.at(-1)?.has_next ?? false;
  }
  return found;
}

it.each(filters)('pages have all that a filter lets through, once and newest first: %j', async (filter) => {
  for (const reach of reaches) {
    const expected = await foundOneByOne(filter, reach);

    expect(await foundByPages(filter, reach)).toEqual(expected);
  }
});
