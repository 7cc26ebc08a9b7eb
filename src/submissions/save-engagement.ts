import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { PrismaService } from '../database/prisma.service.js';
import type { CheckedEngagement, NewEngagement } from '../engagements/checked-engagement.js';
import { duplicateExternalRef } from '../engagements/duplicate-external-ref.js';
import type { ShownEngagement } from '../engagements/engagement.record.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { DomainError, orRefusal } from '../errors/domain-error.js';
import type { Answer } from '../http/answer.js';
import { writeStoredAnswer } from '../idempotency/idempotency-keys.js';
import { UNKNOWN_ID, UNKNOWN_TIME } from '../idempotency/key-statements.js';
import { createEngagementRequest } from '../partner-central/create-engagement.request.js';
import { currentTraceparent } from '../tracing/trace-context.js';
import { isToSubmit, type SubmitChoice } from './dto/save-engagement.query.js';
import { savedAnswer } from './engagement-answer.js';
import type { NewSubmission } from './statements/open-submission.js';
import {
  nameOfSave,
  saveEngagement,
  type SavedRow,
  type SavedTogether,
} from './statements/save-engagement.js';
import { requireCatalogScope, requireReady } from './submissions.service.js';
import { type AskedWork, type BegunWork, SubmittedWork } from './submitted-work.js';

/** `POST /engagements`: saves a draft, or saves and submits. One statement, whatever commits together. */
@Injectable()
export class SaveEngagement {
  constructor(
    private readonly prisma: PrismaService,
    private readonly engagements: EngagementsService,
    private readonly repository: EngagementsRepository,
    private readonly work: SubmittedWork,
  ) {}

  /**
   * @throws DomainError `invalid-request`, `catalog-not-allowed`, `duplicate-external-ref`, `engagement-not-ready` (of
   *   none of these anything is saved), `idempotency-key-reused`, `idempotency-key-in-use`
   */
  async run(body: unknown, choice: SubmitChoice, asked: AskedWork): Promise<Answer> {
    const checked = this.check(body, choice, asked.caller);
    for (;;) {
      const saved =
        checked instanceof DomainError
          ? undefined
          : await this.saveNew(checked, isToSubmit(choice, checked), asked);
      // What was not saved for its key was asked for before, and is answered first, even if it is wrong by now.
      const begun = saved ?? (await this.work.comeBack(asked));
      if (begun !== undefined) {
        return this.work.answer(begun, 201, asked);
      }
      if (checked instanceof DomainError) {
        throw checked;
      }
      await this.requireFreeReference(checked, asked);
    }
  }

  /** @returns the refusal of what can't be saved, or not be submitted: a key may say something else */
  private check(body: unknown, choice: SubmitChoice, caller: Caller): CheckedEngagement | DomainError {
    return orRefusal(() => {
      const checked = this.engagements.read(body, { toSubmit: choice === true });
      if (isToSubmit(choice, checked)) {
        requireCatalogScope(caller, checked.content.catalog);
        requireReady(checked.submitFindings);
      }
      return checked;
    });
  }

  /**
   * Saves a new engagement, and with it the submission.
   * @returns undefined where nothing is saved: the key is not new, or the external reference is taken
   */
  async saveNew(
    checked: CheckedEngagement,
    submit: boolean,
    asked: AskedWork,
  ): Promise<BegunWork | undefined> {
    const createdBy = asked.caller.id;
    const engagement = { ...checked, createdBy, clientToken: randomUUID() };
    const row = await this.write(
      submit
        ? { engagement, keyed: asked.key && { key: asked.key }, submission: submissionOf(engagement, asked) }
        : { engagement, keyed: asked.key && { key: asked.key, answer: unfilledAnswer(checked, asked) } },
    );
    if (row === undefined) {
      return undefined;
    }
    const begun = { engagementId: row.id, isRepeat: false, isCreation: true };
    return submit ? begun : { ...begun, answer: draftAnswer(checked, row.id, row.created_at_text, asked) };
  }

  private async write(together: SavedTogether): Promise<SavedRow | undefined> {
    try {
      const [row] = await this.prisma.run<SavedRow>(nameOfSave(together), saveEngagement(together));
      return row;
    } catch (error) {
      // The same key has committed since the statement began.
      if (isUniqueViolation(error)) {
        return undefined;
      }
      throw error;
    }
  }

  /** @throws DomainError `duplicate-external-ref` */
  private async requireFreeReference({ content }: CheckedEngagement, { caller }: AskedWork): Promise<void> {
    const existingId = await this.repository.idByExternalRef({ createdBy: caller.id, content });
    if (existingId !== undefined) {
      throw duplicateExternalRef(existingId);
    }
  }
}

function submissionOf(
  { content, createdBy, clientToken }: NewEngagement,
  { urgency }: AskedWork,
): NewSubmission {
  return {
    request: createEngagementRequest(content, clientToken),
    urgency,
    actor: createdBy,
    traceparent: currentTraceparent(),
  };
}

/** The answer to saving a draft as it is kept, before it is saved. */
function unfilledAnswer(checked: CheckedEngagement, asked: AskedWork): string {
  return writeStoredAnswer(draftAnswer(checked, UNKNOWN_ID, UNKNOWN_TIME, asked));
}

function draftAnswer(
  { content, contexts, readiness }: CheckedEngagement,
  id: string,
  createdAt: string,
  { caller }: AskedWork,
): Answer {
  const { contexts: _contexts, ...texts } = content;
  const engagement: ShownEngagement = {
    ...texts,
    id,
    status: 'draft',
    version: 1,
    contexts,
    createdBy: caller.id,
    createdAt,
    updatedAt: createdAt,
    readiness,
  };
  return savedAnswer(engagement, 201);
}
