import { Inject, Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { EngagementHistory, type HistoryPage, type HistoryPlace } from '../audit/engagement-history.js';
import type { Caller } from '../auth/caller.js';
import { Reach } from '../auth/reach.js';
import { type CatalogName, SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import { DomainError } from '../errors/domain-error.js';
import { FindingList } from '../errors/finding-list.js';
import type { Finding } from '../errors/finding.js';
import { IdempotencyKeys } from '../idempotency/idempotency-keys.js';
import { changedFields } from './changed-fields.js';
import type { CheckedEngagement, JudgedEngagement } from './checked-engagement.js';
import { duplicateExternalRef } from './duplicate-external-ref.js';
import { contentOf, type EngagementRecord, type ShownEngagement } from './engagement.record.js';
import { type EngagementPage, EngagementsRepository, ExternalRefTaken } from './engagements.repository.js';
import { disagreements, type EngagementAddress } from './engagement-address.js';
import { type ExpectedVersions, requireVersion } from './expected-versions.js';
import { isEditable, whileOpen } from './status.js';
import type { ContentPatch } from './reading/content-patch.js';
import { engagementContent } from './reading/engagement-content.js';
import type { JsonObject } from './reading/json.js';
import { readEngagement } from './reading/read-engagement.js';
import { mendedBy } from './refused-findings.js';
import { keptReadinessOf } from './kept-readiness.js';
import { checkedFindings } from './readiness.js';
import type { Edit } from './statements/edit-engagement.js';
import type { PagePlace } from './statements/list-engagements.js';
import type { EngagementFilter } from './statements/engagement-filter.js';

export interface ChangeOptions {
  readonly caller: Caller;
  /** The versions that the caller acts on. */
  readonly expected: ExpectedVersions;
}

/** How a caller's body is to be read. */
export interface ReadOptions {
  /** Where the caller says that it stands. */
  readonly address?: EngagementAddress;
  /** Whoever wants it submitted is told at once all that stands in the way. */
  readonly toSubmit?: boolean;
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
   * Judges a caller's body by the field rules, without saving it.
   * @param address where the caller says that it stands, if it is somewhere: the body may not say otherwise
   */
  judge(body: unknown, address?: EngagementAddress): JudgedEngagement {
    const found = new FindingList();
    const { value } = readEngagement(body, found);
    // What is empty is as good as none.
    if (isNone(value['externalRef'])) {
      setOrDelete(value, 'externalRef', address?.externalRef);
    }
    if (isNone(value['catalog'])) {
      value['catalog'] = address?.catalog ?? this.settings.partnerCentral.defaultCatalog;
    }
    found.addAll(address === undefined ? [] : disagreements(value, address));
    const { draft, submit, warnings } = checkedFindings(value, this.settings.partnerCentral.rules);
    const wrong = found.with(draft).toArray();
    return {
      wrong,
      submitFindings: found.with(withoutEchoes(submit, draft)).toArray(),
      warnings,
      ...(wrong.length === 0 ? { content: engagementContent(value) } : {}),
    };
  }

  /**
   * Checks a caller's body without saving it.
   * @throws DomainError `invalid-request` with all findings, where it is to be submitted those of what is missing too;
   *   `catalog-not-allowed`
   */
  read(body: unknown, { address, toSubmit = false }: ReadOptions = {}): CheckedEngagement {
    const { wrong, submitFindings, warnings, content } = this.judge(body, address);
    if (content === undefined) {
      throw new DomainError('invalid-request', 'The engagement has fields that can’t be saved as they are.', {
        errors: toSubmit ? submitFindings : wrong,
      });
    }
    this.requireAllowed(content.catalog);
    const { rules } = this.settings.partnerCentral;
    return {
      content,
      contexts: JSON.stringify(content.contexts ?? []),
      submitFindings,
      readiness: keptReadinessOf(content, { submit: submitFindings, warnings }, rules),
    };
  }

  /**
   * @param engagementId is named by the problem, where there is an engagement yet
   * @throws DomainError `catalog-not-allowed`
   */
  requireAllowed(catalog: CatalogName, engagementId?: string): void {
    const errors = this.catalogFindings(catalog);
    if (errors.length > 0) {
      throw new DomainError('catalog-not-allowed', `The catalog ${catalog} is not allowed here.`, {
        errors,
        ...(engagementId === undefined ? {} : { engagementId }),
      });
    }
  }

  /** What is said of a catalog that the operator has not allowed; nothing of one that is. */
  catalogFindings(catalog: CatalogName): readonly Finding[] {
    const allowed = this.settings.partnerCentral.allowedCatalogs;
    return allowed.includes(catalog)
      ? []
      : [{ pointer: '/catalog', code: 'ACTION_NOT_PERMITTED', message: `Allowed: ${allowed.join(', ')}.` }];
  }

  /** @throws DomainError `engagement-not-found`, for what is out of reach, or no UUID, too */
  async show(id: string, reach: Reach): Promise<ShownEngagement> {
    return known(isUuid(id) ? await this.repository.show(id, reach) : undefined);
  }

  /** The caller's engagement with this external reference; undefined where there is none. */
  async find(
    caller: Caller,
    { externalRef, catalog }: EngagementAddress,
  ): Promise<ShownEngagement | undefined> {
    return this.repository.showByRef(caller, {
      externalRef,
      catalog: catalog ?? this.settings.partnerCentral.defaultCatalog,
    });
  }

  /** @throws DomainError `engagement-not-found`, for what is out of reach, or no UUID, too */
  async get(id: string, reach: Reach): Promise<EngagementRecord> {
    return known(isUuid(id) ? await this.repository.find(id, reach) : undefined);
  }

  /**
   * The engagement, which nobody else changes until the transaction is over.
   * @throws DomainError `engagement-not-found`, for what is out of reach, or no UUID, too
   */
  async lock(transaction: Transaction, id: string, reach: Reach): Promise<EngagementRecord> {
    return known(isUuid(id) ? await this.repository.lock(transaction, id, reach) : undefined);
  }

  /**
   * As `lock`, for one whose personal data is to go: the answers that are kept for it are forgotten. That is undone with
   * the transaction, where nothing may go.
   */
  async lockToForget(transaction: Transaction, id: string, reach: Reach): Promise<EngagementRecord> {
    // First, as keys are locked before engagements.
    await this.idempotency.forgetAnswers(transaction, [id]);
    const engagement = await this.lock(transaction, id, reach);
    // And those that whoever had the lock until now has kept meanwhile.
    await this.idempotency.forgetAnswers(transaction, [id]);
    return engagement;
  }

  /** @throws DomainError `engagement-not-found`, for what is out of reach, too */
  async requireWithin(transaction: Transaction, id: string, reach: Reach): Promise<void> {
    if (!(await this.repository.isWithin(transaction, id, reach))) {
      throw unknownEngagement();
    }
  }

  /**
   * Applies a patch. One that changes nothing leaves the version as it is.
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `engagement-not-editable`,
   *   `duplicate-external-ref`, and those of the patch and of `read`
   */
  async edit(id: string, patch: ContentPatch, { caller, expected }: ChangeOptions): Promise<ShownEngagement> {
    // Each round that changes nothing is one in which somebody else has changed it.
    for (;;) {
      const engagement = await this.show(id, Reach.of(caller));
      requireEditable(engagement, expected);
      const before = contentOf(engagement);
      const checked = this.read(patch(before, engagement.id));
      const fields = changedFields(before, checked.content);
      if (fields.length === 0) {
        return engagement;
      }
      const edited = await this.save(engagement, checked, editOf(engagement, fields, caller));
      if (edited !== undefined) {
        return edited;
      }
    }
  }

  /**
   * Deletes an engagement and with it all its personal data. Its history, which has none, stays.
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `engagement-not-editable`
   */
  async delete(id: string, { caller, expected }: ChangeOptions): Promise<void> {
    const reach = Reach.of(caller);
    // Before the keys of somebody else's are locked.
    await this.show(id, reach);
    await inTransaction(this.prisma, async (transaction) => {
      const engagement = await this.lockToForget(transaction, id, reach);
      requireEditable(engagement, expected);
      await this.repository.delete(transaction, engagement);
      await this.history.append(transaction, { engagementId: id, actor: caller.id, type: 'deleted' });
    });
  }

  /**
   * What happened to an engagement, oldest first. It outlives the engagement, for its owner.
   * @throws DomainError `engagement-not-found`
   */
  async historyOf(id: string, place: HistoryPlace, reach: Reach): Promise<HistoryPage> {
    const page = isUuid(id) ? await this.history.list(id, place, reach) : undefined;
    // A page further on may be empty by rights.
    if (page === undefined || (page.events.length === 0 && place.after === undefined)) {
      throw unknownEngagement();
    }
    return page;
  }

  /** One page, newest first. */
  list(filter: EngagementFilter, place: PagePlace, reach: Reach): Promise<EngagementPage> {
    return this.repository.list(filter, place, reach);
  }

  /** @throws DomainError `duplicate-external-ref` */
  private async save(
    engagement: ShownEngagement,
    checked: CheckedEngagement,
    edit: Edit,
  ): Promise<ShownEngagement | undefined> {
    try {
      return await this.repository.edit(engagement, checked, edit);
    } catch (error) {
      throw error instanceof ExternalRefTaken
        ? duplicateExternalRef(await this.repository.idByExternalRef(error.wanted))
        : error;
    }
  }
}

/** An edit of some fields of an engagement, as it is kept. */
export function editOf(engagement: ShownEngagement, fields: readonly string[], { id: actor }: Caller): Edit {
  const mended = mendedBy(fields, engagement);
  const isMore = mended.length > (engagement.submission?.mended ?? []).length;
  return { actor, fields, ...(isMore ? { mended } : {}) };
}

/** @throws DomainError `engagement-not-editable`, `version-mismatch` */
function requireEditable(engagement: ShownEngagement, expected: ExpectedVersions): void {
  const { id, status } = engagement;
  if (!isEditable(status)) {
    throw new DomainError('engagement-not-editable', `The engagement is ${status}.`, {
      engagementId: id,
      members: { engagementStatus: status },
      ...whileOpen(status),
    });
  }
  requireVersion(expected, engagement);
}

/** What is missing or too short, beside what is wrong: what can't be read is not called too short besides. */
function withoutEchoes(submit: readonly Finding[], draft: readonly Finding[]): readonly Finding[] {
  const wrong = new Set(draft);
  const places = new Set(draft.map(({ pointer }) => pointer));
  return submit.filter((finding) => wrong.has(finding) || !places.has(finding.pointer));
}

function isNone(value: unknown): boolean {
  return value === undefined || value === '';
}

function setOrDelete(object: JsonObject, name: string, value: string | undefined): void {
  if (value === undefined) {
    Reflect.deleteProperty(object, name);
  } else {
    object[name] = value;
  }
}

function known<T extends ShownEngagement>(engagement: T | undefined): T {
  if (engagement === undefined) {
    throw unknownEngagement();
  }
  return engagement;
}

export function unknownEngagement(by: 'id' | 'externalRef' = 'id'): DomainError {
  return new DomainError('engagement-not-found', `There is no engagement with this ${by}.`);
}
