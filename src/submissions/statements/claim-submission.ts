import { WORKER } from '../../audit/engagement-history.js';
import { everyonesEngagements } from '../../auth/owned-tables.js';
import type { CatalogName } from '../../config/settings.js';
import { Prisma } from '../../database/generated/client.js';
import { MAX_PROBE_MS } from '../submission-policy.js';
import { type StateRow, toState } from '../submission-rows.js';
import type { ClaimedSubmission } from '../submission-state.js';
import { isDueAndFree, nextInTurn, takeTurn } from './next-in-turn.js';

/** Who claims, and for how long. */
export interface Claim {
  /** Nobody else's, and never used before. */
  readonly holder: string;
  readonly leaseSeconds: number;
}

export interface Sending {
  readonly slotSeconds: number;
  readonly giveUpSeconds: number;
  /** Whether an attempt may begin with the claim. */
  readonly mayBegin: boolean;
}

/** What a claim returns, as the database names its columns. */
export interface ClaimedRow extends StateRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly catalog: CatalogName;
  readonly version: number;
  readonly client_token: string;
  readonly request: string;
  readonly request_sha256: string;
  readonly requested_at: Date;
  readonly attempt_open: boolean;
  readonly refused_for_ms: number | null;
  readonly absent_for_ms: number | null;
  readonly traceparent: string | null;
  /** Whether an attempt has begun with the claim. */
  readonly begins: boolean;
  readonly started_at: Date;
}

/**
 * Claims the due submission that is next to be sent and that nobody holds, and begins its attempt, with its history, where
 * it can be sent at once: the pace has a slot that is open now, and none of its attempts is in doubt. What has to wait for
 * a slot begins in it, so that a worker that dies while it waits leaves nothing behind in doubt.
 *
 * During a credentials outage only a probe, and what is to be given up, is claimed, and nothing begins.
 */
export function claimToSend(claim: Claim, { slotSeconds, giveUpSeconds, mayBegin }: Sending): Prisma.Sql {
  const isUnlessOutage = Prisma.sql`NOT EXISTS (
    SELECT 1 FROM submission_pace WHERE credentials_refused_at IS NOT NULL
      AND probe_at BETWEEN clock_timestamp() AND clock_timestamp() + ${seconds(MAX_PROBE_MS / 1000)})`;
  const isGivenUp = Prisma.sql`waiting_since <= now() - ${seconds(giveUpSeconds)}`;
  return Prisma.sql`
    WITH RECURSIVE ${nextInTurn('send', isUnlessOutage)},
    given_up AS MATERIALIZED (
      SELECT id FROM submissions
      WHERE settled_at IS NULL AND step = 'send' AND ${isGivenUp} AND ${isDueAndFree}
        AND NOT EXISTS (SELECT 1 FROM next_in_turn)
      ORDER BY waiting_since
      LIMIT 1
      FOR UPDATE SKIP LOCKED
    ), chosen AS MATERIALIZED (
      -- One of them at most: the limit has the planner know it, which would else read all engagements for two.
      SELECT id FROM next_in_turn UNION ALL SELECT id FROM given_up LIMIT 1
    ),
    -- Passed over where somebody else has it: he reserves a slot, or an outage begins.
    free_slot AS MATERIALIZED (
      SELECT id FROM submission_pace
      WHERE ${mayBegin} AND credentials_refused_at IS NULL AND next_slot <= clock_timestamp()
        AND (slowed_until IS NULL OR slowed_until <= clock_timestamp())
        AND EXISTS (
          SELECT 1 FROM chosen JOIN submissions USING (id) WHERE NOT attempt_open AND NOT outcome_unknown)
      FOR UPDATE SKIP LOCKED
    ), slot AS (
      UPDATE submission_pace SET next_slot = clock_timestamp() + ${seconds(slotSeconds)}
      WHERE id IN (SELECT id FROM free_slot)
      RETURNING id
    ), claimed AS (
      UPDATE submissions submission
      SET ${held(claim)}, attempts = attempts + begins::int, attempt_open = attempt_open OR begins
      FROM chosen, (SELECT EXISTS (SELECT 1 FROM slot) AS begins) beginning
      WHERE submission.id = chosen.id
      RETURNING submission.*, begins
    ), event AS (
      INSERT INTO engagement_events (engagement_id, actor, type, details)
      SELECT engagement_id, ${WORKER}, 'attempt-started', jsonb_build_object('attempt', attempts)
      FROM claimed WHERE begins
    ), ${takeTurn}
    ${selectClaimed}`;
}

/** Claims the due submission that is next to be looked up and that nobody holds. */
export function claimToLookUp(claim: Claim): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE ${nextInTurn('look_up')},
    claimed AS (
      UPDATE submissions submission SET ${held(claim)} FROM next_in_turn WHERE submission.id = next_in_turn.id
      RETURNING submission.*, false AS begins
    ), ${takeTurn}
    ${selectClaimed}`;
}

export function toClaimed(row: ClaimedRow): Omit<ClaimedSubmission, 'holder' | 'askedAt'> {
  const begun = row.begins ? { number: row.attempts, startedAt: row.started_at } : undefined;
  const attempts = row.begins ? row.attempts - 1 : row.attempts;
  return {
    id: row.id,
    engagementId: row.engagement_id,
    engagementVersion: row.version,
    catalog: row.catalog,
    request: { clientToken: row.client_token, body: row.request, sha256: row.request_sha256 },
    requestedAt: row.requested_at,
    state: { ...toState(row), attempts },
    attemptOpen: row.attempt_open && !row.begins,
    ...(begun === undefined ? {} : { begun }),
    ...(row.refused_for_ms === null ? {} : { refusedForMs: row.refused_for_ms }),
    ...(row.absent_for_ms === null ? {} : { absentForMs: row.absent_for_ms }),
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  };
}

function held({ holder, leaseSeconds }: Claim): Prisma.Sql {
  return Prisma.sql`held_by = ${holder}::uuid, held_until = clock_timestamp() + ${seconds(leaseSeconds)}`;
}

function seconds(count: number): Prisma.Sql {
  return Prisma.sql`make_interval(secs => ${count}::float8)`;
}

const selectClaimed = Prisma.sql`
  SELECT claimed.id, engagement_id, engagement.catalog, engagement.status, engagement.version, claimed.client_token,
    request, request_sha256, requested_at, attempts, attempt_open, outcome_unknown, unknown_attempts, setbacks,
    lost_in_a_row, urgency, begins, traceparent, clock_timestamp() AS started_at,
    (extract(epoch FROM clock_timestamp() - requested_at) * 1000)::float8 AS open_for_ms,
    (coalesce(extract(epoch FROM clock_timestamp() - waiting_since), 0) * 1000)::float8 AS waiting_for_ms,
    (extract(epoch FROM clock_timestamp() - refused_at) * 1000)::float8 AS refused_for_ms,
    (extract(epoch FROM clock_timestamp() - absent_at) * 1000)::float8 AS absent_for_ms
  FROM claimed JOIN ${everyonesEngagements} engagement ON engagement.id = claimed.engagement_id`;
