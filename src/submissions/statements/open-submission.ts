import { insertEvents } from '../../audit/engagement-history.js';
import { everyonesEngagements } from '../../auth/owned-tables.js';
import { Prisma } from '../../database/generated/client.js';
import type { ShownEngagement } from '../../engagements/engagement.record.js';
import type { IdempotencyKey } from '../../idempotency/idempotency-key.js';
import { insertKey, newKey } from '../../idempotency/key-statements.js';
import { credentialsProblem } from '../../partner-central/classify-error.js';
import type { FrozenRequest } from '../../partner-central/create-engagement.request.js';
import { urgencies, type Urgency } from '../submission-state.js';
import { opened } from '../submission-transitions.js';
import { tellWorkers } from './tell-workers.js';

/** A submission that is to be opened. */
export interface NewSubmission {
  readonly request: FrozenRequest;
  readonly urgency: Urgency;
  /** Who submits. */
  readonly actor: string;
  /** The trace that its attempts and look-ups belong to. */
  readonly traceparent?: string;
}

/**
 * Opens a submission of an engagement that is still at the version that was read: status, frozen request, history and
 * key commit together. No row where the version is another one, or the key is not new.
 */
export function openSubmission(
  { id, version }: Pick<ShownEngagement, 'id' | 'version'>,
  submission: NewSubmission,
  key?: IdempotencyKey,
): Prisma.Sql {
  const { status, events } = opened(submission.request, submission.urgency);
  return Prisma.sql`
    WITH ${key === undefined ? Prisma.empty : Prisma.sql`new_key AS MATERIALIZED (${newKey(key)}),`}
    engagement AS (
      UPDATE ${everyonesEngagements} SET status = ${status}::"EngagementStatus", version = version + 1
      WHERE id = ${id}::uuid AND version = ${version}
        ${key === undefined ? Prisma.empty : Prisma.sql`AND EXISTS (SELECT 1 FROM new_key)`}
      RETURNING id, created_by
    ), event AS (${insertEvents(submission.actor, events)})
    ${key === undefined ? Prisma.empty : Prisma.sql`, kept_key AS (${insertKey({ key })})`}
    , followed AS (${forgetErrors})
    , submission AS (${insertSubmission(submission)})
    SELECT ${tellWorkers} FROM submission`;
}

/**
 * What earlier submissions of the engagement ran into is shown no more, and stays in its history: whoever looks for an
 * error by its index finds none that is over.
 */
const forgetErrors = Prisma.sql`
  UPDATE submissions SET last_error = NULL
  WHERE engagement_id IN (SELECT id FROM engagement) AND last_error IS NOT NULL`;

/** Opens a submission of the engagement that the statement has as `engagement`, in its owner's turn. It is due at once. */
export function insertSubmission({ request, urgency, traceparent }: NewSubmission): Prisma.Sql {
  // During a credentials outage it says so from its first moment, and its time to give up begins.
  return Prisma.sql`
    INSERT INTO submissions
      (engagement_id, caller, client_token, request, request_sha256, urgency, traceparent, last_error,
        waiting_since)
    SELECT engagement.id, engagement.created_by, ${request.clientToken}::uuid, ${request.body}, ${request.sha256},
      ${urgencies[urgency]}::int2, ${traceparent ?? null}::text,
      CASE WHEN is_outage THEN ${JSON.stringify(credentialsProblem)}::jsonb END,
      CASE WHEN is_outage THEN clock_timestamp() END
    FROM engagement,
      (SELECT EXISTS (SELECT 1 FROM submission_pace WHERE credentials_refused_at IS NOT NULL) AS is_outage) pace
    RETURNING step`;
}
