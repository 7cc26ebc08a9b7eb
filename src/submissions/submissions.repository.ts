import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { EngagementHistory, type EngagementEvent, WORKER } from '../audit/engagement-history.js';
import { Prisma } from '../database/generated/client.js';
import { jsonColumn } from '../database/json-column.js';
import { Notifications } from '../database/notifications.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import type { AttemptOutcome, CreatedEngagement } from '../partner-central/attempt-outcome.js';
import type { FrozenRequest } from '../partner-central/create-engagement.request.js';
import type { Consequence } from './after-attempt.js';

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
   * Begins the next attempt and makes every earlier one void.
   *
   * An earlier one whose outcome was never recorded has lost its process: what became of it is unknown.
   * @returns undefined where the submission is settled or gone
   */
  async beginAttempt(submissionId: string): Promise<Attempt | undefined> {
    return this.prisma.$transaction(async (transaction) => {
      const [before] = await transaction.$queryRaw<{ attempt_open: boolean }[]>`
        SELECT attempt_open FROM submissions
        WHERE id = ${submissionId}::uuid AND settled_at IS NULL FOR UPDATE`;
      if (before === undefined) {
        return undefined;
      }
      const row = await transaction.submission.update({
        where: { id: submissionId },
        data: {
          attempts: { increment: 1 },
          attemptOpen: true,
          nextAttemptAt: null,
          ...(before.attempt_open ? { outcomeUnknown: true } : {}),
        },
        include: { engagement: { select: { catalog: true } } },
      });
      const { engagementId, attempts: number } = row;
      const event = { engagementId, actor: WORKER };
      await this.history.append(
        transaction,
        ...(before.attempt_open
          ? [{ ...event, type: 'attempt-lost' as const, details: { attempt: number - 1 } }]
          : []),
        { ...event, type: 'attempt-started' as const, details: { attempt: number } },
      );
      return { ...toOpenSubmission(row), number, startedAt: new Date() };
    });
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
   * @returns false where the submission has moved on since
   */
  async recordFound(
    transaction: Transaction,
    { id, engagementId, attempts }: OpenSubmission,
    engagement: CreatedEngagement,
    actor: string,
  ): Promise<boolean> {
    const consequence: Consequence = { status: 'submitted', engagement };
    const { count } = await transaction.submission.updateMany({
      where: { id, attempts, settledAt: null },
      data: { attemptOpen: false, ...submissionColumns(consequence) },
    });
    if (count === 0) {
      return false;
    }
    await this.setStatus(transaction, engagementId, consequence);
    await this.history.append(transaction, ...settledEvents(engagementId, actor, consequence));
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
      where: { id, attempts, settledAt: null },
      data: { outcomeUnknown: false, attemptOpen: false },
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
      UPDATE submissions SET attempt_limit = attempts + ${attempts} WHERE id = ${id}::uuid`;
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

function submissionColumns(consequence: Consequence): Prisma.SubmissionUpdateManyMutationInput {
  switch (consequence.status) {
    case 'submitted':
      return { settledAt: new Date(), nextAttemptAt: null, lastError: Prisma.DbNull };
    case 'rejected':
      return { settledAt: new Date(), lastError: jsonColumn(consequence.lastError) };
    case 'unresolved':
      return { outcomeUnknown: true, lastError: jsonColumn(consequence.lastError) };
    case 'submitting':
      return {
        outcomeUnknown: consequence.outcomeUnknown,
        nextAttemptAt: new Date(Date.now() + consequence.delayMs),
        lastError: jsonColumn(consequence.lastError),
      };
  }
}

function engagementColumns(consequence: Consequence): Prisma.EngagementUpdateInput {
  switch (consequence.status) {
    case 'submitted': {
      const { id, arn, modifiedAt } = consequence.engagement;
      return {
        status: 'submitted',
        partnerCentralId: id,
        partnerCentralArn: arn,
        partnerCentralModifiedAt: modifiedAt ?? null,
      };
    }
    case 'rejected':
      return { status: 'rejected', clientToken: consequence.nextClientToken };
    case 'unresolved':
    case 'submitting':
      return { status: consequence.status };
  }
}

function attemptDetails(attempt: Attempt, outcome: AttemptOutcome, consequence: Consequence) {
  return {
    attempt: attempt.number,
    outcome: outcome.kind,
    startedAt: attempt.startedAt.toISOString(),
    durationMs: Date.now() - attempt.startedAt.getTime(),
    awsRequestId: outcome.kind === 'accepted' ? outcome.awsRequestId : outcome.problem.awsRequestId,
    ...('lastError' in consequence ? { error: consequence.lastError } : {}),
    ...(consequence.status === 'submitting' ? { retryInMs: consequence.delayMs } : {}),
  };
}

function settledEvents(engagementId: string, actor: string, consequence: Consequence): EngagementEvent[] {
  switch (consequence.status) {
    case 'submitting':
      return [];
    case 'submitted':
      return [
        {
          engagementId,
          actor,
          type: 'settled',
          details: { status: consequence.status, arn: consequence.engagement.arn },
        },
      ];
    case 'rejected':
    case 'unresolved':
      return [{ engagementId, actor, type: 'settled', details: { status: consequence.status } }];
  }
}
