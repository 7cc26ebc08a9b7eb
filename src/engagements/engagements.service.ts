import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { EngagementHistory, type RecordedEvent } from '../audit/engagement-history.js';
import type { Caller } from '../auth/caller.js';
import { type CatalogName, SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import { DomainError } from '../errors/domain-error.js';
import { requireMatch } from '../http/etag.js';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { changedFields } from './changed-fields.js';
import { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import type { EngagementRecord } from './engagement.record.js';
import { isEditable } from './engagement-status.js';
import { type EngagementFilter, EngagementsRepository } from './engagements.repository.js';
import { mergePatch } from './reading/merge-patch.js';
import { readEngagement } from './reading/read-engagement.js';
import { draftFindings } from './validation/findings.js';

/** How often an edit begins anew when somebody else was faster. Each time one of the two has succeeded. */
const MAX_RACES = 5;

export interface CreateOptions {
  readonly caller: Caller;
  /** What commits together with the draft, or not at all. */
  readonly also: (transaction: Transaction, engagement: EngagementRecord) => Promise<void>;
}

export interface ChangeOptions {
  readonly caller: Caller;
  readonly ifMatch?: string;
}

/** Drafts: checked, kept, edited and deleted. */
@Injectable()
export class EngagementsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly repository: EngagementsRepository,
    private readonly history: EngagementHistory,
    private readonly idempotency: Idempotency,
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
   * Saves a draft.
   * @throws DomainError `duplicate-external-ref`, and those of what is to be done along with it
   */
  create(content: EngagementRecord['content'], { caller, also }: CreateOptions): Promise<EngagementRecord> {
    const createdBy = caller.id;
    return this.repository.saving({ createdBy, content }, async (transaction) => {
      const engagement = await this.repository.create(transaction, {
        id: uuidv7(),
        createdBy,
        clientToken: randomUUID(),
        content,
      });
      await this.history.append(transaction, {
        engagementId: engagement.id,
        actor: caller.id,
        type: 'created',
        details: { catalog: content.catalog },
      });
      await also(transaction, engagement);
      return engagement;
    });
  }

  /** @throws DomainError `engagement-not-found`, for what is no UUID too */
  async get(id: string): Promise<EngagementRecord> {
    const engagement = isUuid(id) ? await this.repository.find(id) : undefined;
    if (engagement === undefined) {
      throw new DomainError('engagement-not-found', 'There is no engagement with this id.');
    }
    return engagement;
  }

  /**
   * Applies a JSON Merge Patch (RFC 7396). One that changes nothing leaves the version as it is.
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `engagement-not-editable`, and those of `read`
   */
  async edit(id: string, patch: unknown, { caller, ifMatch }: ChangeOptions): Promise<EngagementRecord> {
    await this.change(id, ifMatch, async (engagement) => {
      const content = this.read(mergePatch(engagement.content, patch));
      const fields = changedFields(engagement.content, content);
      return fields.length === 0 || (await this.update(engagement, content, caller, fields));
    });
    return this.get(id);
  }

  /**
   * Deletes an engagement and with it all its personal data. Its history, which has none, stays.
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `engagement-not-editable`
   */
  async delete(id: string, { caller, ifMatch }: ChangeOptions): Promise<void> {
    await this.change(id, ifMatch, (engagement) =>
      this.prisma.$transaction(async (transaction) => {
        const deleted = await this.repository.delete(transaction, engagement);
        if (deleted) {
          await this.idempotency.forget(transaction, id);
          await this.history.append(transaction, { engagementId: id, actor: caller.id, type: 'deleted' });
        }
        return deleted;
      }),
    );
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

  private update(
    engagement: EngagementRecord,
    content: EngagementRecord['content'],
    caller: Caller,
    fields: readonly string[],
  ): Promise<boolean> {
    const { createdBy } = engagement;
    return this.repository.saving({ createdBy, content }, async (transaction) => {
      const updated = await this.repository.update(transaction, engagement, content);
      if (updated) {
        const { id: engagementId } = engagement;
        const event = { engagementId, actor: caller.id, type: 'edited', details: { fields } } as const;
        await this.history.append(transaction, event);
      }
      return updated;
    });
  }

  private async change(
    id: string,
    ifMatch: string | undefined,
    write: (engagement: EngagementRecord) => Promise<boolean>,
  ): Promise<void> {
    for (let race = 0; race < MAX_RACES; race += 1) {
      const engagement = await this.get(id);
      if (!isEditable(engagement.status)) {
        throw new DomainError('engagement-not-editable', `The engagement is ${engagement.status}.`, {
          engagementId: engagement.id,
        });
      }
      requireMatch(ifMatch, engagement.version, engagement.id);
      if (await write(engagement)) {
        return;
      }
    }
    throw new DomainError('version-mismatch', 'Others keep changing the engagement.');
  }
}
