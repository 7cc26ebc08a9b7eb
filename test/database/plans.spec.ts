import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { randomUUID } from 'node:crypto';
import { anonymous } from '../../src/auth/caller.js';
import { Reach } from '../../src/auth/reach.js';
import { Prisma } from '../../src/database/generated/client.js';
import { type EngagementFilter, listEngagements } from '../../src/engagements/statements/list-engagements.js';
import { claimToLookUp, claimToSend } from '../../src/submissions/statements/claim-submission.js';
import type { Step } from '../../src/submissions/submission-state.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { connect } from '../support/settled.js';

const ROWS = 20_000;

const CALLERS = 100;

/** As many engagements as it takes for the way to them to matter, and a submission of each that is due. */
let database: TestDatabase;
let client: Client;

/** Of both catalogs, three statuses and two callers, as expressions of a `number`. */
const manyKinds = {
  catalog: `CASE WHEN number % 20 = 0 THEN 'AWS' ELSE 'Sandbox' END`,
  status: `CASE WHEN number % 1000 = 0 THEN 'unresolved' WHEN number % 3 = 0 THEN 'submitting' ELSE 'draft' END`,
  createdBy: `CASE WHEN number % 997 = 0 THEN 'small' ELSE 'crm' END`,
};

async function fill(into: Client, { catalog, status, createdBy }: typeof manyKinds): Promise<void> {
  await into.query(
    `INSERT INTO engagements (catalog, external_ref, created_by, status, title, company_names, client_token)
     SELECT (${catalog})::"Catalog", 'crm-' || number, ${createdBy}, (${status})::"EngagementStatus",
       'Migration ' || number, 'Company ' || md5(number::text), gen_random_uuid()
     FROM generate_series(1, $1::int) AS number`,
    [ROWS],
  );
  await into.query(
    `INSERT INTO submissions (engagement_id, client_token, request, request_sha256, urgency, step)
     SELECT id, gen_random_uuid(), '{}', repeat('0', 64), 5, 'send' FROM engagements`,
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

/** The tables that are read from end to end. */
const readWhole = (parts: readonly PlanNode[]) =>
  parts.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);

/** The most rows that any part of a plan has come across. */
const mostRows = (parts: readonly PlanNode[]) =>
  Math.max(
    ...parts.map(
      (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    ),
  );

const filters: [string, EngagementFilter][] = [
  ['none', {}],
  ['a frequent status', { status: ['draft'] }],
  ['a rare status', { status: ['unresolved'] }],
  ['a status that none has', { status: ['rejected'] }],
  ['two statuses', { status: ['unresolved', 'rejected'] }],
  ['every status', { status: ['draft', 'submitting', 'submitted', 'rejected', 'unresolved'] }],
  ['catalog', { catalog: 'AWS' }],
  ['catalog and status', { catalog: 'AWS', status: ['submitting'] }],
  ['externalRef', { externalRef: 'crm-777' }],
  ['an externalRef that none has', { externalRef: 'crm-0' }],
  ['externalRef and status', { externalRef: 'crm-777', status: ['draft'] }],
  ['a frequent word', { text: 'migration' }],
  ['a rare word', { text: 'Migration 777' }],
  ['a word that none has', { text: 'quagga' }],
  ['a short word', { text: 'co' }],
  ['a short word that none has', { text: 'qz' }],
  ['a rare word and a status', { text: 'ration 777', status: ['draft'] }],
  ['a frequent word and a rare status', { text: 'migration', status: ['unresolved'] }],
  ['everything', { text: 'migration', status: ['draft'], catalog: 'Sandbox', externalRef: 'crm-1' }],
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
