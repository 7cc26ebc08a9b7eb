import { BENCH_CALLER } from '../contestants/contestant.js';
import type { Client } from 'pg';
import { RULES_NUMBER } from '../../src/engagements/kept-readiness.js';

/** A word that stands in one title of eight, one that stands in sixty rows however many there are, and one in none. */
export const words = { frequent: 'migration', rare: 'zephyrine', missing: 'quagga' };

const RARE_ROWS = 60;

/** The external reference of a row that is in the middle, and a hundred from everywhere. */
export const someExternalRef = (rows: number) => `crm-${rows / 2}`;
export const manyExternalRefs = (rows: number) =>
  Array.from({ length: 100 }, (_, index) => `crm-${1 + (index * rows) / 100}`);

/** Since when all have changed, and sixty of all ages. */
export const moments = { all: '2026-01-01T00:00:00Z', few: '2026-02-01T00:00:00Z' };

/** What nine of ten rejected ones ran into, and what sixty did. */
export const errors = { frequent: 'partner-central-validation', rare: 'partner-central-conflict' };

const subjects = [
  'Migration',
  'Backup',
  'Analytics',
  'Modernization',
  'Disaster recovery',
  'Data lake',
  'Contact center',
  'Cost review',
];
const places = [
  'Lisbon',
  'Oslo',
  'Denver',
  'Kyoto',
  'Perth',
  'Nairobi',
  'Quito',
  'Lyon',
  'Gdansk',
  'Austin',
  'Busan',
];
const names = [
  'Nordwind',
  'Acme',
  'Globex',
  'Umbra',
  'Solstice',
  'Kestrel',
  'Harbor',
  'Juniper',
  'Cobalt',
  'Meridian',
];
const trades = ['Logistics', 'Foods', 'Energy', 'Health', 'Retail', 'Textiles', 'Insurance'];

const ofList = (list: readonly string[], by: number) =>
  `(ARRAY[${list.map((word) => `'${word}'`).join(', ')}])[1 + (number / ${by}) % ${list.length}]`;

const title = `${ofList(subjects, 1)} || ', ' || ${ofList(places, 8)} || ' ' || number`;

const isRare = `number % ($1::int / ${RARE_ROWS}) = 0`;

const company =
  `${ofList(names, 1)} || ' ' || ${ofList(trades, 10)} || ' ' || number % 9973 || ` +
  `CASE WHEN ${isRare} THEN ' Zephyrine' ELSE '' END`;

/**
 * Adds engagements with titles and companies of many kinds: seven of ten drafts, two submitted, one rejected, one of
 * twenty in the catalog AWS. What has been submitted has its submission, and what was rejected the error of it.
 */
export async function fill(client: Client, rows: number): Promise<void> {
  await client.query(
    `INSERT INTO engagements (catalog, external_ref, created_by, status, title, description, contexts, company_names,
       client_token, readiness_rules, first_target_date, partner_central_id, partner_central_arn, updated_at)
     SELECT (CASE WHEN number % 20 = 0 THEN 'AWS' ELSE 'Sandbox' END)::"Catalog", 'crm-' || number, $3,
       (CASE WHEN kind < 7 THEN 'draft' WHEN kind < 9 THEN 'submitted' ELSE 'rejected' END)::"EngagementStatus",
       title, 'What it is about', json_build_array(
         json_build_object('type', 'customerProject',
           'customer', json_build_object('companyName', company, 'industry', 'Retail', 'websiteUrl', 'acme.example.com',
             'countryCode', 'US'),
           'project', json_build_object('title', 'Order platform', 'targetCompletionDate', '2099-06-30',
             'businessProblem', 'On-premises capacity runs out each November.'))),
       company, gen_random_uuid(), $2::int, '2099-06-30',
       CASE WHEN kind IN (7, 8) THEN 'eng-' || number END, CASE WHEN kind IN (7, 8) THEN 'arn:aws:' || number END,
       CASE WHEN ${isRare} THEN '${moments.few}' ELSE '${moments.all}' END::timestamptz
     FROM generate_series(1, $1::int) AS number, LATERAL (SELECT ${title}, ${company}) AS names (title, company),
       LATERAL (SELECT (number / 3) % 10) AS kinds (kind)`,
    [rows, RULES_NUMBER, BENCH_CALLER],
  );
  await client.query(
    `INSERT INTO submissions (engagement_id, caller, client_token, request, request_sha256, attempts, due_at, settled_at,
       last_error)
     SELECT id, created_by, gen_random_uuid(), '{}', repeat('0', 64), 1, NULL, now(),
       CASE WHEN status = 'rejected' THEN jsonb_build_object('detail', 'Refused.', 'code',
         CASE WHEN row_number() OVER (PARTITION BY status ORDER BY id) % (count(*) OVER (PARTITION BY status) / ${RARE_ROWS}) = 0
           THEN '${errors.rare}' ELSE '${errors.frequent}' END) END
     FROM engagements WHERE status <> 'draft'`,
  );
  await client.query('VACUUM ANALYZE');
}
