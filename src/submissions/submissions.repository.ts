import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Prisma } from '../database/generated/client.js';
import { jsonColumn } from '../database/json-column.js';
import { PrismaService } from '../database/prisma.service.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import type { FrozenRequest } from '../partner-central/create-engagement.request.js';
import type { Settlement } from './settlement.js';

/** The right to make one attempt. Whoever claims the submission next makes it void. */
export interface Claim {
  readonly submissionId: string;
  readonly engagementId: string;
  /** Counts the attempts of the submission; also the fencing token that the outcome is written under. */
  readonly attempt: number;
  readonly outcomeUnknown: boolean;
  readonly request: FrozenRequest;
}

/** Submissions in Postgres, with the engagement's status that goes with them. */
@Injectable()
export class SubmissionsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Freezes a request and opens a submission of it, both or neither.
   * @returns the submission's id; undefined where the engagement is no longer at this version
   */
  async open({ id, version }: EngagementRecord, request: FrozenRequest): Promise<string | undefined> {
    return this.prisma.$transaction(async (transaction) => {
      if (!(await this.moveOn(transaction, id, version))) {
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
        },
        select: { id: true },
      });
      return submission.id;
    });
  }

  /**
   * Takes an unresolved submission up again, its frozen request as it was.
   * @returns false where the engagement is no longer at this version
   */
  reopen({ id, version }: EngagementRecord): Promise<boolean> {
    return this.moveOn(this.prisma, id, version);
  }

  /**
   * Claims the next attempt of an open submission for `leaseMs`, unless somebody else holds it.
   *
   * A lease that ran out without an outcome means that its holder died on the way: what became of that attempt is
   * unknown.
   */
  async claim(submissionId: string, leaseMs: number): Promise<Claim | undefined> {
    const [row] = await this.prisma.$queryRaw<ClaimedRow[]>`
      UPDATE submissions
      SET attempts = attempts + 1,
          outcome_unknown = outcome_unknown OR leased_until IS NOT NULL,
          leased_until = now() + make_interval(secs => ${leaseMs / 1000})
      WHERE id = ${submissionId}::uuid
        AND settled_at IS NULL
        AND (leased_until IS NULL OR leased_until < now())
      RETURNING engagement_id, client_token, request, request_sha256, attempts, outcome_unknown`;
    if (row === undefined) {
      return undefined;
    }
    return {
      submissionId,
      engagementId: row.engagement_id,
      attempt: row.attempts,
      outcomeUnknown: row.outcome_unknown,
      request: { clientToken: row.client_token, body: row.request, sha256: row.request_sha256 },
    };
  }

  /**
   * Records what an attempt's outcome made of the engagement, in submission and engagement together.
   * @returns false where another attempt has begun since, so that this one may no longer write
   */
  async record(claim: Claim, settlement: Settlement): Promise<boolean> {
    return this.prisma.$transaction(async (transaction) => {
      const { count } = await transaction.submission.updateMany({
        where: { id: claim.submissionId, attempts: claim.attempt, settledAt: null },
        data: submissionColumns(settlement),
      });
      if (count === 1) {
        await transaction.engagement.update({
          where: { id: claim.engagementId },
          data: { ...engagementColumns(settlement), version: { increment: 1 }, updatedAt: new Date() },
          select: { id: true },
        });
      }
      return count === 1;
    });
  }

  private async moveOn(client: Prisma.TransactionClient, id: string, version: number): Promise<boolean> {
    const { count } = await client.engagement.updateMany({
      where: { id, version },
      data: { status: 'submitting', version: { increment: 1 }, updatedAt: new Date() },
    });
    return count === 1;
  }
}

interface ClaimedRow {
  engagement_id: string;
  client_token: string;
  request: string;
  request_sha256: string;
  attempts: number;
  outcome_unknown: boolean;
}

function submissionColumns(settlement: Settlement): Prisma.SubmissionUpdateManyMutationInput {
  switch (settlement.status) {
    case 'submitted':
      return { leasedUntil: null, settledAt: new Date(), lastError: Prisma.DbNull };
    case 'rejected':
      return { leasedUntil: null, settledAt: new Date(), lastError: jsonColumn(settlement.lastError) };
    case 'unresolved':
      return { leasedUntil: null, outcomeUnknown: true, lastError: jsonColumn(settlement.lastError) };
  }
}

function engagementColumns(settlement: Settlement): Prisma.EngagementUpdateInput {
  switch (settlement.status) {
    case 'submitted': {
      const { id, arn, modifiedAt } = settlement.engagement;
      return {
        status: 'submitted',
        partnerCentralId: id,
        partnerCentralArn: arn,
        partnerCentralModifiedAt: modifiedAt ?? null,
      };
    }
    case 'rejected':
      return { status: 'rejected', clientToken: settlement.nextClientToken };
    case 'unresolved':
      return { status: 'unresolved' };
  }
}
