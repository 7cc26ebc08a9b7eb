import { type EventContent, insertEvents } from '../../audit/engagement-history.js';
import { everyonesEngagements } from '../../auth/owned-tables.js';
import { Prisma } from '../../database/generated/client.js';
import type { NewEngagement } from '../../engagements/checked-engagement.js';
import { contentColumns, contentValues } from '../../engagements/statements/content-columns.js';
import { utcText } from '../../engagements/statements/engagement-rows.js';
import { insertKey, type KeyedWork, newKey } from '../../idempotency/key-statements.js';
import { opened } from '../submission-transitions.js';
import { insertSubmission, type NewSubmission } from './open-submission.js';
import { tellWorkers } from './tell-workers.js';

/** An engagement and what commits together with it. */
export interface SavedTogether {
  readonly engagement: NewEngagement;
  readonly keyed?: KeyedWork;
  readonly submission?: NewSubmission;
}

export interface SavedRow {
  readonly id: string;
  /** RFC 3339, in UTC, to the millisecond. */
  readonly created_at_text: string;
}

/**
 * Saves a new engagement with its history, with the key that was asked for and its answer, and with its submission: one
 * round trip and one commit for whatever `POST /engagements` does. No row where the external reference is taken or the
 * key is not new: nothing is saved then.
 */
export function saveEngagement({ engagement, keyed, submission }: SavedTogether): Prisma.Sql {
  const { createdBy, clientToken, content } = engagement;
  const open = submission && opened(submission.request, submission.urgency);
  const events: EventContent[] = [
    { type: 'created', details: { catalog: content.catalog } },
    ...(open?.events ?? []),
  ];
  const from = keyed === undefined ? Prisma.empty : Prisma.sql`FROM new_key`;
  return Prisma.sql`
    WITH ${keyed === undefined ? Prisma.empty : Prisma.sql`new_key AS MATERIALIZED (${newKey(keyed.key)}),`}
    engagement AS (
      INSERT INTO ${everyonesEngagements} (created_by, client_token, status, ${contentColumns})
      SELECT ${createdBy}, ${clientToken}::uuid, ${open?.status ?? 'draft'}::"EngagementStatus",
        ${contentValues(engagement)} ${from}
      ON CONFLICT (created_by, catalog, external_ref) DO NOTHING
      RETURNING id, created_by, ${utcText('created_at')} AS created_at_text
    ), event AS (${insertEvents(createdBy, events)})
    ${keyed === undefined ? Prisma.empty : Prisma.sql`, kept_key AS (${insertKey(keyed)})`}
    ${
      submission === undefined
        ? Prisma.sql`SELECT id, created_at_text FROM engagement`
        : Prisma.sql`, submission AS (${insertSubmission(submission)})
          SELECT engagement.id, created_at_text, ${tellWorkers} FROM engagement, submission`
    }`;
}

/** The name of a statement's text, which depends on what is saved together. */
export function nameOfSave({ keyed, submission }: SavedTogether): string {
  return ['save', keyed && 'keyed', submission ? 'submission' : 'draft'].filter(Boolean).join('-');
}
