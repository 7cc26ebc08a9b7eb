import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type EngagementEvent, EngagementHistory, WORKER } from '../audit/engagement-history.js';
import type { Prisma } from '../database/generated/client.js';
import { Notifications } from '../database/notifications.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import type { AttemptOutcome, CreatedEngagement } from '../partner-central/attempt-outcome.js';
import type { FrozenRequest } from '../partner-central/create-engagement.request.js';
import type { Consequence } from './after-attempt.js';
import {
  attemptDetails,
  engagementColumns,
  settledEvents,
  submissionColumns,
} from './consequence-records.js';

/** An open submission, as a worker needs it. */
export interface OpenSubmission {
  readonly id: string;
  readonly engagementId: string;
  readonly catalog: 'AWS' | 'Sandbox';
  readonly request: FrozenRequest;
  readonly requestedAt: Date;
  readonly attempts: number;
  readonly attemptLimit: number;
  readonly outcomeUnknown: boolean;
}

/** An attempt that has begun. Its number is the fencing token that its outcome is written under. */
export interface Attempt extends OpenSubmission {
  readonly number: number;
  readonly startedAt: Date;
}

/** A submission whose next attempt has begun, as the database names its columns. */
interface BegunRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly catalog: 'AWS' | 'Sandbox';
  readonly client_token: string;
  readonly request: string;
  readonly request_sha256: string;
  readonly requested_at: Date;
  readonly attempts: number;
  readonly attempt_limit: number;
  readonly outcome_unknown: boolean;
}

type Row = Prisma.SubmissionGetPayload<{ include: { engagement: { select: { catalog: true } } } }>;

/** Submissions in Postgres, with the engagement's status that goes with them. */
@Injectable()
export class SubmissionsRepository {
  constructor(
    private readonly prisma: PrismaService,
    private readonly history: EngagementHistory,
  ) {}

  /**
   * Freezes a request and opens a submission of it.
   * @returns the submission's id; undefined where the engagement is no longer at this version
   */
  async open(
    transaction: Transaction,
    { id, version }: Pick<EngagementRecord, 'id' | 'version'>,
    request: FrozenRequest,
    attemptLimit: number,
  ): Promise<string | undefined> {
    if (!(await this.startSubmitting(transaction, id, version))) {
      return undefined;
    }
    const submission = await transaction.submission.create({
      data: {
        id: uuidv7(),
        engagementId: id,
        clientToken: request.clientToken,
        request: request.body,
        requestSha256: request.sha256,
        requestedAt: new Date(),
        attemptLimit,
      },
      select: { id: true },
    });
    return submission.id;
  }

  /**
   * Takes an unresolved submission up again, its frozen request as it was, with more attempts.
   * @returns false where the engagement is no longer at this version
   */
  async reopen(
    transaction: Transaction,
    { id, version }: Pick<EngagementRecord, 'id' | 'version'>,
    submissionId: string,
    attempts: number,
  ): Promise<boolean> {
    if (!(await this.startSubmitting(transaction, id, version))) {
      return false;
    }
    await this.grantAttempts(transaction, submissionId, attempts);
    return true;
  }

  /** The submission, unless it is settled or gone. */
  async findOpen(id: string): Promise<OpenSubmission | undefined> {
    const row = await this.prisma.submission.findFirst({
      where: { id, settledAt: null },
      include: { engagement: { select: { catalog: true } } },
    });
    return row === null ? undefined : toOpenSubmission(row);
  }

  /**
   * Begins the next attempt and makes every earlier one void, with its history, in one statement: it stands between a
   * slot of the pace and the call.
   *
   * An earlier one whose outcome was never recorded has lost its process: what became of it is unknown.
   * @returns undefined where the submission is settled or gone
   */
  async beginAttempt(submissionId: string): Promise<Attempt | undefined> {
    const [row] = await this.prisma.$queryRaw<BegunRow[]>`
      WITH before AS (
        SELECT submission.id, submission.attempt_open, engagement.catalog
        FROM submissions submission JOIN engagements engagement ON engagement.id = submission.engagement_id
        WHERE submission.id = ${submissionId}::uuid AND submission.settled_at IS NULL
        FOR UPDATE OF submission
      ), begun AS (
        UPDATE submissions submission
        SET attempts = attempts + 1,
            attempt_open = true,
            next_attempt_at = NULL,
            outcome_unknown = outcome_unknown OR before.attempt_open
        FROM before
        WHERE submission.id = before.id
        RETURNING submission.id, engagement_id, catalog, client_token, request, request_sha256, requested_at,
          attempts, attempt_limit, outcome_unknown, before.attempt_open AS lost_one
      ), told AS (
        INSERT INTO engagement_events (engagement_id, actor, type, details)
        SELECT engagement_id, ${WORKER}, 'attempt-lost', jsonb_build_object('attempt', attempts - 1)
        FROM begun WHERE lost_one
        UNION ALL
        SELECT engagement_id, ${WORKER}, 'attempt-started', jsonb_build_object('attempt', attempts) FROM begun
      )
      SELECT * FROM begun`;
    return row === undefined ? undefined : toAttempt(row);
  }

  /**
   * Records what an attempt's outcome made of the engagement.
   * @returns false where another attempt has begun since, so that this one may no longer write
   */
  async record(
    transaction: Transaction,
    attempt: Attempt,
    outcome: AttemptOutcome,
    consequence: Consequence,
  ): Promise<boolean> {
    const { count } = await transaction.submission.updateMany({
      where: { id: attempt.id, attempts: attempt.number, settledAt: null },
      data: { attemptOpen: false, ...submissionColumns(consequence) },
    });
    if (count === 0) {
      return false;
    }
    const { engagementId } = attempt;
    await this.setStatus(transaction, engagementId, consequence);
    await this.history.append(
      transaction,
      {
        engagementId,
        actor: WORKER,
        type: 'attempt-ended',
        details: attemptDetails(attempt, outcome, consequence),
      },
      ...settledEvents(engagementId, WORKER, consequence),
    );
    return true;
  }

  /**
   * Records an engagement that was found in AWS.
   * @param decision goes into the history with it
   * @returns false where the submission has moved on since: nothing is written then
   */
  async recordFound(
    transaction: Transaction,
    { id, engagementId, attempts }: OpenSubmission,
    engagement: CreatedEngagement,
    decision: EngagementEvent,
  ): Promise<boolean> {
    const consequence: Consequence = { status: 'submitted', engagement };
    const { count } = await transaction.submission.updateMany({
      where: { id, attempts, attemptOpen: false, settledAt: null },
      data: submissionColumns(consequence),
    });
    if (count === 0) {
      return false;
    }
    await this.setStatus(transaction, engagementId, consequence);
    await this.history.append(
      transaction,
      decision,
      ...settledEvents(engagementId, decision.actor, consequence),
    );
    return true;
  }

  /**
   * AWS certainly does not have it: its frozen request may be sent again, and a no is a no again.
   * @returns false where the submission has moved on since
   */
  async recordAbsent(
    transaction: Transaction,
    { id, engagementId, attempts }: OpenSubmission,
    moreAttempts: number,
  ): Promise<boolean> {
    const { count } = await transaction.submission.updateMany({
      where: { id, attempts, attemptOpen: false, settledAt: null },
      data: { outcomeUnknown: false },
    });
    if (count === 0) {
      return false;
    }
    await this.grantAttempts(transaction, id, moreAttempts);
    await transaction.engagement.updateMany({
      where: { id: engagementId, status: 'unresolved' },
      data: { status: 'submitting', version: { increment: 1 }, updatedAt: new Date() },
    });
    return true;
  }

  /** Of these Arns, the ones that no engagement here has. */
  async unrecorded(arns: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.engagement.findMany({
      where: { partnerCentralArn: { in: [...arns] } },
      select: { partnerCentralArn: true },
    });
    const recorded = new Set(rows.map(({ partnerCentralArn }) => partnerCentralArn));
    return arns.filter((arn) => !recorded.has(arn));
  }

  /** Whether another open submission differs from this one in its token only. */
  async hasOpenTwin({ id, request }: OpenSubmission): Promise<boolean> {
    const twins = await this.prisma.$queryRaw<unknown[]>`
      SELECT 1 FROM submissions
      WHERE settled_at IS NULL AND id <> ${id}::uuid
        AND replace(request, client_token::text, '') = ${request.body.replace(request.clientToken, '')}
      LIMIT 1`;
    return twins.length > 0;
  }

  private async grantAttempts(transaction: Transaction, id: string, attempts: number): Promise<void> {
    await transaction.$executeRaw`
      UPDATE submissions SET attempt_limit = attempts + ${attempts} WHERE id = ${id}::uuid AND settled_at IS NULL`;
  }

  private async startSubmitting(transaction: Transaction, id: string, version: number): Promise<boolean> {
    const { count } = await transaction.engagement.updateMany({
      where: { id, version },
      data: { status: 'submitting', version: { increment: 1 }, updatedAt: new Date() },
    });
    return count === 1;
  }

  private async setStatus(transaction: Transaction, id: string, consequence: Consequence): Promise<void> {
    await transaction.engagement.update({
      where: { id },
      data: { ...engagementColumns(consequence), version: { increment: 1 }, updatedAt: new Date() },
      select: { id: true },
    });
    if (consequence.status !== 'submitting') {
      await Notifications.notify(transaction, 'engagement_settled', id);
    }
  }
}

function toOpenSubmission(row: Row): OpenSubmission {
  return {
    id: row.id,
    engagementId: row.engagementId,
    catalog: row.engagement.catalog,
    request: { clientToken: row.clientToken, body: row.request, sha256: row.requestSha256 },
    requestedAt: row.requestedAt,
    attempts: row.attempts,
    attemptLimit: row.attemptLimit,
    outcomeUnknown: row.outcomeUnknown,
  };
}

function toAttempt(row: BegunRow): Attempt {
  return {
    id: row.id,
    engagementId: row.engagement_id,
    catalog: row.catalog,
    request: { clientToken: row.client_token, body: row.request, sha256: row.request_sha256 },
    requestedAt: row.requested_at,
    attempts: row.attempts,
    attemptLimit: row.attempt_limit,
    outcomeUnknown: row.outcome_unknown,
    number: row.attempts,
    startedAt: new Date(),
  };
}
