import { engagementsWithin } from '../../auth/owned-tables.js';
import type { Reach } from '../../auth/reach.js';
import type { CatalogName } from '../../config/settings.js';
import { Prisma } from '../../database/generated/client.js';
import { EngagementStatus } from '../../database/generated/enums.js';
import { catalogs } from '../../partner-central/rules/values.js';
import { shownColumns } from './engagement-rows.js';

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

/** Shorter texts have no trigram inside of a word: they are looked for at the beginnings of words. */
const TRIGRAM = 3;

/**
 * One page, newest first: UUIDv7 sorts by time of creation.
 *
 * The limit is part of the text: PostgreSQL takes one that it does not know for a tenth of the table, and so would plan
 * the statement anew each time, which takes as long as running it.
 */
export function listEngagements(
  filter: EngagementFilter,
  { limit, before }: PagePlace,
  reach: Reach,
): Prisma.Sql {
  const within = engagementsWithin(reach);
  const conditions = [
    ...(before === undefined ? [] : [Prisma.sql`id < ${before}::uuid`]),
    ...(filter.externalRef === undefined ? [] : [Prisma.sql`external_ref = ${filter.externalRef}`]),
    ...(filter.text === undefined || filter.text === '' ? [] : [textMatches(filter.text)]),
  ];
  const newest = Prisma.raw(`ORDER BY id DESC LIMIT ${Math.trunc(limit)}`);
  const [where = Prisma.empty, ...others] = kindsOf(filter, reach).map((kind) =>
    whereAll([...kind, ...conditions]),
  );
  if (others.length === 0) {
    return Prisma.sql`SELECT ${shownColumns} FROM ${within} engagement ${where} ${newest}`;
  }
  const pages = [where, ...others].map(
    (one) => Prisma.sql`(SELECT * FROM ${within} engagement ${one} ${newest})`,
  );
  return Prisma.sql`
    SELECT ${shownColumns}
    FROM (SELECT * FROM (${Prisma.join(pages, ' UNION ALL ')}) merged ${newest}) engagement
    ORDER BY id DESC`;
}

/**
 * The filter by status and catalog as the kinds of engagements that it lets through. Each kind is a range of an index
 * on catalog, status and id, which gives its newest without reading further, and the newest of all kinds are merged. One
 * caller's own are in the order of their ids by kind only.
 * One condition for all of them (`status IN …`) has no order in any index: at a million rows of which few have the status
 * that would read the whole table.
 */
function kindsOf(
  { status, catalog, text, externalRef }: EngagementFilter,
  { owner }: Reach,
): readonly (readonly Prisma.Sql[])[] {
  const isOrderedById = owner === undefined || (text ?? '') !== '' || externalRef !== undefined;
  if (status === undefined && catalog === undefined && isOrderedById) {
    return [[]];
  }
  const statuses = status === undefined ? Object.values(EngagementStatus) : [...new Set(status)];
  return (catalog === undefined ? catalogs : [catalog]).flatMap((oneCatalog) =>
    statuses.map((oneStatus) => [
      Prisma.sql`catalog = ${oneCatalog}::"Catalog"`,
      Prisma.sql`status = ${oneStatus}::"EngagementStatus"`,
    ]),
  );
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
