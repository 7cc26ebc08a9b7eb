import type { Client } from 'pg';
import { errors, manyExternalRefs, moments, someExternalRef, words } from './fill.js';

/** A filter of `GET /engagements`, and what it means. */
export interface Filter {
  readonly title: string;
  readonly query: string;
  readonly where: string;
}

/** The filters to measure, with as many rows as there are. */
export function filtersFor(rows: number): Filter[] {
  const externalRef = someExternalRef(rows);
  const many = manyExternalRefs(rows);
  return [
    { title: 'none', query: '', where: 'true' },
    { title: 'status', query: 'status=submitted', where: "status = 'submitted'" },
    {
      title: 'two statuses',
      query: 'status=submitted&status=rejected',
      where: "status IN ('submitted', 'rejected')",
    },
    { title: 'catalog', query: 'catalog=AWS', where: "catalog = 'AWS'" },
    { title: 'externalRef', query: `externalRef=${externalRef}`, where: `external_ref = '${externalRef}'` },
    { title: 'q, a frequent word', query: `q=${words.frequent}`, where: containing(words.frequent) },
    { title: 'q, a rare word', query: `q=${words.rare}`, where: containing(words.rare) },
    { title: 'q, no hit', query: `q=${words.missing}`, where: containing(words.missing) },
    {
      title: 'q, a frequent word, and status',
      query: `q=${words.frequent}&status=submitted`,
      where: `${containing(words.frequent)} AND status = 'submitted'`,
    },
    {
      title: 'externalRef, a hundred',
      query: many.map((ref) => `externalRef=${ref}`).join('&'),
      where: `external_ref IN (${many.map((ref) => `'${ref}'`).join(', ')})`,
    },
    { title: 'updatedSince, all', query: `updatedSince=${moments.all}`, where: changedSince(moments.all) },
    { title: 'updatedSince, sixty', query: `updatedSince=${moments.few}`, where: changedSince(moments.few) },
    {
      title: 'updatedSince, all, and status',
      query: `updatedSince=${moments.all}&status=submitted`,
      where: `${changedSince(moments.all)} AND status = 'submitted'`,
    },
    {
      title: 'lastError, frequent',
      query: `lastError=${errors.frequent}`,
      where: failedWith(errors.frequent),
    },
    { title: 'lastError, sixty', query: `lastError=${errors.rare}`, where: failedWith(errors.rare) },
    {
      title: 'lastError, frequent, and updatedSince, all',
      query: `lastError=${errors.frequent}&updatedSince=${moments.all}`,
      where: failedWith(errors.frequent),
    },
  ];
}

const changedSince = (moment: string) => `updated_at >= '${moment}'`;

const failedWith = (code: string) =>
  `id IN (SELECT engagement_id FROM submissions WHERE last_error ->> 'code' = '${code}')`;

const containing = (word: string) => `search_text LIKE '%${word}%'`;

/** A page of a filter's engagements. */
export interface Page {
  readonly title: 'first' | 'middle' | 'last';
  /** What the API is asked for. */
  readonly address: string;
  /** How many engagements it has. */
  readonly length: number;
}

const PAGE = 25;

/** The first page, and the middle and the last where there are so many. */
export async function pagesOf(client: Client, { query, where }: Filter): Promise<Page[]> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM engagements WHERE ${where}`,
  );
  const count = rows[0]?.count ?? 0;
  const after = async (title: Page['title'], place: number): Promise<Page> => {
    const found = await client.query<{ id: string }>(
      `SELECT id FROM engagements WHERE ${where} ORDER BY id DESC OFFSET ${place} LIMIT 1`,
    );
    const cursor = Buffer.from(JSON.stringify({ after: found.rows[0]?.id })).toString('base64url');
    return { title, address: addressOf(query, `cursor=${cursor}`), length: PAGE };
  };
  return [
    { title: 'first', address: addressOf(query), length: Math.min(PAGE, count) },
    ...(count > 4 * PAGE ? [await after('middle', Math.floor(count / 2))] : []),
    ...(count >= 2 * PAGE ? [await after('last', count - PAGE - 1)] : []),
  ];
}

function addressOf(...parameters: readonly string[]): string {
  return `/engagements?${parameters.filter((parameter) => parameter !== '').join('&')}`;
}
