import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { EngagementHistory, type RecordedEvent } from '../audit/engagement-history.js';
import type { Caller } from '../auth/caller.js';
import { type CatalogName, SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import { DomainError } from '../errors/domain-error.js';
import { IdempotencyKeys } from '../idempotency/idempotency-keys.js';
import { changedFields } from './changed-fields.js';
import { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import { duplicateExternalRef } from './duplicate-external-ref.js';
import type { EngagementRecord } from './engagement.record.js';
import { type EngagementFilter, EngagementsRepository, ExternalRefTaken } from './engagements.repository.js';
import { type ExpectedVersions, requireVersion } from './expected-versions.js';
import { isEditable } from './is-editable.js';
import { mergePatch } from './reading/merge-patch.js';
import { readEngagement } from './reading/read-engagement.js';
import { draftFindings } from './readiness.js';

export interface ChangeOptions {
  readonly caller: Caller;
  /** The versions that the caller acts on. */
  readonly expected: ExpectedVersions;
}

/** Drafts: checked, kept, edited and deleted. */
@Injectable()
export class EngagementsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly repository: EngagementsRepository,
    private readonly history: EngagementHistory,
    private readonly idempotency: IdempotencyKeys,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Checks a caller's body without saving it.
   * @throws DomainError `invalid-request` with all findings, `catalog-not-allowed`
   */
  read(body: unknown): EngagementRecord['content'] {
    const { value, findings } = readEngagement(body);
    const draft = EngagementDraftDto.from(value);
    const errors = [...findings, ...draftFindings(draft)];
    if (errors.length > 0) {
      throw new DomainError('invalid-request', 'The engagement has fields that can’t be saved as they are.', {
        errors,
      });
    }
    // An empty catalog is as good as none.
    const catalog = draft.catalog ? draft.catalog : this.settings.partnerCentral.defaultCatalog;
    this.requireAllowed(catalog);
    if (draft.externalRef === '') {
      delete draft.externalRef;
    }
    return Object.assign(draft, { catalog });
  }

  /**
   * @param engagementId is named by the problem, where there is an engagement yet
   * @throws DomainError `catalog-not-allowed`
   */
  requireAllowed(catalog: CatalogName, engagementId?: string): void {
    const allowed = this.settings.partnerCentral.allowedCatalogs;
    if (!allowed.includes(catalog)) {
      throw new DomainError('catalog-not-allowed', `The catalog ${catalog} is not allowed here.`, {
        errors: [
          { pointer: '/catalog', code: 'ACTION_NOT_PERMITTED', message: `Allowed: ${allowed.join(', ')}.` },
        ],
        ...(engagementId === undefined ? {} : { engagementId }),
      });
    }
  }

  /**
   * Saves a draft, with its history.
   * @throws DomainError `duplicate-external-ref`
   */
  async create(
    transaction: Transaction,
    content: EngagementRecord['content'],
    caller: Caller,
  ): Promise<EngagementRecord> {
    const wanted = { createdBy: caller.id, content };
    const engagement = await this.repository.create(transaction, { ...wanted, clientToken: randomUUID() });
    if (engagement === undefined) {
      throw duplicateExternalRef(await this.repository.idByExternalRef(wanted, transaction));
    }
    await this.history.append(transaction, {
      engagementId: engagement.id,
      actor: caller.id,
      type: 'created',
      details: { catalog: content.catalog },
    });
    return engagement;
  }

  /** @throws DomainError `engagement-not-found`, for what is no UUID too */
  async get(id: string): Promise<EngagementRecord> {
    return known(isUuid(id) ? await this.repository.find(id) : undefined);
  }

  /**
   * The engagement, which nobody else changes until the transaction is over.
   * @throws DomainError `engagement-not-found`, for what is no UUID too
   */
  async lock(transaction: Transaction, id: string): Promise<EngagementRecord> {
    return known(isUuid(id) ? await this.repository.lock(transaction, id) : undefined);
  }

  /**
   * Applies a JSON Merge Patch (RFC 7396). One that changes nothing leaves the version as it is.
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `engagement-not-editable`,
   *   `duplicate-external-ref`, and those of `read`
   */
  async edit(id: string, patch: unknown, { caller, expected }: ChangeOptions): Promise<EngagementRecord> {
    try {
      return await inTransaction(this.prisma, async (transaction) => {
        const engagement = await this.lockEditable(transaction, id, expected);
        const content = this.read(mergePatch(engagement.content, patch));
        const fields = changedFields(engagement.content, content);
        if (fields.length === 0) {
          return engagement;
        }
        await this.history.append(transaction, {
          engagementId: id,
          actor: caller.id,
          type: 'edited',
          details: { fields },
        });
        const { createdBy } = engagement;
        return await this.repository.update(transaction, id, { createdBy, content });
      });
    } catch (error) {
      throw error instanceof ExternalRefTaken
        ? duplicateExternalRef(await this.repository.idByExternalRef(error.wanted))
        : error;
    }
  }

  /**
   * Deletes an engagement and with it all its personal data. Its history, which has none, stays.
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `engagement-not-editable`
   */
  async delete(id: string, { caller, expected }: ChangeOptions): Promise<void> {
    if (!isUuid(id)) {
      throw unknownEngagement();
    }
    await inTransaction(this.prisma, async (transaction) => {
      // First, as keys are locked before engagements; it is undone where the engagement may not be deleted.
      await this.idempotency.forgetAnswers(transaction, id);
      await this.lockEditable(transaction, id, expected);
      await this.repository.delete(transaction, id);
      await this.history.append(transaction, { engagementId: id, actor: caller.id, type: 'deleted' });
    });
  }

  /**
   * What happened to an engagement, oldest first. It outlives the engagement.
   * @throws DomainError `engagement-not-found`
   */
  async historyOf(id: string): Promise<RecordedEvent[]> {
    const events = isUuid(id) ? await this.history.list(id) : [];
    if (events.length === 0) {
      throw new DomainError('engagement-not-found', 'There was never an engagement with this id.');
    }
    return events;
  }

  /**
   * One page, newest first.
   * @param before the id of the last engagement of the page before
   * @returns one more than `limit` where there is a further page
   */
  list(filter: EngagementFilter, limit: number, before?: string): Promise<EngagementRecord[]> {
    return this.repository.list(filter, limit + 1, before);
  }

  private async lockEditable(
    transaction: Transaction,
    id: string,
    expected: ExpectedVersions,
  ): Promise<EngagementRecord> {
    const engagement = await this.lock(transaction, id);
    if (!isEditable(engagement.status)) {
      throw new DomainError('engagement-not-editable', `The engagement is ${engagement.status}.`, {
        engagementId: engagement.id,
      });
    }
    requireVersion(expected, engagement);
    return engagement;
  }
}

function known(engagement: EngagementRecord | undefined): EngagementRecord {
  if (engagement === undefined) {
    throw unknownEngagement();
  }
  return engagement;
}

function unknownEngagement(): DomainError {
  return new DomainError('engagement-not-found', 'There is no engagement with this id.');
}
