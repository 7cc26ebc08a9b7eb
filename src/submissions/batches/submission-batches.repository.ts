import { Injectable } from '@nestjs/common';
import { batchesWithin, engagementsWithin, everyonesBatches } from '../../auth/owned-tables.js';
import type { Reach } from '../../auth/reach.js';
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

interface FoundBatch {
  readonly created_at: Date;
  readonly ids: readonly unknown[];
  readonly rows: readonly { readonly position: number; readonly result: string; readonly error: unknown }[];
}

/** Batches in Postgres. */
@Injectable()
export class SubmissionBatchesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** @returns the new batch's id */
  async create(transaction: Transaction, ids: readonly string[], createdBy: string): Promise<string> {
    const [batch] = await transaction.$queryRaw<[{ id: string }]>`
      INSERT INTO ${everyonesBatches} (created_by, ids) VALUES (${createdBy}, ${JSON.stringify(ids)}::jsonb)
      RETURNING id`;
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
    const errorText = error === undefined ? null : JSON.stringify(error);
    const added = await client.$executeRaw`
      INSERT INTO submission_batch_rows (batch_id, position, result, error)
      VALUES (${batchId}::uuid, ${position}, ${result}, ${errorText}::jsonb)
      ON CONFLICT DO NOTHING`;
    return added === 1;
  }

  /** A batch with what has been said of its engagements so far. */
  async find(id: string, reach: Reach): Promise<SubmissionBatch | undefined> {
    const [batch] = await this.prisma.$queryRaw<FoundBatch[]>`
      SELECT created_at, ids, (
        SELECT coalesce(jsonb_agg(said ORDER BY said.position), '[]')
        FROM submission_batch_rows said WHERE said.batch_id = batch.id
      ) AS rows
      FROM ${batchesWithin(reach)} batch WHERE id = ${id}::uuid`;
    return (
      batch && {
        id,
        createdAt: batch.created_at,
        rows: batch.rows.map((row) => toBatchRow(String(batch.ids[row.position]), row)),
      }
    );
  }

  /** Where engagements stand, by their ids. Those that are gone, or out of reach, are missing. */
  async states(ids: readonly string[], reach: Reach): Promise<ReadonlyMap<string, BatchState>> {
    const engagements = await this.prisma.$queryRaw<StateRow[]>`
      SELECT engagement.id, status, partner_central_arn, ${lastSubmission(Prisma.sql`last_error`)}
      FROM ${engagementsWithin(reach)} engagement
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
