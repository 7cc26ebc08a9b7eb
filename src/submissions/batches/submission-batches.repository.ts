import { Injectable } from '@nestjs/common';
import { jsonColumn } from '../../database/json-column.js';
import { Prisma } from '../../database/generated/client.js';
import { PrismaService } from '../../database/prisma.service.js';
import type { Transaction } from '../../database/transaction.js';
import { lastSubmission } from '../../engagements/statements/engagement-rows.js';
import { readStoredProblem } from '../../errors/stored-problem.js';
import { type BatchRow, batchResults, type BatchState, type SubmissionBatch } from './submission-batch.js';

interface StateRow extends Pick<BatchState, 'status'> {
  readonly id: string;
  readonly partner_central_arn: string | null;
  readonly submission: { readonly last_error: unknown } | null;
}

/** Batches in Postgres. */
@Injectable()
export class SubmissionBatchesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** @returns the new batch's id */
  async create(transaction: Transaction, ids: readonly string[], createdBy: string): Promise<string> {
    const batch = await transaction.submissionBatch.create({
      data: { createdBy, ids: jsonColumn(ids) },
      select: { id: true },
    });
    return batch.id;
  }

  /**
   * Writes what was said of one engagement of a batch.
   * @param position its place in the request, from 0
   * @returns false where that has been said before
   */
  async addRow(
    batchId: string,
    position: number,
    { result, error }: Omit<BatchRow, 'id'>,
    client: Transaction = this.prisma,
  ): Promise<boolean> {
    const { count } = await client.submissionBatchRow.createMany({
      data: [{ batchId, position, result, ...(error === undefined ? {} : { error: jsonColumn(error) }) }],
      skipDuplicates: true,
    });
    return count === 1;
  }

  /** A batch with what has been said of its engagements so far. */
  async find(id: string): Promise<SubmissionBatch | undefined> {
    const batch = await this.prisma.submissionBatch.findUnique({
      where: { id },
      include: { rows: { orderBy: { position: 'asc' } } },
    });
    if (batch === null) {
      return undefined;
    }
    const ids: readonly unknown[] = Array.isArray(batch.ids) ? batch.ids : [];
    const rows = batch.rows.map((row) => toBatchRow(String(ids[row.position]), row));
    return { id, createdAt: batch.createdAt, rows };
  }

  /** Where engagements stand, by their ids. Those that are gone are missing. */
  async states(ids: readonly string[]): Promise<ReadonlyMap<string, BatchState>> {
    const engagements = await this.prisma.$queryRaw<StateRow[]>`
      SELECT engagement.id, status, partner_central_arn, ${lastSubmission(Prisma.sql`last_error`)}
      FROM engagements engagement
      WHERE engagement.id = ANY(${[...ids]}::uuid[])`;
    return new Map(
      engagements.map(({ id, status, partner_central_arn: arn, submission }) => {
        const lastError = readStoredProblem(submission?.last_error);
        return [
          id,
          { status, ...(arn === null ? {} : { arn }), ...(lastError === undefined ? {} : { lastError }) },
        ];
      }),
    );
  }
}

function toBatchRow(id: string, row: { readonly result: string; readonly error: unknown }): BatchRow {
  const error = readStoredProblem(row.error);
  return {
    id,
    result: batchResults.find((result) => result === row.result) ?? 'refused',
    ...(error === undefined ? {} : { error }),
  };
}
