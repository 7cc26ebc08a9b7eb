import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '../database/database-errors.js';
import { PrismaService } from '../database/prisma.service.js';
import type { CheckedEngagement } from '../engagements/checked-engagement.js';
import { duplicateExternalRef } from '../engagements/duplicate-external-ref.js';
import type { ShownEngagement } from '../engagements/engagement.record.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { DomainError } from '../errors/domain-error.js';
import type { Answer } from '../http/answer.js';
import { writeStoredAnswer } from '../idempotency/idempotency-keys.js';
import { filledIn, UNKNOWN_ID, UNKNOWN_TIME } from '../idempotency/key-statements.js';
import { createEngagementRequest } from '../partner-central/create-engagement.request.js';
import { engagementAnswer } from './engagement-answer.js';
import {
  nameOfSave,
  saveEngagement,
  type SavedRow,
  type SavedTogether,
} from './statements/save-engagement.js';
import { requireReady } from './submissions.service.js';
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
  async run(body: unknown, submit: boolean, asked: AskedWork): Promise<Answer> {
    const checked = this.check(body, submit);
    for (;;) {
      const saved = checked instanceof DomainError ? undefined : await this.save(checked, submit, asked);
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
  private check(body: unknown, submit: boolean): CheckedEngagement | DomainError {
    try {
      const checked = this.engagements.read(body);
      if (submit) {
        requireReady(checked.submitFindings);
      }
      return checked;
    } catch (error) {
      if (error instanceof DomainError) {
        return error;
      }
      throw error;
    }
  }

  /** @returns undefined where nothing is saved: the key is not new, or the external reference is taken */
  private async save(
    checked: CheckedEngagement,
    submit: boolean,
    asked: AskedWork,
  ): Promise<BegunWork | undefined> {
    const clientToken = randomUUID();
    const createdBy = asked.caller.id;
    const answer = submit ? undefined : draftAnswer(checked, asked);
    const row = await this.write({
      engagement: { ...checked, createdBy, clientToken },
      ...(asked.key === undefined
        ? {}
        : { keyed: { key: asked.key, answer: answer && writeStoredAnswer(answer) } }),
      ...(submit
        ? {
            submission: {
              request: createEngagementRequest(checked.content, clientToken),
              urgency: asked.urgency,
              actor: createdBy,
            },
          }
        : {}),
    });
    return (
      row && {
        engagementId: row.id,
        isRepeat: false,
        ...(answer === undefined ? {} : { answer: answerFilledIn(answer, row) }),
      }
    );
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

/** The answer to saving a draft, written before it is saved. */
function draftAnswer({ content, readiness }: CheckedEngagement, { caller, request }: AskedWork): Answer {
  const { contexts = [], ...texts } = content;
  const engagement: ShownEngagement = {
    ...texts,
    id: UNKNOWN_ID,
    status: 'draft',
    version: 1,
    contexts: JSON.stringify(contexts),
    createdBy: caller.id,
    createdAt: UNKNOWN_TIME,
    updatedAt: UNKNOWN_TIME,
    readiness,
  };
  return engagementAnswer({ engagement, done: 201, nextStepInSeconds: 0, request });
}

function answerFilledIn({ status, headers, body }: Answer, row: SavedRow): Answer {
  const saved = { id: row.id, createdAt: row.created_at_text };
  const filled = Object.entries(headers).map(([name, value]) => [name, filledIn(value, saved)] as const);
  return { status, headers: Object.fromEntries(filled), body: filledIn(body, saved) };
}
