import type { CatalogName } from '../../config/settings.js';
import { Prisma } from '../../database/generated/client.js';
import type { EngagementStatus } from '../../database/generated/enums.js';
import { readStoredProblem } from '../../errors/stored-problem.js';
import type {
  EngagementRecord,
  PartnerCentralRecord,
  ShownEngagement,
  ShownSubmission,
} from '../engagement.record.js';

/** What is read of an engagement to be shown, as the database names it. */
export interface ShownRow {
  readonly id: string;
  readonly status: EngagementStatus;
  readonly version: number;
  readonly catalog: CatalogName;
  readonly external_ref: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly contexts: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly readiness_errors: string;
  readonly readiness_rules: number;
  readonly first_target_date: string | null;
  readonly partner_central_id: string | null;
  readonly partner_central_arn: string | null;
  readonly partner_central_modified_at: string | null;
  /** Null where submit was never asked for, and so is all of the submission. */
  readonly attempts: number | null;
  readonly requested_at: Date;
  readonly next_attempt_at: Date | null;
  readonly settled_at: Date | null;
  readonly last_error: unknown;
}

/** What is read besides to work on it. */
export interface WorkedRow extends ShownRow {
  readonly client_token: string;
  readonly submission_id: string;
  readonly submission_client_token: string;
  readonly request: string;
  readonly request_sha256: string;
}

/** The columns of a `ShownRow`, of an `engagement` and its last `submission`. JSON that only passes through stays text. */
export const shownColumns = Prisma.sql`
  engagement.id, status, version, catalog, external_ref, title, description, contexts::text AS contexts, created_by,
  created_at, updated_at, readiness_errors::text AS readiness_errors, readiness_rules,
  first_target_date::text AS first_target_date, partner_central_id, partner_central_arn, partner_central_modified_at,
  attempts, requested_at, CASE WHEN NOT attempt_open THEN due_at END AS next_attempt_at, settled_at, last_error`;

/** The columns of a `WorkedRow`. */
export const workedColumns = Prisma.sql`${shownColumns},
  engagement.client_token, submission.id AS submission_id, submission.client_token AS submission_client_token,
  request, request_sha256`;

/**
 * An engagement's last submission beside it: the open one, of which there is one at most; else the last. By one statement
 * with it: by two, the status could be of before a new submission, and the submission of after it, *rejected* without a
 * reason. A draft has none, and none is looked for.
 */
export const withLastSubmission = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT * FROM submissions
    WHERE engagement_id = engagement.id AND engagement.status <> 'draft'
    ORDER BY settled_at DESC NULLS FIRST, requested_at DESC
    LIMIT 1
  ) submission ON true`;

export function toShown(row: ShownRow): ShownEngagement {
  const { external_ref: externalRef, title, description } = row;
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    catalog: row.catalog,
    ...(externalRef === null ? {} : { externalRef }),
    ...(title === null ? {} : { title }),
    ...(description === null ? {} : { description }),
    contexts: row.contexts,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    readiness: {
      errors: row.readiness_errors,
      rules: row.readiness_rules,
      ...(row.first_target_date === null ? {} : { firstTargetDate: row.first_target_date }),
    },
    ...partnerCentralOf(row),
    ...(row.attempts === null ? {} : { submission: toShownSubmission(row, row.attempts) }),
  };
}

export function toRecord(row: WorkedRow): EngagementRecord {
  const { submission, ...engagement } = toShown(row);
  return {
    ...engagement,
    clientToken: row.client_token,
    ...(submission === undefined
      ? {}
      : {
          submission: {
            ...submission,
            id: row.submission_id,
            clientToken: row.submission_client_token,
            request: row.request,
            requestSha256: row.request_sha256,
          },
        }),
  };
}

function toShownSubmission(row: ShownRow, attempts: number): ShownSubmission {
  const lastError = readStoredProblem(row.last_error);
  return {
    attempts,
    requestedAt: row.requested_at,
    ...(row.next_attempt_at === null ? {} : { nextAttemptAt: row.next_attempt_at }),
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
    ...(lastError === undefined ? {} : { lastError }),
  };
}

function partnerCentralOf(row: ShownRow): { readonly partnerCentral?: PartnerCentralRecord } {
  const { partner_central_id: id, partner_central_arn: arn, partner_central_modified_at: modifiedAt } = row;
  if (id === null || arn === null) {
    return {};
  }
  return { partnerCentral: { id, arn, ...(modifiedAt === null ? {} : { modifiedAt }) } };
}
