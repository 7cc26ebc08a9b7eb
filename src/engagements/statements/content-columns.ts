import { Prisma } from '../../database/generated/client.js';
import type { CheckedEngagement } from '../checked-engagement.js';

/** The columns that hold what a caller wrote, and what was found of it. */
export const contentColumns = Prisma.raw(
  'catalog, external_ref, title, description, contexts, search_text, readiness_errors, readiness_rules, first_target_date',
);

/** Their values, in this order. */
export function contentValues({ content, contexts, readiness }: CheckedEngagement): Prisma.Sql {
  const { catalog, externalRef, title, description } = content;
  return Prisma.sql`
    ${catalog}::"Catalog", ${externalRef ?? null}, ${title ?? null}, ${description ?? null},
    ${contexts}::json, ${searchTextOf(content)}, ${readiness.errors}::json, ${readiness.rules}::int2,
    ${readiness.firstTargetDate ?? null}::date`;
}

/**
 * What the `q` filter looks into: title and company names in lower case, each after a blank, so that the beginnings of
 * words can be told from their insides. Lower case is made here, by Unicode, as PostgreSQL's depends on its locale.
 */
export function searchTextOf({ title = '', contexts = [] }: CheckedEngagement['content']): string {
  const companies = contexts.flatMap(({ customer }) => customer?.companyName ?? []);
  return [title, ...companies]
    .map((part) => ` ${part}`)
    .join('\n')
    .toLowerCase();
}
