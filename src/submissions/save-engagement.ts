import { Injectable } from '@nestjs/common';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction } from '../database/transaction.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { readinessOf } from '../engagements/readiness.js';
import type { Answer } from '../http/answer.js';
import { IdempotencyKeys } from '../idempotency/idempotency-keys.js';
import { engagementAnswer } from './engagement-answer.js';
import { requireReady, SubmissionsService } from './submissions.service.js';
import { type AskedWork, type BegunWork, SubmittedWork } from './submitted-work.js';

/** `POST /engagements`: saves a draft, or saves and submits in one transaction. */
@Injectable()
export class SaveEngagement {
  constructor(
    private readonly prisma: PrismaService,
    private readonly keys: IdempotencyKeys,
    private readonly engagements: EngagementsService,
    private readonly submissions: SubmissionsService,
    private readonly work: SubmittedWork,
  ) {}

  /**
   * @throws DomainError `invalid-request`, `catalog-not-allowed`, `duplicate-external-ref`, `engagement-not-ready` (of
   *   none of these anything is saved), `idempotency-key-reused`, `idempotency-key-in-use`
   */
  async run(body: unknown, submit: boolean, asked: AskedWork): Promise<Answer> {
    const { key, caller, request } = asked;
    const begun = await inTransaction(this.prisma, async (transaction): Promise<BegunWork> => {
      const known = await this.keys.claim(transaction, key);
      if (known !== undefined) {
        return this.work.comeBackTo(transaction, known, asked);
      }
      const content = this.engagements.read(body);
      const readiness = readinessOf(content);
      if (submit) {
        // Before anything is saved: its problem names no engagement.
        requireReady(readiness);
      }
      const engagement = await this.engagements.create(transaction, content, caller);
      const engagementId = engagement.id;
      if (submit) {
        await this.keys.storeWork(transaction, key, { engagementId });
        await this.submissions.open(transaction, engagement, readiness, asked);
        return { engagementId, isRepeat: false, readiness };
      }
      const answer = engagementAnswer({ engagement, done: 201, nextStepInSeconds: 0, request, readiness });
      await this.keys.storeWork(transaction, key, { engagementId, answer });
      return { engagementId, isRepeat: false, answer };
    });
    return this.work.answer(begun, 201, asked);
  }
}
