import { Injectable } from '@nestjs/common';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction } from '../database/transaction.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { type ExpectedVersions, requireVersion } from '../engagements/expected-versions.js';
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
    private readonly submissions: SubmissionsService,
    private readonly work: SubmittedWork,
  ) {}

  /**
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `catalog-not-allowed`, `engagement-not-ready`,
   *   `already-submitted`, `idempotency-key-reused`, `idempotency-key-in-use`
   */
  async run(id: string, expected: ExpectedVersions, asked: AskedWork): Promise<Answer> {
    const begun = await inTransaction(this.prisma, async (transaction): Promise<BegunWork> => {
      const known = await this.keys.claim(transaction, asked.key);
      if (known !== undefined) {
        return this.work.comeBackTo(transaction, known, asked);
      }
      const engagement = await this.engagements.lock(transaction, id);
      requireVersion(expected, engagement);
      await this.submissions.submit(transaction, engagement, asked);
      await this.keys.storeWork(transaction, asked.key, { engagementId: engagement.id });
      return { engagementId: engagement.id, isRepeat: false };
    });
    return this.work.answer(begun, 200, asked);
  }
}
