import { everyonesEngagements } from '../../auth/owned-tables.js';
import { Prisma } from '../../database/generated/client.js';
import type { NewEngagement } from '../checked-engagement.js';
import { contentColumns, companyNamesOf } from './content-columns.js';

/**
 * Saves any number of drafts with their history, in the order in which they stand, and leaves out those whose external
 * reference is taken. As one document, so that it is the same statement for ten as for a hundred.
 */
export function saveEngagements(engagements: readonly NewEngagement[]): Prisma.Sql {
  return Prisma.sql`WITH ${insertEngagements(engagements)} SELECT id, client_token FROM engagement`;
}

/**
 * The part of a statement that saves drafts, as `engagement` with `id` and `client_token`, and their history.
 * @param condition what has to be true besides, as a WHERE
 */
export function insertEngagements(
  engagements: readonly NewEngagement[],
  condition: Prisma.Sql = Prisma.empty,
): Prisma.Sql {
  const rows = engagements.map(({ createdBy, clientToken, content, readiness }) => ({
    created_by: createdBy,
    client_token: clientToken,
    catalog: content.catalog,
    external_ref: content.externalRef,
    title: content.title,
    description: content.description,
    contexts: content.contexts ?? [],
    company_names: companyNamesOf(content),
    readiness_errors: readiness.errors,
    readiness_warnings: readiness.warnings,
    readiness_rules: readiness.rules,
    first_target_date: readiness.firstTargetDate,
  }));
  return Prisma.sql`
    engagement AS (
      INSERT INTO ${everyonesEngagements} (created_by, client_token, ${contentColumns})
      SELECT created_by, client_token, catalog, external_ref, title, description, contexts, company_names,
        readiness_errors::json, readiness_warnings::json, readiness_rules, first_target_date
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS wanted (
        created_by text, client_token uuid, catalog "Catalog", external_ref text, title text, description text,
        contexts json, company_names text, readiness_errors text, readiness_warnings text, readiness_rules int2,
        first_target_date date)
      ${condition}
      ON CONFLICT DO NOTHING
      RETURNING id, created_by, client_token, catalog
    ), event AS (
      INSERT INTO engagement_events (engagement_id, actor, type, details)
      SELECT id, created_by, 'created', jsonb_build_object('catalog', catalog, 'imported', true) FROM engagement
    )`;
}
