import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { Reach } from '../auth/reach.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import {
  contentOf,
  type EngagementContent,
  type EngagementRecord,
  type ShownEngagement,
} from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { DomainError } from '../errors/domain-error.js';
import type { Answer } from '../http/answer.js';
import type { ProblemRequest } from '../http/problem-answer.js';
import type { IdempotencyKey } from '../idempotency/idempotency-key.js';
import {
  IdempotencyKeys,
  type KnownWork,
  answerToRepeat,
  finalAnswerToRepeat,
} from '../idempotency/idempotency-keys.js';
import { requireOwnRefusal, requireSameContent } from './by-ref/same-content.js';
import { engagementAnswer } from './engagement-answer.js';
import { OutcomeWait } from './outcome-wait.js';
import { isSentContent } from './sent-content.js';
import { isAnswerable, isSettled, type Until } from './standing.js';
import type { Urgency } from './submission-state.js';
import { isWaitedOut } from './submission-transitions.js';
import { SubmissionsRepository } from './submissions.repository.js';
import { SubmissionsService } from './submissions.service.js';

/** What a caller asks for, besides the engagement itself. */
export interface AskedWork {
  readonly caller: Caller;
  readonly key: IdempotencyKey | undefined;
  readonly urgency: Urgency;
  /** How long the answer may wait for the outcome, in milliseconds. */
  readonly waitMs: number;
  /** @returns what is aborted when nobody is there any more to be answered */
  readonly hangUp: () => AbortSignal;
  readonly request: ProblemRequest;
  /** What the engagement is to hold, where the caller says so: an outcome of other content would be told wrongly. */
  readonly content?: EngagementContent;
}

/** Work that has committed. */
export interface BegunWork {
  readonly engagementId: string;
  /** The same was asked for before, under the same key. */
  readonly isRepeat: boolean;
  /** Whether the engagement was made with it. */
  readonly isCreation?: boolean;
  /** Until when it is waited for; missing: until something can be told. */
  readonly until?: Until;
  /** The final answer, where there is one already. */
  readonly answer?: Answer;
}

/** How work that an Idempotency-Key may stand for is come back to, and answered. */
@Injectable()
export class SubmittedWork {
  constructor(
    private readonly prisma: PrismaService,
    private readonly keys: IdempotencyKeys,
    private readonly engagements: EngagementsService,
    private readonly submissions: SubmissionsService,
    private readonly repository: SubmissionsRepository,
    private readonly outcomes: OutcomeWait,
  ) {}

  /**
   * Comes back to what was asked for before under the same key.
   * @returns undefined where there is no key, or it stands for nothing yet
   * @throws DomainError `idempotency-key-reused`, `idempotency-key-in-use`, and those of `comeBackTo`
   */
  async comeBack(asked: AskedWork): Promise<BegunWork | undefined> {
    if (asked.key === undefined) {
      return undefined;
    }
    return inTransaction(this.prisma, async (transaction) => {
      const known = await this.keys.claim(transaction, asked.key);
      return known && this.comeBackTo(transaction, known, asked);
    });
  }

  /**
   * Comes back to work that was begun under a claimed key. What was given up without anything having been done is
   * submitted again, if it is still what was asked for.
   * @throws DomainError `engagement-not-found` where it was deleted, or is out of reach, `idempotency-key-reused` where it was edited
   *   or submitted with other content,
   *   `engagement-not-ready`, `catalog-not-allowed`, `engagement-not-editable` where it holds other content by now
   */
  async comeBackTo(transaction: Transaction, known: KnownWork, asked: AskedWork): Promise<BegunWork> {
    const { id: engagementId, isCreation, answer } = known;
    const reach = Reach.of(asked.caller);
    if (answer !== undefined) {
      // It may have been made for another key of the same name, which reaches further.
      await this.engagements.requireWithin(transaction, engagementId, reach);
      return { engagementId, isCreation, isRepeat: true, answer };
    }
    const engagement = await this.engagements.lock(transaction, engagementId, reach);
    requireSameContent(engagement, asked.content);
    requireOwnRefusal(engagement, asked.content);
    if (wasGivenUp(engagement)) {
      if (wasEdited(engagement)) {
        throw new DomainError(
          'idempotency-key-reused',
          'The engagement was edited after its submission had been given up. Submit it under a new key.',
          { engagementId },
        );
      }
      await this.submissions.open(transaction, engagement, asked);
    } else if (engagement.status === 'submitting') {
      await this.repository.join(transaction, engagementId, asked.urgency);
    }
    // Whoever repeats it has been told that it is unresolved: only its end is news.
    return { engagementId, isCreation, isRepeat: true, until: isSettled };
  }

  /**
   * Waits for the outcome, and answers. An answer that is final is kept for the key.
   * @param done the status of a good end
   * @throws DomainError `database-unavailable` with the engagement's id, `engagement-not-editable` where it holds other
   *   content by now
   */
  async answer(
    begun: BegunWork,
    done: 200 | 201,
    { caller, key, waitMs, hangUp, request, content }: AskedWork,
  ): Promise<Answer> {
    const { engagementId, isRepeat } = begun;
    if (begun.answer !== undefined) {
      return isRepeat ? finalAnswerToRepeat(begun.answer) : begun.answer;
    }
    const { until = isAnswerable } = begun;
    const engagement = await this.outcomes.wait(engagementId, {
      thing: 'outcome',
      waitMs,
      until,
      caller,
      hangUp,
    });
    if (engagement === undefined) {
      throw new DomainError(
        'database-unavailable',
        'The engagement is saved and being submitted. The database can’t be reached to tell how far it has come: look at its Location.',
        { engagementId, retry: 'poll' },
      );
    }
    requireSameContent(engagement, content);
    const nextStepInSeconds = isSettled(engagement) ? 0 : await this.secondsUntilNextStep(engagementId);
    const answer = engagementAnswer({ engagement, done, nextStepInSeconds, request });
    if (!isSettled(engagement) || wasGivenUp(engagement)) {
      return isRepeat ? answerToRepeat(answer) : answer;
    }
    const final = key === undefined ? answer : await this.keys.storeFinalAnswer(key, answer);
    return isRepeat ? finalAnswerToRepeat(final) : final;
  }

  /** A database that goes away this late must not take the answer with it. */
  private async secondsUntilNextStep(engagementId: string): Promise<number> {
    try {
      return (await this.repository.secondsUntilNextStep(engagementId)) ?? 0;
    } catch (error) {
      if (isDatabaseUnavailable(error)) {
        return 0;
      }
      throw error;
    }
  }
}

/** Whether the last submission ended for throttles or credentials: nothing was done, and the same may succeed now. */
export function wasGivenUp({ status, submission }: ShownEngagement): boolean {
  return status === 'rejected' && submission?.lastError !== undefined && isWaitedOut(submission.lastError);
}

/** Whether an engagement is no longer what its last submission was to send. */
export function wasEdited(engagement: EngagementRecord): boolean {
  const { submission } = engagement;
  return submission !== undefined && !isSentContent(contentOf(engagement), submission);
}
