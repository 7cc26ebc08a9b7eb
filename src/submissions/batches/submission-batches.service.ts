import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import type { Caller } from '../../auth/caller.js';
import { Reach } from '../../auth/reach.js';
import { PrismaService } from '../../database/prisma.service.js';
import { inTransaction } from '../../database/transaction.js';
import { EngagementsService } from '../../engagements/engagements.service.js';
import { DomainError } from '../../errors/domain-error.js';
import { storedProblemOf } from '../../errors/stored-problem.js';
import type { IdempotencyKey } from '../../idempotency/idempotency-key.js';
import { IdempotencyKeys } from '../../idempotency/idempotency-keys.js';
import { SubmissionsService } from '../submissions.service.js';
import { wasEdited, wasGivenUp } from '../submitted-work.js';
import { BatchTurns } from './batch-turns.js';
import { resultOf, withFewFindings } from './submission-batch.js';
import { type SubmissionBatchResponse, toSubmissionBatchResponse } from './submission-batch.response.js';
import { SubmissionBatchesRepository } from './submission-batches.repository.js';

/** Submitting many engagements with one call. */
@Injectable()
export class SubmissionBatchesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly keys: IdempotencyKeys,
    private readonly engagements: EngagementsService,
    private readonly submissions: SubmissionsService,
    private readonly repository: SubmissionBatchesRepository,
    private readonly turns: BatchTurns,
  ) {}

  /**
   * Submits engagements, each for itself: one that can't be submitted stops no other. What is said of each commits
   * together with its submission, so that the same call under its key goes on where the first one ended.
   * @throws DomainError `idempotency-key-reused`, `idempotency-key-in-use`, `overloaded`
   */
  create(
    ids: readonly string[],
    caller: Caller,
    key: IdempotencyKey | undefined,
  ): Promise<{ batch: SubmissionBatchResponse; isRepeat: boolean }> {
    return this.turns.batch(caller.id, () => this.createNow(ids, caller, key));
  }

  /** @throws DomainError `batch-not-found`, for what is out of reach, or no UUID, too */
  async get(id: string, reach: Reach): Promise<SubmissionBatchResponse> {
    const batch = isUuid(id) ? await this.repository.find(id, reach) : undefined;
    if (batch === undefined) {
      throw new DomainError('batch-not-found', 'There is no batch with this id.');
    }
    const ids = batch.rows.map(({ id }) => id).filter((id) => isUuid(id));
    return toSubmissionBatchResponse(batch, await this.repository.states(ids, reach));
  }

  private async createNow(
    ids: readonly string[],
    caller: Caller,
    key: IdempotencyKey | undefined,
  ): Promise<{ batch: SubmissionBatchResponse; isRepeat: boolean }> {
    const { batchId, isRepeat } = await inTransaction(this.prisma, async (transaction) => {
      const known = await this.keys.claim(transaction, key);
      if (known !== undefined) {
        return { batchId: known.id, isRepeat: true };
      }
      const created = await this.repository.create(transaction, ids, caller.id);
      await this.keys.storeWork(transaction, key, { batchId: created });
      return { batchId: created, isRepeat: false };
    });
    await this.turns.forEach(ids, caller.id, (id, position) => this.submit(batchId, position, id, caller));
    return { batch: await this.get(batchId, Reach.of(caller)), isRepeat };
  }

  private async submit(batchId: string, position: number, id: string, caller: Caller): Promise<void> {
    try {
      await inTransaction(this.prisma, async (transaction) => {
        // First: a repeat skips what has its row, and was submitted with it, but for what was given up since.
        const isNew = await this.repository.addRow(batchId, position, { result: 'queued' }, transaction);
        const engagement = await this.engagements.lock(transaction, id, Reach.of(caller));
        if (isNew || (wasGivenUp(engagement) && !wasEdited(engagement))) {
          await this.submissions.submit(transaction, engagement, { caller, urgency: 'bulk' });
        }
      });
    } catch (error) {
      // A fault of the service fails the whole call, which may be repeated.
      if (!(error instanceof DomainError)) {
        throw error;
      }
      const result = resultOf(error.code);
      const told = withFewFindings(storedProblemOf(error));
      await this.repository.addRow(batchId, position, { result, error: told });
    }
  }
}
