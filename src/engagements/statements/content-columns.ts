import { Prisma } from '../../database/generated/client.js';
import type { CheckedEngagement } from '../checked-engagement.js';

/** The columns that hold what a caller wrote, and what was found of it. */
export const contentColumns = Prisma.raw(
  'catalog, external_ref, title, description, contexts, company_names, readiness_errors, readiness_warnings, readiness_rules, first_target_date',
);

/** Their values, in this order. */
export function contentValues({ content, contexts, readiness }: CheckedEngagement): Prisma.Sql {
  const { catalog, externalRef, title, description } = content;
  return Prisma.sql`
    ${catalog}::"Catalog", ${externalRef ?? null}, ${title ?? null}, ${description ?? null},
    ${contexts}::json, ${companyNamesOf(content)}, ${readiness.errors}::json, ${readiness.warnings}::json,
    ${readiness.rules}::int2, ${readiness.firstTargetDate ?? null}::date`;
}

/** The customers' company names, one a line, for the `q` filter. */
export function companyNamesOf({ contexts = [] }: CheckedEngagement['content']): string {
  return contexts.map(({ customer }) => customer?.companyName ?? '').join('\n');
}
