import type { CatalogName } from '../../config/settings.js';
import { Prisma } from '../../database/generated/client.js';
import type { EngagementStatus } from '../../database/generated/enums.js';
import { readStoredProblem } from '../../errors/stored-problem.js';
import type {
  EngagementRecord,
  PartnerCentralRecord,
  ShownEngagement,
  ShownSubmission,
  SubmissionRecord,
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
  /** RFC 3339, in UTC, to the millisecond. */
  readonly created_at: string;
  readonly updated_at: string;
  readonly readiness_errors: string;
  readonly readiness_warnings: string;
  readonly readiness_rules: number;
  readonly first_target_date: string | null;
  readonly partner_central: PartnerCentralRow | null;
  /** Null where submit was never asked for. */
  readonly submission: SubmissionRow | null;
}

/** What is read besides to work on it. */
export interface WorkedRow extends ShownRow {
  readonly client_token: string;
  readonly submission: WorkedSubmissionRow | null;
}

interface PartnerCentralRow {
  readonly id: string;
  readonly arn: string;
  readonly modified_at: string | null;
  /** RFC 3339, in UTC, to the millisecond. */
  readonly erased_at: string | null;
}

/** A submission as JSON, its times as text. */
interface SubmissionRow {
  readonly attempts: number;
  readonly requested_at: string;
  readonly next_attempt_at: string | null;
  readonly settled_at: string | null;
  readonly last_error: unknown;
  /** A list of pointers. */
  readonly mended: unknown;
}

interface WorkedSubmissionRow extends SubmissionRow {
  readonly id: string;
  readonly client_token: string;
  readonly request: string;
  readonly request_sha256: string;
}

type TimeColumn = 'created_at' | 'updated_at' | 'personal_data_erased_at';

/** A time as RFC 3339 writes it, to the millisecond: made by PostgreSQL in a quarter of the time that a Date takes. */
export function utcText(column: TimeColumn): Prisma.Sql {
  return Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}

/**
 * The same for `PrismaService.run`, which knows what it has to make of it: `to_char` took a sixth of the time in which
 * PostgreSQL makes a page.
 */
function utcTime(column: TimeColumn): Prisma.Sql {
  return Prisma.raw(`${column} AT TIME ZONE 'UTC'`);
}

/** What few have is one column of JSON each: every column costs at every row. */
const engagementColumns = (time: typeof utcTime) => Prisma.sql`
  engagement.id, status, version, catalog, external_ref, title, description, created_by,
  ${time('created_at')} AS created_at, ${time('updated_at')} AS updated_at, readiness_rules,
  first_target_date::text AS first_target_date,
  CASE WHEN partner_central_arn IS NOT NULL THEN jsonb_build_object(
    'id', partner_central_id, 'arn', partner_central_arn, 'modified_at', partner_central_modified_at,
    'erased_at', ${utcText('personal_data_erased_at')}
  ) END AS partner_central`;

const submissionColumns = Prisma.sql`
  attempts, requested_at, CASE WHEN NOT attempt_open THEN due_at END AS next_attempt_at, settled_at, last_error, mended`;

/** The order of an engagement's submissions: the open one, of which there is one at most; else the last. */
export const lastSubmissionFirst = Prisma.raw('ORDER BY settled_at DESC NULLS FIRST, requested_at DESC');

/**
 * The last submission of an `engagement` as JSON. By one
 * statement with it: by two, the status could be of before a new submission, and the submission of after it, *rejected*
 * without a reason. A draft has none, and none is looked for.
 */
export function lastSubmission(columns: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    CASE WHEN engagement.status <> 'draft' THEN (
      SELECT to_jsonb(submission) FROM (
        SELECT ${columns} FROM submissions
        WHERE engagement_id = engagement.id
        ${lastSubmissionFirst}
        LIMIT 1
      ) submission
    ) END AS submission`;
}

/** The columns of a `ShownRow`, of an `engagement`. For `PrismaService.run` alone: json is text there, and so are times. */
export const shownColumns = Prisma.sql`${engagementColumns(utcTime)}, contexts, readiness_errors, readiness_warnings,
  ${lastSubmission(submissionColumns)}`;

/** The columns of a `WorkedRow`. */
export const workedColumns = Prisma.sql`${engagementColumns(utcText)}, client_token,
  contexts::text AS contexts, readiness_errors::text AS readiness_errors,
  readiness_warnings::text AS readiness_warnings,
  ${lastSubmission(Prisma.sql`${submissionColumns}, id, client_token, request, request_sha256`)}`;

export function toShown(row: ShownRow): ShownEngagement {
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    catalog: row.catalog,
    externalRef: row.external_ref ?? undefined,
    title: row.title ?? undefined,
    description: row.description ?? undefined,
    contexts: row.contexts,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    readiness: {
      errors: row.readiness_errors,
      warnings: row.readiness_warnings,
      rules: row.readiness_rules,
      firstTargetDate: row.first_target_date ?? undefined,
    },
    partnerCentral: row.partner_central === null ? undefined : toPartnerCentral(row.partner_central),
    personalDataErasedAt: row.partner_central?.erased_at ?? undefined,
    submission: row.submission === null ? undefined : toShownSubmission(row.submission),
  };
}

export function toRecord(row: WorkedRow): EngagementRecord {
  const { submission: _shown, ...engagement } = toShown(row);
  const clientToken = row.client_token;
  return row.submission === null
    ? { ...engagement, clientToken }
    : { ...engagement, clientToken, submission: toSubmission(row.submission) };
}

function toSubmission(row: WorkedSubmissionRow): SubmissionRecord {
  return {
    ...toShownSubmission(row),
    id: row.id,
    clientToken: row.client_token,
    request: row.request,
    requestSha256: row.request_sha256,
  };
}

function toShownSubmission(row: SubmissionRow): ShownSubmission {
  const lastError = readStoredProblem(row.last_error);
  return {
    attempts: row.attempts,
    requestedAt: new Date(row.requested_at),
    ...(row.next_attempt_at === null ? {} : { nextAttemptAt: new Date(row.next_attempt_at) }),
    ...(row.settled_at === null ? {} : { settledAt: new Date(row.settled_at) }),
    ...(lastError === undefined ? {} : { lastError }),
    ...(isPointers(row.mended) ? { mended: row.mended } : {}),
  };
}

function isPointers(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((pointer) => typeof pointer === 'string');
}

function toPartnerCentral({ id, arn, modified_at: modifiedAt }: PartnerCentralRow): PartnerCentralRecord {
  return { id, arn, ...(modifiedAt === null ? {} : { modifiedAt }) };
}
