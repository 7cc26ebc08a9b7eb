import { insertEvents } from '../../audit/engagement-history.js';
import { everyonesEngagements } from '../../auth/owned-tables.js';
import { Prisma } from '../../database/generated/client.js';
import type { ClaimedSubmission, LockedSubmission, Transition } from '../submission-state.js';
import { tellWorkers } from './tell-workers.js';

export interface ApplyOptions {
  readonly actor: string;
  /** Whoever works on it goes on. */
  readonly keepsHold?: boolean;
}

/**
 * Writes what an open submission becomes: its row, its engagement's status, and its history, and tells those who wait.
 * No row where it is settled or gone, or not as it is said to be.
 * @param condition what has to hold still, of `submission` and `engagement` under their locks
 */
export function applyTransition(
  { id }: Pick<LockedSubmission, 'id'>,
  transition: Transition,
  { actor, keepsHold = false }: ApplyOptions,
  condition = Prisma.sql`true`,
): Prisma.Sql {
  const isDueNow = transition.next?.inMs === 0;
  return Prisma.sql`
    WITH locked AS MATERIALIZED (
      SELECT submission.id, engagement_id
      FROM ${everyonesEngagements} engagement JOIN submissions submission ON submission.engagement_id = engagement.id
      WHERE submission.id = ${id}::uuid AND settled_at IS NULL AND ${condition}
      FOR UPDATE OF engagement, submission
    ), submission AS (
      UPDATE submissions SET ${submissionChange(transition, keepsHold)}
      WHERE id IN (SELECT id FROM locked)
      RETURNING step
    ), engagement AS (
      UPDATE ${everyonesEngagements} SET ${engagementChange(transition)}
      WHERE id IN (SELECT engagement_id FROM locked)
      RETURNING id, status
    ), event AS (${insertEvents(actor, transition.events)})
    SELECT CASE WHEN ${isDueNow} THEN ${tellWorkers} END AS told_workers,
      CASE WHEN status <> 'submitting' THEN pg_notify('engagement_status', engagement.id::text)::text END AS told_callers
    FROM submission, engagement`;
}

/**
 * That nobody has decided on a submission since its attempt began: those who may are an operator and another caller, who
 * change its urgency or its engagement's version, and whoever has taken it for lost.
 */
export function isAsBegun(
  { holder, engagementVersion, state }: ClaimedSubmission,
  attempt: number,
): Prisma.Sql {
  return Prisma.sql`
    held_by = ${holder}::uuid AND attempts = ${attempt} AND attempt_open AND urgency = ${state.urgency}::int2
    AND engagement.version = ${engagementVersion}`;
}

function submissionChange(transition: Transition, keepsHold: boolean): Prisma.Sql {
  const { next, lastError } = transition;
  const errorText = lastError ? JSON.stringify(lastError) : null;
  return Prisma.sql`
    step = coalesce(${next?.step ?? null}::"SubmissionStep", step),
    due_at = clock_timestamp() + make_interval(secs => ${next === undefined ? null : next.inMs / 1000}::float8),
    delay_ms = ${Math.ceil(next?.inMs ?? 0)},
    settled_at = CASE WHEN ${next === undefined} THEN clock_timestamp() END,
    urgency = coalesce(${next?.urgency ?? null}::int2, urgency),
    outcome_unknown = ${transition.outcomeUnknown},
    unknown_attempts = ${transition.unknownAttempts},
    setbacks = ${transition.setbacks},
    lost_in_a_row = ${transition.lostInARow},
    refused_at = CASE ${transition.refusal} WHEN 'now' THEN clock_timestamp() WHEN 'kept' THEN refused_at END,
    waiting_since = CASE WHEN ${transition.isWaiting} THEN coalesce(waiting_since, clock_timestamp()) END,
    absent_at = CASE WHEN ${transition.absentNow} THEN clock_timestamp() ELSE absent_at END,
    last_error = CASE WHEN ${lastError === undefined} THEN last_error ELSE ${errorText}::jsonb END,
    held_by = CASE WHEN ${keepsHold} THEN held_by END,
    held_until = CASE WHEN ${keepsHold} THEN held_until END,
    attempt_open = attempt_open AND ${keepsHold}`;
}

function engagementChange({ status, created, nextClientToken }: Transition): Prisma.Sql {
  return Prisma.sql`
    status = ${status}::"EngagementStatus",
    version = version + 1,
    client_token = coalesce(${nextClientToken ?? null}::uuid, client_token),
    partner_central_id = coalesce(${created?.id ?? null}, partner_central_id),
    partner_central_arn = coalesce(${created?.arn ?? null}, partner_central_arn),
    partner_central_modified_at = coalesce(${created?.modifiedAt ?? null}, partner_central_modified_at)`;
}
