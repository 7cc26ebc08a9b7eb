import { Prisma } from '../database/generated/client.js';

/** What has been due for longer than this would have been taken by a worker that runs. */
const PATIENCE = Prisma.sql`interval '30 seconds'`;

/**
 * Whether submissions are due and nobody takes any: some have been due for long, none is in anybody's hands, and nobody
 * has taken one lately. A queue that is merely long, or held back by AWS's quota, is none of that: a worker that waits for
 * its slot has something in hand, and takes its next turn within seconds. While AWS accepts no credentials of ours nothing
 * is due but a probe now and then, and whoever runs sends it.
 *
 * The order of the conditions keeps it cheap: where nothing waits, the first one is all that is looked at.
 */
export const selectNoWorker = Prisma.sql`
  SELECT CASE
    WHEN NOT EXISTS (
      SELECT 1 FROM unnest(ARRAY['send', 'look_up']::"SubmissionStep"[]) AS due(step),
        LATERAL (
          SELECT 1 FROM submissions
          WHERE submissions.step = due.step AND urgency IN (0, 5, 10) AND settled_at IS NULL
            AND due_at < now() - ${PATIENCE} AND (held_until IS NULL OR held_until < now())
          LIMIT 1
        ) waiting
    ) THEN false
    WHEN EXISTS (SELECT 1 FROM submission_turns WHERE taken_at > now() - ${PATIENCE}) THEN false
    WHEN EXISTS (
      SELECT 1 FROM submission_pace WHERE credentials_refused_at IS NOT NULL AND probe_at > now() - ${PATIENCE}
    ) THEN false
    ELSE NOT EXISTS (SELECT 1 FROM submissions WHERE settled_at IS NULL AND held_until > now())
  END AS no_worker`;
