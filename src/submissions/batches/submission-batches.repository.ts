import { Injectable } from '@nestjs/common';
import { jsonColumn } from '../../database/json-column.js';
import { PrismaService } from '../../database/prisma.service.js';
import { lastSubmissionFirst } from '../../engagements/engagements.repository.js';
import { isProblem } from '../../engagements/stored-problem.js';
import { type BatchRow, batchResults, type BatchState, type SubmissionBatch } from './submission-batch.js';

/** Batches in Postgres. */
@Injectable()
export class SubmissionBatchesRepository {
  constructor(private readonly prisma: PrismaService) {}

  async create({ id, createdAt, rows }: SubmissionBatch, createdBy: string): Promise<void> {
    await this.prisma.submissionBatch.create({
      data: { id, createdBy, createdAt, rows: jsonColumn(rows) },
      select: { id: true },
    });
  }

  async find(id: string): Promise<SubmissionBatch | undefined> {
    const batch = await this.prisma.submissionBatch.findUnique({ where: { id } });
    return batch === null ? undefined : { id, createdAt: batch.createdAt, rows: toRows(batch.rows) };
  }

  /** Where engagements stand, by their ids. Those that are gone are missing. */
  async states(ids: readonly string[]): Promise<ReadonlyMap<string, BatchState>> {
    const engagements = await this.prisma.engagement.findMany({
      where: { id: { in: [...ids] } },
      select: {
        id: true,
        status: true,
        partnerCentralArn: true,
        submissions: { orderBy: lastSubmissionFirst, take: 1, select: { lastError: true } },
      },
    });
    return new Map(
      engagements.map(({ id, status, partnerCentralArn: arn, submissions: [submission] }) => [
        id,
        {
          status,
          ...(arn === null ? {} : { arn }),
          ...(isProblem(submission?.lastError) ? { lastError: submission.lastError } : {}),
        },
      ]),
    );
  }

  /** @returns how many were deleted */
  async deleteBefore(moment: Date): Promise<number> {
    const { count } = await this.prisma.submissionBatch.deleteMany({ where: { createdAt: { lt: moment } } });
    return count;
  }
}

function toRows(stored: unknown): BatchRow[] {
  return Array.isArray(stored) ? stored.filter(isRow) : [];
}

function isRow(row: unknown): row is BatchRow {
  return (
    typeof row === 'object' &&
    row !== null &&
    'id' in row &&
    typeof row.id === 'string' &&
    'result' in row &&
    batchResults.some((result) => result === row.result) &&
    (!('error' in row) || isProblem(row.error))
  );
}
