import { engagementsWithin, newestFirst, newestWithin } from '../../auth/owned-tables.js';
import type { Reach } from '../../auth/reach.js';
import type { CatalogName } from '../../config/settings.js';
import { Prisma } from '../../database/generated/client.js';
import { EngagementStatus } from '../../database/generated/enums.js';
import { catalogs } from '../../partner-central/rules/values.js';
import { shownColumns, type ShownRow } from './engagement-rows.js';

export interface EngagementFilter {
  readonly status?: readonly EngagementStatus[];
  readonly catalog?: CatalogName;
  readonly externalRef?: string;
  /** Part of the title or of a customer's company name, in any letter case. */
  readonly text?: string;
}

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

/** Shorter texts have no trigram inside of a word: they are looked for at the beginnings of words. */
const TRIGRAM = 3;

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
  const oneMore = Prisma.raw(`LIMIT ${Math.trunc(limit) + 1}`);
  if (isPlain(filter)) {
    return pageOf(Prisma.sql`${newestWithin(reach, before)} ${oneMore}`, newestFirst(reach), limit);
  }
  const within = engagementsWithin(reach);
  const byId = Prisma.raw('id DESC');
  const newest = Prisma.sql`ORDER BY ${byId} ${oneMore}`;
  const conditions = [
    ...(before === undefined ? [] : [Prisma.sql`id < ${before}::uuid`]),
    ...(filter.externalRef === undefined ? [] : [Prisma.sql`external_ref = ${filter.externalRef}`]),
    ...(filter.text === undefined || filter.text === '' ? [] : [textMatches(filter.text)]),
  ];
  const kinds = kindsOf(filter);
  if (kinds === undefined) {
    return pageOf(
      Prisma.sql`SELECT * FROM ${within} engagement ${whereAll(conditions)} ${newest}`,
      byId,
      limit,
    );
  }
  return pageOf(
    Prisma.sql`
      SELECT engagement.* FROM (${idsOfKinds(kinds, { within, conditions, newest })}) newest_ids
      JOIN ${within} engagement USING (id)`,
    byId,
    limit,
  );
}

/** Whether nothing is looked for: then a page is read in one way, whatever the values, and its statement has a name. */
export function isPlain({ status, catalog, externalRef, text = '' }: EngagementFilter): boolean {
  return status === undefined && catalog === undefined && externalRef === undefined && text === '';
}

interface Sought {
  readonly within: Prisma.Sql;
  readonly conditions: readonly Prisma.Sql[];
  /** The order and the limit. */
  readonly newest: Prisma.Sql;
}

interface Kind {
  readonly catalog: CatalogName;
  readonly status: EngagementStatus;
}

/**
 * The newest ids of some kinds. Ids alone, which the index of a kind has: PostgreSQL then takes no other one, whose rows
 * it would have to look at, and reads nothing of an engagement that is on no page.
 */
function idsOfKinds(kinds: readonly Kind[], { within, conditions, newest }: Sought): Prisma.Sql {
  const ofKinds = kinds.map(
    ({ catalog, status }) => Prisma.sql`
      (SELECT id FROM ${within} engagement
       ${whereAll([Prisma.raw(`catalog = '${catalog}'`), Prisma.raw(`status = '${status}'`), ...conditions])} ${newest})`,
  );
  return Prisma.sql`SELECT id FROM (${Prisma.join(ofKinds, ' UNION ALL ')}) merged ${newest}`;
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

/**
 * The filter by status and catalog as the kinds of engagements that it lets through; undefined: all of them, in the order
 * of their ids. Each kind is a range of an index on catalog, status and id, which gives its newest ids without reading
 * further, and the newest of all kinds are merged.
 *
 * One condition for all of them (`status IN …`) has no order in any index: at a million rows of which few have the status
 * that would read the whole table.
 */
function kindsOf({ status, catalog }: EngagementFilter): readonly Kind[] | undefined {
  if (status === undefined && catalog === undefined) {
    return undefined;
  }
  // Of the constants themselves: they become part of the text.
  const statuses = Object.values(EngagementStatus).filter((one) => status?.includes(one) ?? true);
  return catalogs
    .filter((one) => one === (catalog ?? one))
    .flatMap((oneCatalog) => statuses.map((oneStatus) => ({ catalog: oneCatalog, status: oneStatus })));
}

function textMatches(text: string): Prisma.Sql {
  // A wildcard is an ordinary character to the caller.
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  const pattern = Array.from(text).length < TRIGRAM ? `% ${escaped}%` : `%${escaped}%`;
  return Prisma.sql`search_text LIKE lower(${pattern})`;
}

function whereAll(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`;
}
