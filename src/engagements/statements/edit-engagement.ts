import { insertEvents } from '../../audit/engagement-history.js';
import { everyonesEngagements } from '../../auth/owned-tables.js';
import { Prisma } from '../../database/generated/client.js';
import type { CheckedEngagement } from '../checked-engagement.js';
import type { ShownEngagement } from '../engagement.record.js';
import { contentColumns, contentValues } from './content-columns.js';
import { utcText } from './engagement-rows.js';

/** Who edits an engagement, and which fields. */
export interface Edit {
  readonly actor: string;
  readonly fields: readonly string[];
  /** The pointers of AWS's findings whose values have changed since, where more of them have now. */
  readonly mended?: readonly string[];
}

export interface EditedRow {
  /** RFC 3339, in UTC, to the millisecond. */
  readonly updated_at: string;
}

/**
 * Replaces the content of an engagement that is still at the version that was read, with its history. No row where it is
 * not. Every change raises the version, that of a status too, so that no lock is needed between reading and writing.
 */
export function editEngagement(
  { id, version }: Pick<ShownEngagement, 'id' | 'version'>,
  content: CheckedEngagement,
  { actor, fields, mended }: Edit,
): Prisma.Sql {
  return Prisma.sql`
    WITH engagement AS (
      UPDATE ${everyonesEngagements}
      SET (${contentColumns}) = ROW (${contentValues(content)}), version = version + 1
      WHERE id = ${id}::uuid AND version = ${version}
      RETURNING id, ${utcText('updated_at')} AS updated_at
    ), event AS (${insertEvents(actor, [{ type: 'edited', details: { fields } }])})
    ${mended === undefined ? Prisma.empty : Prisma.sql`, submission AS (${noteMended(mended)})`}
    SELECT updated_at FROM engagement`;
}

/** The last submission of the engagement that the statement has as `engagement`: all of an editable one are settled. */
function noteMended(mended: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    UPDATE submissions SET mended = ${JSON.stringify(mended)}::jsonb
    WHERE id = (
      SELECT submission.id FROM submissions submission JOIN engagement ON submission.engagement_id = engagement.id
      ORDER BY settled_at DESC, requested_at DESC
      LIMIT 1)`;
}

/** The name of a statement's text, which depends on what is changed together. */
export function nameOfEdit({ mended }: Edit): string {
  return mended === undefined ? 'edit-engagement' : 'edit-refused-engagement';
}
