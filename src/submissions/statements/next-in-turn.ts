import { Prisma } from '../../database/generated/client.js';
import { type Step, urgencies } from '../submission-state.js';

/** Longer than any lease that can be set: what is held for longer is from a clock that was wrong. */
const LONGEST_LEASE = Prisma.sql`interval '61 seconds'`;

/** What has been due for so long goes with the deferred ones: only those that somebody waits for pass it. */
const PATIENCE = Prisma.sql`interval '5 minutes'`;

/** By `now()`, as no index can be asked for `clock_timestamp()`. */
export const isDueAndFree = Prisma.sql`
  due_at <= now() AND (held_until IS NULL OR held_until <= now() OR held_until > now() + ${LONGEST_LEASE})`;

/**
 * `next_in_turn`: the submission that goes first of those that are due for a step and that nobody holds, locked. Callers
 * take turns: the one whose last turn is the longest ago comes first, and of a caller's own the most urgent. So what one
 * caller has waiting, and how urgent it says that is, holds up nobody but itself
 * (docs/decisions/0010-callers-in-turn.md).
 *
 * Nothing here takes longer the more submissions are due: the callers that have open ones are found by one look into the
 * index for each, in their order the first is taken that has one to be claimed, and of its own the oldest of each urgency
 * are compared. The index is `submissions_in_turn`, whatever the statistics say: the older ones are of rows that are not
 * settled, and this asks for those that have a due time, which are the same.
 */
export function nextInTurn(step: Step, condition = Prisma.sql`true`): Prisma.Sql {
  const isOpen = Prisma.sql`step = ${step}::"SubmissionStep" AND due_at IS NOT NULL`;
  const oldest = (urgency: number) => Prisma.sql`
    SELECT * FROM (
      SELECT id, urgency, due_at FROM submissions
      WHERE ${isOpen} AND submissions.caller = in_order.caller AND urgency = ${urgency}::int2 AND ${isDueAndFree}
      ORDER BY due_at
      LIMIT 1
      FOR UPDATE SKIP LOCKED
    ) oldest`;
  return Prisma.sql`
    waiting_caller AS (
      (SELECT caller FROM submissions WHERE ${isOpen} AND ${condition} ORDER BY caller LIMIT 1)
      UNION ALL
      SELECT following.caller FROM waiting_caller, LATERAL (
        SELECT caller FROM submissions WHERE ${isOpen} AND submissions.caller > waiting_caller.caller
        ORDER BY caller LIMIT 1
      ) following
    ), in_order AS (
      SELECT waiting_caller.caller,
        -- One that is yet to come is from a clock that was ahead: it would keep its caller waiting until then.
        CASE WHEN taken_at <= clock_timestamp() THEN taken_at END AS last_turn
      FROM waiting_caller LEFT JOIN submission_turns turn
        ON turn.step = ${step}::"SubmissionStep" AND turn.caller = waiting_caller.caller
      ORDER BY last_turn NULLS FIRST
    ), next_in_turn AS MATERIALIZED (
      SELECT most_urgent.id FROM in_order, LATERAL (
        SELECT id FROM (${Prisma.join(Object.values(urgencies).map(oldest), ' UNION ALL ')}) candidate
        ORDER BY
          CASE WHEN due_at < now() - ${PATIENCE} THEN greatest(urgency, ${urgencies.deferred}::int2) ELSE urgency END
            DESC,
          due_at
        LIMIT 1
      ) most_urgent
      ORDER BY in_order.last_turn NULLS FIRST
      LIMIT 1
    )`;
}

/**
 * `turn`: that the caller of what the statement has as `claimed` has had its turn. It is the last lock that a claim takes,
 * and the only one that it may wait for: for another claim of the same caller, which waits for nothing more.
 */
export const takeTurn = Prisma.sql`
  turn AS (
    INSERT INTO submission_turns (step, caller, taken_at)
    SELECT step, caller, clock_timestamp() FROM claimed
    ON CONFLICT (step, caller) DO UPDATE SET taken_at = clock_timestamp()
  )`;
