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
    return this.tell(await this.engagements.show(id, Reach.of(look.caller)), look);
  }

  /** The caller's own engagement. @throws DomainError as `byId` */
  async byRef(address: EngagementAddress, look: Look): Promise<Answer> {
    const engagement = await this.engagements.find(look.caller, address);
    if (engagement === undefined) {
      throw unknownEngagement('externalRef');
    }
    return this.tell(engagement, look);
  }

  /** Not async, so that nothing of the engagement is held while it is waited for. */
  private tell(found: ShownEngagement, look: Look): Answer | Promise<Answer> {
    return isNews(found, look) ? shown(found, look) : this.whenNew(standingOf(found), look);
  }

  /**
   * The engagement as it was found is let go: a thousand who waited with full-size ones in hand took some 200 MB.
   */
  private async whenNew({ id, version }: Found, look: Look): Promise<Answer> {
    const until = look.known === undefined ? isAnswerable : isOtherThan(version);
    const engagement = await this.outcomes.wait(id, { ...look, thing: 'news', until });
    if (engagement === undefined) {
      throw new DomainError('database-unavailable', 'The database can’t be reached right now.');
    }
    return shown(engagement, look);
  }
}

/** What is kept of an engagement while somebody waits for news of it. */
type Found = Pick<ShownEngagement, 'id' | 'version'>;

function standingOf({ id, version }: ShownEngagement): Found {
  return { id, version };
}

/** Whether it is answered at once. Who knows a version waits for another one; who does not, for an outcome. */
function isNews(engagement: ShownEngagement, { known, waitMs }: Look): boolean {
  return (
    waitMs === 0 || (known === undefined ? isAnswerable(engagement) : !isUnchanged(known, engagement.version))
  );
}

function shown(engagement: ShownEngagement, { known }: Look): Answer {
  const etag = etagOf(engagement.version);
  // While a submission is open its attempts are counted, and the next one planned, without a new version.
  return isUnchanged(known, engagement.version) && !isOpen(engagement.status)
    ? { status: 304, headers: { etag }, body: '' }
    : {
        status: 200,
        headers: { etag, 'content-type': JSON_TYPE },
        body: engagementText(engagement),
      };
}
