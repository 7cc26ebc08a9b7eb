import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { Reach } from '../auth/reach.js';
import type { EngagementAddress } from '../engagements/engagement-address.js';
import type { ShownEngagement } from '../engagements/engagement.record.js';
import { EngagementsService, unknownEngagement } from '../engagements/engagements.service.js';
import { isOpen } from '../engagements/status.js';
import { DomainError } from '../errors/domain-error.js';
import { type Answer, JSON_TYPE } from '../http/answer.js';
import { engagementText } from '../engagements/dto/engagement.response.js';
import { etagOf, isUnchanged } from '../http/etag.js';
import { OutcomeWait } from './outcome-wait.js';
import { isAnswerable, isOtherThan } from './standing.js';

/** How somebody looks at an engagement. */
export interface Look {
  readonly caller: Caller;
  /** The versions that they have: `If-None-Match`. */
  readonly known: string | undefined;
  /** How long they may be kept waiting for news, in milliseconds. */
  readonly waitMs: number;
  /** @returns what is aborted when nobody is there any more to be answered */
  readonly hangUp: () => AbortSignal;
}

/** `GET` of one engagement: as it is, or as soon as there is something new. */
@Injectable()
export class ShowEngagement {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly outcomes: OutcomeWait,
  ) {}

  /** @throws DomainError `engagement-not-found`, `invalid-request`, `database-unavailable` */
  async byId(id: string, look: Look): Promise<Answer> {
    return this.show(await this.engagements.show(id, Reach.of(look.caller)), look);
  }

  /** The caller's own engagement. @throws DomainError as `byId` */
  async byRef(address: EngagementAddress, look: Look): Promise<Answer> {
    const engagement = await this.engagements.find(look.caller, address);
    if (engagement === undefined) {
      throw unknownEngagement('externalRef');
    }
    return this.show(engagement, look);
  }

  private async show(found: ShownEngagement, look: Look): Promise<Answer> {
    const engagement = look.waitMs > 0 ? await this.whenNew(found, look) : found;
    const etag = etagOf(engagement.version);
    // While a submission is open its attempts are counted, and the next one planned, without a new version.
    return !isOpen(engagement.status) && isUnchanged(look.known, engagement.version)
      ? { status: 304, headers: { etag }, body: '' }
      : {
          status: 200,
          headers: { etag, 'content-type': JSON_TYPE },
          body: engagementText(engagement),
        };
  }

  /** Who knows a version waits for another one; who does not, for the outcome of the submission. */
  private async whenNew(found: ShownEngagement, look: Look): Promise<ShownEngagement> {
    const { id, version } = found;
    const until = look.known === undefined ? isAnswerable : isOtherThan(version);
    if (until(found) || (look.known !== undefined && !isUnchanged(look.known, version))) {
      return found;
    }
    const engagement = await this.outcomes.wait(id, { ...look, until });
    if (engagement === undefined) {
      throw new DomainError('database-unavailable', 'The database can’t be reached right now.');
    }
    return engagement;
  }
}
