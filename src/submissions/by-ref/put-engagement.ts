import { Injectable } from '@nestjs/common';
import { Reach } from '../../auth/reach.js';
import { PrismaService } from '../../database/prisma.service.js';
import { inTransaction, type Transaction } from '../../database/transaction.js';
import type { CheckedEngagement } from '../../engagements/checked-engagement.js';
import type { EngagementAddress } from '../../engagements/engagement-address.js';
import type { EngagementRecord, ShownEngagement } from '../../engagements/engagement.record.js';
import { EngagementsRepository } from '../../engagements/engagements.repository.js';
import { editOf, EngagementsService } from '../../engagements/engagements.service.js';
import { keptFindings } from '../../engagements/kept-readiness.js';
import { refusedFindings } from '../../engagements/refused-findings.js';
import { isEditable } from '../../engagements/status.js';
import { DomainError, orRefusal } from '../../errors/domain-error.js';
import type { Answer } from '../../http/answer.js';
import { IdempotencyKeys } from '../../idempotency/idempotency-keys.js';
import { isToSubmit, type SubmitChoice } from '../dto/save-engagement.query.js';
import { savedAnswer } from '../engagement-answer.js';
import { SaveEngagement } from '../save-engagement.js';
import { isAnswerable, isSettled } from '../standing.js';
import { SubmissionsRepository } from '../submissions.repository.js';
import { requireCatalogScope, requireReady, SubmissionsService } from '../submissions.service.js';
import { type AskedWork, type BegunWork, SubmittedWork } from '../submitted-work.js';
import type { PutConditions } from './put-conditions.js';
import { differences, requireSameContent } from './same-content.js';

/** What is asked for by its address and headers. */
export interface AskedPut {
  readonly address: EngagementAddress;
  readonly submit: SubmitChoice;
  readonly conditions: PutConditions;
}

/** A put whose body is fine. */
interface CheckedPut extends AskedPut {
  readonly checked: CheckedEngagement;
}

/**
 * `PUT /engagements/by-ref/{externalRef}`: whatever became of an engagement before, it is to be as its caller says, once.
 * Those who put the same at once meet at the unique index of external references, and then at the engagement's lock.
 */
@Injectable()
export class PutEngagement {
  constructor(
    private readonly prisma: PrismaService,
    private readonly keys: IdempotencyKeys,
    private readonly engagements: EngagementsService,
    private readonly repository: EngagementsRepository,
    private readonly submissions: SubmissionsService,
    private readonly openSubmissions: SubmissionsRepository,
    private readonly saving: SaveEngagement,
    private readonly work: SubmittedWork,
  ) {}

  /**
   * @throws DomainError `invalid-request`, `catalog-not-allowed`, `forbidden`, `engagement-not-ready`, `version-mismatch`
   *   (of none of these anything is changed), `engagement-not-editable` where it is submitted with other content,
   *   `idempotency-key-reused`, `idempotency-key-in-use`
   */
  async run(put: AskedPut, body: unknown, asked: AskedWork): Promise<Answer> {
    const checked = this.check(put, body, asked);
    if (checked instanceof DomainError) {
      // What was asked for before is answered first, even if it is wrong by now.
      return this.answer(await this.comeBackOr(checked, asked), asked);
    }
    const wanted = { ...asked, content: checked.content };
    for (;;) {
      // Each round without an end is one in which somebody else has made, moved or deleted the engagement.
      const begun = await this.begin({ ...put, checked }, wanted);
      if (begun !== undefined) {
        return this.answer(begun, wanted);
      }
    }
  }

  private answer(begun: BegunWork, asked: AskedWork): Promise<Answer> {
    return this.work.answer(begun, begun.isCreation === true ? 201 : 200, asked);
  }

  /** @returns the refusal of what can't be saved: a key may say something else */
  private check(
    { address, submit }: AskedPut,
    body: unknown,
    { caller }: AskedWork,
  ): CheckedEngagement | DomainError {
    return orRefusal(() => {
      const checked = this.engagements.read(body, { address, toSubmit: submit === true });
      if (isToSubmit(submit, checked)) {
        requireCatalogScope(caller, checked.content.catalog);
      }
      return checked;
    });
  }

  private async comeBackOr(refusal: DomainError, asked: AskedWork): Promise<BegunWork> {
    const begun = await this.work.comeBack(asked);
    if (begun === undefined) {
      throw refusal;
    }
    return begun;
  }

  /** @returns undefined where the engagement was there and is no more, or the other way round */
  private async begin(put: CheckedPut, asked: AskedWork): Promise<BegunWork | undefined> {
    const { checked, conditions, submit } = put;
    const submits = isToSubmit(submit, checked);
    const mayBeNew = conditions.allowCreation && (!submits || checked.submitFindings.length === 0);
    const begun =
      (mayBeNew ? await this.saving.saveNew(checked, submits, asked) : undefined) ??
      (await this.work.comeBack(asked));
    if (begun !== undefined) {
      return begun;
    }
    const existing = await this.engagements.find(asked.caller, addressOf(checked));
    if (existing === undefined) {
      conditions.requireCreation();
      if (submits) {
        requireReady(checked.submitFindings);
      }
      return undefined;
    }
    conditions.require(existing);
    return asked.key === undefined && isAsWanted(existing, put)
      ? savedWork(existing)
      : this.beginUnderLocks(existing.id, put, asked);
  }

  private async beginUnderLocks(
    id: string,
    put: CheckedPut,
    asked: AskedWork,
  ): Promise<BegunWork | undefined> {
    return inTransaction(this.prisma, async (transaction) => {
      const known = await this.keys.claim(transaction, asked.key);
      if (known !== undefined) {
        return this.work.comeBackTo(transaction, known, asked);
      }
      const engagement = await this.lock(transaction, id, asked);
      if (engagement === undefined || isElsewhere(engagement, put.checked)) {
        return undefined;
      }
      put.conditions.require(engagement);
      const present = await this.replace(transaction, engagement, put, asked);
      const begun = submitsKept(put, present)
        ? await this.pursue(transaction, present, asked)
        : savedWork(present);
      const { engagementId, answer } = begun;
      await this.keys.storeWork(transaction, asked.key, { engagementId, answer });
      return begun;
    });
  }

  /**
   * Has a locked engagement hold what is wanted.
   * @throws DomainError `engagement-not-editable`, `engagement-not-ready`
   */
  private async replace(
    transaction: Transaction,
    engagement: EngagementRecord,
    { checked, submit }: CheckedPut,
    asked: AskedWork,
  ): Promise<EngagementRecord> {
    requireSameContent(engagement, checked.content);
    const fields = differences(engagement, checked.content);
    if (fields.length === 0) {
      return engagement;
    }
    if (submit === true) {
      requireReady(checked.submitFindings, engagement.id);
    }
    await this.repository.editLocked(
      transaction,
      engagement,
      checked,
      editOf(engagement, fields, asked.caller),
    );
    const replaced = await this.lock(transaction, engagement.id, asked);
    if (replaced === undefined) {
      throw new Error(`The engagement ${engagement.id} has gone under its lock`);
    }
    return replaced;
  }

  /** Submits a locked engagement, joins its submission, or finds it submitted. */
  private async pursue(
    transaction: Transaction,
    engagement: EngagementRecord,
    asked: AskedWork,
  ): Promise<BegunWork> {
    const { id: engagementId, catalog, status } = engagement;
    requireCatalogScope(asked.caller, catalog, engagementId);
    switch (status) {
      case 'draft':
      case 'rejected':
        await this.submissions.open(transaction, engagement, asked);
        return { engagementId, isRepeat: false, until: isAnswerable };
      case 'submitting':
        await this.openSubmissions.join(transaction, engagementId, asked.urgency);
        return { engagementId, isRepeat: false, until: isAnswerable };
      case 'unresolved':
        // Only its end is news.
        await this.openSubmissions.join(transaction, engagementId, asked.urgency);
        return { engagementId, isRepeat: false, until: isSettled };
      case 'submitted':
        return savedWork(engagement);
    }
  }

  private lock(
    transaction: Transaction,
    id: string,
    { caller }: AskedWork,
  ): Promise<EngagementRecord | undefined> {
    return this.repository.lock(transaction, id, Reach.ownOf(caller));
  }
}

function addressOf({ content: { externalRef = '', catalog } }: CheckedEngagement) {
  return { externalRef, catalog };
}

/** Its own caller may have given it another reference since it was found. */
function isElsewhere({ externalRef, catalog }: ShownEngagement, { content }: CheckedEngagement): boolean {
  return externalRef !== content.externalRef || catalog !== content.catalog;
}

/** Whether nothing is to be done of an engagement that is not locked: it holds what it should, and is to be no further. */
function isAsWanted(engagement: ShownEngagement, { checked, submit }: CheckedPut): boolean {
  return (
    (submit === false || engagement.status === 'submitted') &&
    // Its content alone does not tell, once it is erased.
    engagement.personalDataErasedAt === undefined &&
    differences(engagement, checked.content).length === 0
  );
}

/** Whether a choice comes to a submission of what is kept. What AWS has refused is not ready until it is mended. */
function submitsKept({ submit }: AskedPut, engagement: EngagementRecord): boolean {
  switch (submit) {
    case true:
      return true;
    case false:
      return false;
    case 'ifReady':
      return (
        !isEditable(engagement.status) ||
        (keptFindings(engagement).length === 0 && refusedFindings(engagement).length === 0)
      );
  }
}

function savedWork(engagement: ShownEngagement): BegunWork & { readonly answer: Answer } {
  return { engagementId: engagement.id, isRepeat: false, answer: savedAnswer(engagement, 200) };
}
