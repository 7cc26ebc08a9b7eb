import type { Client } from 'pg';
import type { StoredEngagement } from './books.js';
import { variantsIn } from './variants.js';

/** Reads what the database says of each engagement, with its submissions and its history. */
export async function readDatabase(client: Client): Promise<StoredEngagement[]> {
  const engagements = await client.query(
    `SELECT id, title, external_ref, status::text, partner_central_arn,
       concat(description, ' ', contexts::text) AS content
     FROM engagements`,
  );
  // What was submitted is the last one of its engagement.
  const submissions = await client.query(`
    SELECT engagement_id, submission.client_token, attempts, settled_at IS NOT NULL AS settled,
      settled_at IS NOT NULL AND NOT (
        status = 'submitted' AND requested_at = max(requested_at) OVER (PARTITION BY engagement_id)) AS refused
    FROM submissions submission JOIN engagements engagement ON engagement.id = engagement_id
    ORDER BY requested_at`);
  const events = await client.query('SELECT engagement_id, type, details FROM engagement_events ORDER BY id');
  const submissionsOf = Map.groupBy(submissions.rows, ({ engagement_id }) => String(engagement_id));
  const eventsOf = Map.groupBy(events.rows, ({ engagement_id }) => String(engagement_id));
  return engagements.rows.map((row) => ({
    id: row.id,
    title: row.title,
    externalRef: row.external_ref ?? undefined,
    variants: variantsIn(row.content),
    status: row.status,
    arn: row.partner_central_arn ?? undefined,
    submissions: (submissionsOf.get(row.id) ?? []).map((submission) => ({
      clientToken: submission.client_token,
      attempts: submission.attempts,
      settled: submission.settled,
      refused: submission.refused,
    })),
    events: (eventsOf.get(row.id) ?? []).map(({ type, details }) => ({ type, details })),
  }));
}

/** How many engagements are neither done nor refused yet. */
export async function countUnsettled(client: Client): Promise<number> {
  const { rows } = await client.query(
    "SELECT count(*)::int AS unsettled FROM engagements WHERE status IN ('submitting', 'unresolved')",
  );
  return rows[0].unsettled;
}
