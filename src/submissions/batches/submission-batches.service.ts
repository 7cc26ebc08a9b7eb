import { Injectable } from '@nestjs/common';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import type { Caller } from '../../auth/caller.js';
import { JobQueue } from '../../database/job-queue.js';
import { DomainError, isFinalRefusal } from '../../errors/domain-error.js';
import { problemOfError } from '../../http/problem.js';
import { SubmissionsService } from '../submissions.service.js';
import { type BatchRow, resultOf, type SubmissionBatch } from './submission-batch.js';
import { type SubmissionBatchResponse, toSubmissionBatchResponse } from './submission-batch.response.js';
import { SubmissionBatchesRepository } from './submission-batches.repository.js';

/** How many engagements are submitted at a time, to leave connections to other callers. */
const AT_ONCE = 5;

const KEPT_MS = 30 * 24 * 3_600_000;

/** Submitting many engagements with one call. */
@Injectable()
export class SubmissionBatchesService {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly repository: SubmissionBatchesRepository,
    jobs: JobQueue,
  ) {
    jobs.schedule('submission-batch-cleanup', '37 * * * *', () => this.deleteOld());
  }

  /**
   * Queues engagements, each for itself: one that can't be submitted stops no other. Asking again is safe, as an open
   * submission is joined.
   */
  async create(ids: readonly string[], caller: Caller): Promise<SubmissionBatchResponse> {
    const rows: BatchRow[] = [];
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      rows.push(...(await Promise.all(some.map((id) => this.submit(id, caller)))));
    }
    const batch = { id: uuidv7(), createdAt: new Date(), rows };
    await this.repository.create(batch, caller.id);
    return this.show(batch);
  }

  /** @throws DomainError `batch-not-found`, for what is no UUID too */
  async get(id: string): Promise<SubmissionBatchResponse> {
    const batch = isUuid(id) ? await this.repository.find(id) : undefined;
    if (batch === undefined) {
      throw new DomainError('batch-not-found', 'There is no batch with this id.');
    }
    return this.show(batch);
  }

  /** @returns how many batches were too old to be kept */
  deleteOld(now = new Date()): Promise<number> {
    return this.repository.deleteBefore(new Date(now.getTime() - KEPT_MS));
  }

  private async show(batch: SubmissionBatch): Promise<SubmissionBatchResponse> {
    const ids = batch.rows.map(({ id }) => id).filter((id) => isUuid(id));
    return toSubmissionBatchResponse(batch, await this.repository.states(ids));
  }

  private async submit(id: string, caller: Caller): Promise<BatchRow> {
    try {
      await this.submissions.submit(id, { caller, priority: 'bulk', remember: () => Promise.resolve() });
      return { id, result: 'queued' };
    } catch (error) {
      // What is nobody's fault but the service's is told of the whole call, which may be repeated.
      if (isFinalRefusal(error)) {
        return { id, result: resultOf(error.code), error: problemOfError(error) };
      }
      throw error;
    }
  }
}
