import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Reach } from '../auth/reach.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction } from '../database/transaction.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { type ExpectedVersions, requireVersion } from '../engagements/expected-versions.js';
import { isEditable } from '../engagements/status.js';
import { DomainError } from '../errors/domain-error.js';
import type { Answer } from '../http/answer.js';
import { IdempotencyKeys } from '../idempotency/idempotency-keys.js';
import { SubmissionsService } from './submissions.service.js';
import { type AskedWork, type BegunWork, SubmittedWork } from './submitted-work.js';

/** `POST /engagements/{id}/submit`: submits, or joins the submission that is open. */
@Injectable()
export class SubmitEngagement {
  constructor(
    private readonly prisma: PrismaService,
    private readonly keys: IdempotencyKeys,
    private readonly engagements: EngagementsService,
    private readonly repository: EngagementsRepository,
    private readonly submissions: SubmissionsService,
    private readonly work: SubmittedWork,
  ) {}

  /**
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `catalog-not-allowed`, `engagement-not-ready`,
   *   `already-submitted`, `idempotency-key-reused`, `idempotency-key-in-use`
   */
  async run(id: string, expected: ExpectedVersions, asked: AskedWork): Promise<Answer> {
    const begun =
      (await this.openAtOnce(id, expected, asked)) ?? (await this.beginUnderLocks(id, expected, asked));
    return this.work.answer(begun, 200, asked);
  }

  /**
   * What is nearly always wanted, by two statements and no lock.
   * @returns undefined where it is something else, or can't be: a key may say something else, and comes first
   */
  private async openAtOnce(
    id: string,
    expected: ExpectedVersions,
    asked: AskedWork,
  ): Promise<BegunWork | undefined> {
    const engagement = isUuid(id) ? await this.repository.find(id, Reach.of(asked.caller)) : undefined;
    if (engagement === undefined || !isEditable(engagement.status)) {
      return undefined;
    }
    try {
      requireVersion(expected, engagement);
      const opened = await this.submissions.openUnlocked(engagement, asked, asked.key);
      return opened ? { engagementId: engagement.id, isRepeat: false } : undefined;
    } catch (error) {
      if (error instanceof DomainError) {
        return undefined;
      }
      throw error;
    }
  }

  private async beginUnderLocks(
    id: string,
    expected: ExpectedVersions,
    asked: AskedWork,
  ): Promise<BegunWork> {
    return inTransaction(this.prisma, async (transaction) => {
      const known = await this.keys.claim(transaction, asked.key);
      if (known !== undefined) {
        return this.work.comeBackTo(transaction, known, asked);
      }
      const engagement = await this.engagements.lock(transaction, id, Reach.of(asked.caller));
      requireVersion(expected, engagement);
      await this.submissions.submit(transaction, engagement, asked);
      await this.keys.storeWork(transaction, asked.key, { engagementId: engagement.id });
      return { engagementId: engagement.id, isRepeat: false };
    });
  }
}
