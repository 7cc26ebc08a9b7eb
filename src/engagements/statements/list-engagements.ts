import { newestFirst, newestWithin } from '../../auth/owned-tables.js';
import type { Reach } from '../../auth/reach.js';
import { Prisma } from '../../database/generated/client.js';
import { shownColumns, type ShownRow } from './engagement-rows.js';
import { type EngagementFilter, isPlain } from './engagement-filter.js';
import { newestMatches } from './newest-matches.js';

/** Which page of a list is wanted. */
export interface PagePlace {
  readonly limit: number;
  /** The id of the last engagement of the page before. */
  readonly before?: string;
}

/** A row of a page. */
export interface ListedRow extends ShownRow {
  /** Whether another one comes after it. */
  readonly has_next: boolean;
}

/**
 * How many bytes of contexts and findings a page has, but for its last engagement: with ordinary ones no page has as
 * many. A hundred of full size would be 30 MB, which block the process for a quarter of a second.
 */
const PAGE_BYTES = 1_000_000;

/**
 * One page, newest first: UUIDv7 sorts by time of creation. It has fewer than the limit where they are large.
 *
 * The limit is part of the text: PostgreSQL takes one that it does not know for a tenth of the table, and so would plan
 * the statement anew each time, which takes as long as running it.
 */
export function listEngagements(
  filter: EngagementFilter,
  { limit, before }: PagePlace,
  reach: Reach,
): Prisma.Sql {
  // One more than a page has tells whether there is another one.
  const oneMore = Math.trunc(limit) + 1;
  if (isPlain(filter)) {
    const newest = Prisma.sql`${newestWithin(reach, before)} LIMIT ${Prisma.raw(String(oneMore))}`;
    return pageOf(newest, newestFirst(reach), limit);
  }
  const place = { reach, ...(before === undefined ? {} : { before }) };
  return pageOf(newestMatches(filter, place, oneMore), Prisma.raw('id DESC'), limit);
}

/**
 * As many of the newest as a page may have. PostgreSQL counts their bytes, so that what is too much never leaves it; the
 * first one is always there.
 */
function pageOf(newest: Prisma.Sql, order: Prisma.Sql, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT ${shownColumns}, has_next
    FROM (
      SELECT *, lead(id) OVER page IS NOT NULL AS has_next,
        sum(${sizeOf('contexts')} + ${sizeOf('readiness_errors')}) OVER page AS bytes_before
      FROM (${newest}) newest
      WINDOW page AS (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ) engagement
    WHERE bytes_before IS NULL OR bytes_before < ${Prisma.raw(String(PAGE_BYTES))}
    ORDER BY ${order} LIMIT ${Prisma.raw(String(Math.trunc(limit)))}`;
}

/** The bytes of a column as text. Only what is kept compressed has to be unfolded for that, as few are. */
function sizeOf(column: 'contexts' | 'readiness_errors'): Prisma.Sql {
  return Prisma.raw(`CASE WHEN pg_column_compression(${column}) IS NULL THEN pg_column_size(${column})
    ELSE octet_length(${column}::text) END`);
}
