import { everyonesEngagements } from '../../auth/owned-tables.js';
import { Prisma } from '../../database/generated/client.js';
import type { Step } from '../submission-state.js';

/** How the whole fleet's submissions stand: a row for each step, with what is the same for all of them. */
export interface FleetRow {
  readonly step: Step;
  readonly open: number;
  /** How long ago the oldest open one was asked for; 0 where none is open. */
  readonly oldest_seconds: number;
  /** How long that has been due which has been so for longest, and which nobody works on; 0 where nothing is. */
  readonly due_seconds: number;
  /** How long ago the last slot to send in was taken; infinite where none ever was. */
  readonly slot_seconds: number;
  readonly credentials_refused: boolean;
  readonly unresolved: number;
}

/** Reads what is open only, by the partial indexes of open submissions and that on catalog and status. */
export function fleetState(): Prisma.Sql {
  return Prisma.sql`
    WITH open AS (
      SELECT step, count(*)::int AS open,
        extract(epoch FROM clock_timestamp() - min(requested_at))::float8 AS oldest_seconds,
        extract(epoch FROM clock_timestamp()
          - min(due_at) FILTER (WHERE held_until IS NULL OR held_until <= now()))::float8 AS due_seconds
      FROM submissions WHERE settled_at IS NULL GROUP BY step
    )
    SELECT step::text, coalesce(open, 0) AS open,
      greatest(oldest_seconds, 0) AS oldest_seconds, greatest(due_seconds, 0) AS due_seconds,
      -- A slot may lie ahead, and of nothing the greatest is 0.
      CASE WHEN next_slot IS NULL THEN 'infinity'
        ELSE greatest(extract(epoch FROM clock_timestamp() - next_slot), 0) END::float8 AS slot_seconds,
      credentials_refused_at IS NOT NULL AS credentials_refused,
      (
        SELECT count(*)::int FROM ${everyonesEngagements}
        WHERE catalog = ANY(enum_range(NULL::"Catalog")) AND status = 'unresolved'
      ) AS unresolved
    FROM unnest(enum_range(NULL::"SubmissionStep")) AS step
      LEFT JOIN open USING (step)
      LEFT JOIN submission_pace ON true`;
}
