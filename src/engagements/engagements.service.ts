import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { type CatalogName, SETTINGS, type Settings } from '../config/settings.js';
import { DomainError } from '../errors/domain-error.js';
import { requireMatch } from '../http/etag.js';
import { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import type { EngagementRecord } from './engagement.record.js';
import { isEditable } from './engagement-status.js';
import { type EngagementFilter, EngagementsRepository } from './engagements.repository.js';
import { mergePatch } from './reading/merge-patch.js';
import { readEngagement } from './reading/read-engagement.js';
import { draftFindings } from './validation/findings.js';

/** How often an edit begins anew when somebody else was faster. Each time one of the two has succeeded. */
const MAX_RACES = 5;

/** Drafts: checked, kept, edited and deleted. */
@Injectable()
export class EngagementsService {
  constructor(
    private readonly repository: EngagementsRepository,
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

  /** @throws DomainError `catalog-not-allowed` */
  requireAllowed(catalog: CatalogName): void {
    const allowed = this.settings.partnerCentral.allowedCatalogs;
    if (!allowed.includes(catalog)) {
      throw new DomainError('catalog-not-allowed', `The catalog ${catalog} is not allowed here.`, {
        errors: [
          { pointer: '/catalog', code: 'ACTION_NOT_PERMITTED', message: `Allowed: ${allowed.join(', ')}.` },
        ],
      });
    }
  }

  /** @throws DomainError `duplicate-external-ref` */
  create(content: EngagementRecord['content'], createdBy: string): Promise<EngagementRecord> {
    return this.repository.create({ id: uuidv7(), createdBy, clientToken: randomUUID(), content });
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
   * Applies a JSON Merge Patch (RFC 7396).
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `engagement-not-editable`, and those of `read`
   */
  async edit(id: string, patch: unknown, ifMatch?: string): Promise<EngagementRecord> {
    await this.change(id, ifMatch, (engagement) =>
      this.repository.update(engagement, this.read(mergePatch(engagement.content, patch))),
    );
    return this.get(id);
  }

  /**
   * Deletes an engagement and with it all its personal data.
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `engagement-not-editable`
   */
  async delete(id: string, ifMatch?: string): Promise<void> {
    await this.change(id, ifMatch, (engagement) => this.repository.delete(engagement));
  }

  /**
   * One page, newest first.
   * @param before the id of the last engagement of the page before
   * @returns one more than `limit` where there is a further page
   */
  list(filter: EngagementFilter, limit: number, before?: string): Promise<EngagementRecord[]> {
    return this.repository.list(filter, limit + 1, before);
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
      requireMatch(ifMatch, engagement.version);
      if (await write(engagement)) {
        return;
      }
    }
    throw new DomainError('version-mismatch', 'Others keep changing the engagement.');
  }
}
