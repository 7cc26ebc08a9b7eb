import { insertEvents } from '../../audit/engagement-history.js';
import { everyonesEngagements } from '../../auth/owned-tables.js';
import { Prisma } from '../../database/generated/client.js';

/**
 * Erases what callers wrote of engagements that are locked and submitted, with its history: their content, and the
 * requests that were made of it. The requests' SHA-256 stay, as evidence of what was sent.
 * @param actor who has it erased
 */
export function eraseEngagements(ids: readonly string[], actor: string): Prisma.Sql {
  return Prisma.sql`
    WITH engagement AS (
      UPDATE ${everyonesEngagements}
      SET title = NULL, description = NULL, contexts = '[]', company_names = '', readiness_errors = '[]',
        readiness_warnings = '[]', first_target_date = NULL, personal_data_erased_at = now(), version = version + 1
      WHERE id = ANY(${[...ids]}::uuid[]) AND status = 'submitted' AND personal_data_erased_at IS NULL
      RETURNING id
    ), submission AS (
      UPDATE submissions SET request = '' WHERE engagement_id IN (SELECT id FROM engagement)
    ), event AS (${insertEvents(actor, [{ type: 'personal-data-erased' }])})
    SELECT id FROM engagement`;
}
