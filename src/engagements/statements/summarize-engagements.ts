import { engagementsWithin } from '../../auth/owned-tables.js';
import type { Reach } from '../../auth/reach.js';
import type { CatalogName } from '../../config/settings.js';
import { Prisma } from '../../database/generated/client.js';
import type { EngagementStatus } from '../../database/generated/enums.js';
import { catalogs } from '../../partner-central/rules/values.js';

/** Of how many of each catalog and status the last errors are counted, the newest first: each costs an index search. */
export const ERRORS_OF_NEWEST = 1000;

/** What an engagement may be while something stands in its way. */
const open = ['submitting', 'unresolved'] as const satisfies readonly EngagementStatus[];
export const failing = [...open, 'rejected'] as const satisfies readonly EngagementStatus[];

/** All that is told of the engagements within a reach, as one row of JSON. */
export interface SummaryRow {
  readonly counts:
    | readonly { readonly catalog: CatalogName; readonly status: EngagementStatus; readonly count: number }[]
    | null;
  readonly oldest_open: OldestOpenRow | null;
  readonly errors: readonly { readonly code: string; readonly count: number }[] | null;
}

export interface OldestOpenRow {
  readonly id: string;
  readonly status: EngagementStatus;
  readonly catalog: CatalogName;
  readonly requested_at: string;
  readonly next_attempt_at: string | null;
}

/**
 * Counts by an index alone, where VACUUM has been: 400,000 of one caller among 500,000 took 80 to 130 ms, and the oldest
 * among 80,000 open ones 180 to 280 (PostgreSQL 18, two busy cores, 26 November 2026). To be planned each time: one
 * caller has ten of them, and another one most of the table.
 */
export function summarizeEngagements(reach: Reach): Prisma.Sql {
  const within = engagementsWithin(reach);
  const newest = catalogs.flatMap((catalog) =>
    failing.map(
      (status) => Prisma.sql`(
        SELECT id FROM ${within} engagement
        WHERE catalog = ${catalog}::"Catalog" AND status = ${status}::"EngagementStatus"
        ORDER BY id DESC LIMIT ${Prisma.raw(String(ERRORS_OF_NEWEST))}
      )`,
    ),
  );
  return Prisma.sql`
    WITH counted AS (
      SELECT catalog, status, count(*)::int AS count FROM ${within} engagement GROUP BY catalog, status
    ), oldest AS (
      SELECT engagement.id, status, catalog, requested_at,
        CASE WHEN NOT attempt_open THEN due_at END AS next_attempt_at
      FROM ${within} engagement JOIN submissions submission ON submission.engagement_id = engagement.id
      WHERE settled_at IS NULL
      ORDER BY requested_at
      LIMIT 1
    ), error AS (
      SELECT code, count(*)::int AS count
      FROM (
        SELECT (
          SELECT last_error ->> 'code' FROM submissions
          WHERE engagement_id = newest.id
          ORDER BY settled_at DESC NULLS FIRST, requested_at DESC
          LIMIT 1
        ) AS code
        FROM (${Prisma.join(newest, ' UNION ALL ')}) newest
      ) last_errors
      WHERE code IS NOT NULL
      GROUP BY code
    )
    SELECT (SELECT jsonb_agg(counted) FROM counted) AS counts,
      (SELECT to_jsonb(oldest) FROM oldest) AS oldest_open,
      (SELECT jsonb_agg(error ORDER BY count DESC, code) FROM error) AS errors`;
}
