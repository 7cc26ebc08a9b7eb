import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { randomUUID } from 'node:crypto';
import { anonymous } from '../../src/auth/caller.js';
import { Reach } from '../../src/auth/reach.js';
import { Prisma } from '../../src/database/generated/client.js';
import type { EngagementFilter } from '../../src/engagements/statements/engagement-filter.js';
import { listEngagements } from '../../src/engagements/statements/list-engagements.js';
import { claimToLookUp, claimToSend } from '../../src/submissions/statements/claim-submission.js';
import type { Step } from '../../src/submissions/submission-state.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { connect } from '../support/settled.js';

/** No more than ANALYZE looks at, which would else know other ones each time, and PostgreSQL plan otherwise. */
const ROWS = 30_000;

const CALLERS = 100;

/** What a row has besides: of the size that production's have, as PostgreSQL plans by the pages that are to be read. */
const WIDTH = 1000;

/** As many engagements as it takes for the way to them to matter, and a submission of each that is due. */
let database: TestDatabase;
let client: Client;

/** One is created a minute, and most are never changed. */
const changes = {
  /** Before the first one. */
  always: '2025-12-31T00:00:00Z',
  /** The newest 600, one of 500 older ones, and many of the oldest. */
  late: new Date(Date.UTC(2026, 0, 1) + (ROWS - 600) * 60_000).toISOString(),
  /** One of 500. */
  last: '2027-01-01T00:00:00Z',
  never: '2028-01-01T00:00:00Z',
};

/** Of both catalogs, three statuses and two callers, as expressions of a `number`. */
const manyKinds = {
  catalog: `CASE WHEN number % 20 = 0 THEN 'AWS' ELSE 'Sandbox' END`,
  status: `CASE WHEN number % 1000 = 0 THEN 'unresolved' WHEN number % 3 = 0 THEN 'submitting' ELSE 'draft' END`,
  createdBy: `CASE WHEN number % 997 = 0 THEN 'small' ELSE 'crm' END`,
};

async function fill(into: Client, { catalog, status, createdBy }: typeof manyKinds): Promise<void> {
  await into.query(
    `INSERT INTO engagements
       (catalog, external_ref, created_by, status, title, company_names, client_token, contexts, updated_at)
     SELECT (${catalog})::"Catalog", 'crm-' || number, ${createdBy}, (${status})::"EngagementStatus",
       'Migration ' || number, 'Company ' || md5(number::text), gen_random_uuid(),
       json_build_array(repeat('x', ${WIDTH})),
       CASE WHEN number % 500 = 7 THEN '2027-01-01Z' WHEN number BETWEEN 100 AND 900 THEN '2026-12-31Z'
         ELSE '2026-01-01Z'::timestamptz + make_interval(mins => number) END
     FROM generate_series(1, $1::int) AS number`,
    [ROWS],
  );
  await into.query(
    `INSERT INTO submissions (engagement_id, caller, client_token, request, request_sha256, urgency, step, last_error)
     SELECT id, created_by, gen_random_uuid(), repeat('x', ${WIDTH}), repeat('0', 64), 5, 'send',
       CASE WHEN status = 'unresolved' THEN '{"code": "partner-central-timeout"}'::jsonb
         WHEN status = 'submitting' AND substr(external_ref, 5)::int / 3 % 7 < 2 THEN '{"code": "partner-central-credentials"}' END
     FROM engagements`,
  );
  await into.query('VACUUM ANALYZE');
}

beforeAll(async () => {
  database = await createTestDatabase();
  client = await connect(database.url);
  await fill(client, manyKinds);
}, 60_000);
afterAll(async () => {
  await client.end();
  await database.drop();
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** All parts of the plan that PostgreSQL makes for a statement, with what they came across. Nothing of it stays. */
async function partsOf({ text, values }: Prisma.Sql, asked = client): Promise<PlanNode[]> {
  return explained(asked, text, values);
}

/** The same of the plan that PostgreSQL keeps for a statement with a name, whatever the values. */
async function partsOfKept({ text, values }: Prisma.Sql, asked: Client): Promise<PlanNode[]> {
  await asked.query('SET plan_cache_mode = force_generic_plan');
  await asked.query(`PREPARE kept AS ${text}`);
  try {
    const given = values.map((value) => asked.escapeLiteral(String(value))).join(', ');
    return await explained(asked, `EXECUTE kept ${given === '' ? '' : `(${given})`}`, []);
  } finally {
    await asked.query('DEALLOCATE kept');
    await asked.query('RESET plan_cache_mode');
  }
}

async function explained(asked: Client, text: string, values: readonly unknown[]): Promise<PlanNode[]> {
  await asked.query('BEGIN');
  try {
    const { rows } = await asked.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
    const parts = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(parts)];
    return parts(rows[0]['QUERY PLAN'][0].Plan);
  } finally {
    await asked.query('ROLLBACK');
  }
}

/** The tables that are read from end to end. A part that is planned for the case that others find too little may never run. */
const readWhole = (parts: readonly PlanNode[]) =>
  parts
    .filter((node) => node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0)
    .map((node) => node['Relation Name']);

/** The most rows that any part of a plan has come across. */
const mostRows = (parts: readonly PlanNode[]) =>
  Math.max(
    ...parts.map(
      (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    ),
  );

const hundred = Array.from({ length: 100 }, (_, index) => `crm-${1 + index * 97}`);

const filters: [string, EngagementFilter][] = [
  ['none', {}],
  ['a frequent status', { status: ['draft'] }],
  ['a rare status', { status: ['unresolved'] }],
  ['a status that none has', { status: ['rejected'] }],
  ['two statuses', { status: ['unresolved', 'rejected'] }],
  ['every status', { status: ['draft', 'submitting', 'submitted', 'rejected', 'unresolved'] }],
  ['catalog', { catalog: 'AWS' }],
  ['catalog and status', { catalog: 'AWS', status: ['submitting'] }],
  ['externalRef', { externalRef: ['crm-777'] }],
  ['an externalRef that none has', { externalRef: ['crm-0'] }],
  ['externalRef and status', { externalRef: ['crm-777'], status: ['draft'] }],
  ['a frequent word', { text: 'migration' }],
  ['a rare word', { text: 'Migration 777' }],
  ['a word that none has', { text: 'quagga' }],
  ['a short word', { text: 'co' }],
  ['a short word that none has', { text: 'qz' }],
  ['a rare word and a status', { text: 'ration 777', status: ['draft'] }],
  ['a frequent word and a rare status', { text: 'migration', status: ['unresolved'] }],
  ['a hundred externalRefs', { externalRef: hundred }],
  ['a hundred externalRefs and status', { externalRef: hundred, status: ['draft', 'submitting'] }],
  ['a hundred externalRefs and what was changed', { externalRef: hundred, updatedSince: changes.late }],
  [
    'a hundred externalRefs and lastError',
    { externalRef: hundred, lastError: 'partner-central-credentials' },
  ],
  ['changed, as all are', { updatedSince: changes.always }],
  ['changed, as the newest are', { updatedSince: changes.late }],
  ['changed, as a few are', { updatedSince: changes.last }],
  ['changed, as none is', { updatedSince: changes.never }],
  ['changed and a frequent status', { updatedSince: changes.late, status: ['draft'] }],
  ['changed and a rare status', { updatedSince: changes.late, status: ['unresolved'] }],
  ['changed and a status that none has', { updatedSince: changes.late, status: ['rejected'] }],
  ['changed and catalog', { updatedSince: changes.last, catalog: 'AWS' }],
  ['changed and a frequent word', { updatedSince: changes.last, text: 'migration' }],
  ['changed and a rare word', { updatedSince: changes.always, text: 'Migration 777' }],
  ['changed and a word that none has', { updatedSince: changes.late, text: 'quagga' }],
  ['changed and lastError', { updatedSince: changes.late, lastError: 'partner-central-credentials' }],
  ['changed and a rare lastError', { updatedSince: changes.always, lastError: 'partner-central-timeout' }],
  ['a frequent lastError', { lastError: 'partner-central-credentials' }],
  ['a rare lastError', { lastError: 'partner-central-timeout' }],
  ['a lastError that none has', { lastError: 'partner-central-validation' }],
  [
    'a frequent lastError and a rare status',
    { lastError: 'partner-central-credentials', status: ['unresolved'] },
  ],
  [
    'a rare lastError and a frequent status',
    { lastError: 'partner-central-timeout', status: ['submitting'] },
  ],
  [
    'lastError and statuses that have none',
    { lastError: 'partner-central-credentials', status: ['draft', 'submitted'] },
  ],
  ['lastError and catalog', { lastError: 'partner-central-credentials', catalog: 'AWS' }],
  ['lastError and a frequent word', { lastError: 'partner-central-credentials', text: 'migration' }],
  ['lastError and a rare word', { lastError: 'partner-central-credentials', text: 'Migration 777' }],
  [
    'everything',
    {
      text: 'migration',
      status: ['submitting'],
      catalog: 'Sandbox',
      externalRef: hundred,
      updatedSince: changes.late,
      lastError: 'partner-central-credentials',
    },
  ],
];

const ownOf = (id: string) => Reach.of({ id, scopes: new Set() });
const reaches: [string, Reach][] = [
  ['everyone’s', Reach.of(anonymous)],
  ['those of a caller who has nearly all', ownOf('crm')],
  ['those of a caller who has a few', ownOf('small')],
  ['those of a caller who has none', ownOf('nobody')],
];

const pages = reaches.flatMap(([whose, reach]) =>
  filters.map(([name, filter]) => [whose, name, filter, reach] as const),
);

/** The first page, and one from the middle: each comes across little more than it has. */
async function expectLittleRead(
  asked: Client,
  filter: EngagementFilter,
  reach: Reach,
  parts: (statement: Prisma.Sql, asked: Client) => Promise<PlanNode[]>,
): Promise<void> {
  const { rows } = await asked.query('SELECT id FROM engagements ORDER BY id OFFSET 10000 LIMIT 1');
  for (const before of [undefined, String(rows[0].id)]) {
    const place = { limit: 25, ...(before === undefined ? {} : { before }) };
    const found = await parts(listEngagements(filter, place, reach), asked);

    expect(readWhole(found)).toEqual([]);
    expect(mostRows(found)).toBeLessThan(ROWS / 10);
  }
}

it.each(pages)(
  'a page comes across little more than it has, whatever the filter: %s, %s',
  async (_whose, _name, filter, reach) => {
    await expectLittleRead(client, filter, reach, partsOf);
  },
);

it.each(reaches)('a page without a filter does so by the plan that is kept: %s', async (_whose, reach) => {
  await expectLittleRead(client, {}, reach, partsOfKept);
});

describe('where all are drafts of one catalog and one caller', () => {
  let ofOneKind: TestDatabase;
  let asked: Client;
  beforeAll(async () => {
    ofOneKind = await createTestDatabase();
    asked = await connect(ofOneKind.url);
    await fill(asked, { catalog: `'Sandbox'`, status: `'draft'`, createdBy: `'crm'` });
  }, 60_000);
  afterAll(async () => {
    await asked.end();
    await ofOneKind.drop();
  });

  it.each(pages)(
    'a page comes across little more than it has: %s, %s',
    async (_whose, _name, filter, reach) => {
      await expectLittleRead(asked, filter, reach, partsOf);
    },
  );

  it.each(reaches)('a page without a filter does so by the plan that is kept: %s', async (_whose, reach) => {
    await expectLittleRead(asked, {}, reach, partsOfKept);
  });
});

/** The claims, with what each is to be done. */
const claims = [
  [
    'sent',
    'send',
    claimToSend(
      { holder: randomUUID(), leaseSeconds: 10 },
      { slotSeconds: 1, giveUpSeconds: 1, mayBegin: true },
    ),
  ],
  ['looked up', 'look_up', claimToLookUp({ holder: randomUUID(), leaseSeconds: 10 })],
] as const;

/** What a claim reads of submissions; the tables of a row for the fleet, or for a caller, are read whole. */
const ofSubmissions = (parts: readonly PlanNode[]) =>
  parts.filter((node) => !['submission_pace', 'submission_turns'].includes(node['Relation Name'] ?? ''));

/** All submissions are due for a step, in equal shares for so many callers, and the statistics say so. */
async function haveWaiting(step: Step, callers: number): Promise<void> {
  await client.query(
    `UPDATE submissions SET step = $1, caller = 'caller ' || number % $2
     FROM (SELECT id, row_number() OVER () AS number FROM submissions) numbered
     WHERE numbered.id = submissions.id`,
    [step, callers],
  );
  await client.query('DELETE FROM submission_turns');
  await client.query('VACUUM ANALYZE submissions');
}

describe.each(claims)('a claim of what is to be %s', (_, step, statement) => {
  it('comes across a handful of the many that wait', async () => {
    await haveWaiting(step, 1);
    const parts = await partsOf(statement);

    expect(readWhole(ofSubmissions(parts))).toEqual([]);
    expect(mostRows(parts)).toBeLessThan(10);
  });

  it('comes at once to a caller whom the statistics do not know', async () => {
    await haveWaiting(step, 1);
    await client.query(
      `UPDATE submissions SET caller = 'new', due_at = clock_timestamp()
       WHERE id IN (SELECT id FROM submissions ORDER BY due_at DESC LIMIT 10)`,
    );
    await client.query(
      `INSERT INTO submission_turns (step, caller, taken_at) VALUES ($1::"SubmissionStep", 'caller 0', now())`,
      [step],
    );
    const parts = await partsOf(statement);

    expect(readWhole(ofSubmissions(parts))).toEqual([]);
    expect(mostRows(parts)).toBeLessThan(10);
  });

  it('looks once for each caller that waits, and into what one of them has', async () => {
    await haveWaiting(step, CALLERS);
    const parts = await partsOf(statement);

    expect(readWhole(ofSubmissions(parts))).toEqual([]);
    expect(mostRows(parts)).toBeLessThanOrEqual(CALLERS);
    const locking = parts.filter((node) => node['Node Type'] === 'LockRows');
    expect(Math.max(...locking.map((node) => node['Actual Loops']))).toBe(1);
    expect(mostRows(locking)).toBe(1);
  });
});

it('a claim of the version before comes across a handful too, while replicas are replaced', async () => {
  await haveWaiting('look_up', 1);
  const parts = await partsOf(Prisma.sql`
    SELECT id FROM submissions
    WHERE settled_at IS NULL AND step = 'look_up' AND due_at <= now() AND urgency = 5::int2
      AND (held_until IS NULL OR held_until <= now())
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`);

  expect(readWhole(parts)).toEqual([]);
  expect(mostRows(parts)).toBeLessThan(10);
});
