import { GetEngagementCommand, ListEngagementsCommand } from '@aws-sdk/client-partnercentral-selling';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { CreatedEngagement } from './attempt-outcome.js';
import { classifyError } from './classify-error.js';
import { keepRawAnswer, PartnerCentralSdk } from './partner-central.sdk.js';
import { memberOf, rawModifiedAt } from './raw-answer.js';

/** What AWS says of a request whose outcome is unknown. */
export type LookUp =
  | { readonly kind: 'found'; readonly engagement: CreatedEngagement }
  /** Nothing that AWS has can be it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear'; readonly detail: string };

/** How far AWS's clock may be behind ours, in milliseconds. */
const CLOCK_SKEW_MS = 300_000;

interface Wanted {
  readonly catalog: string;
  /** The frozen CreateEngagement request. */
  readonly body: string;
  /** No attempt was made before. */
  readonly since: Date;
}

/** Looks engagements up in Partner Central by their content, as no filter knows the token. */
@Injectable()
export class PartnerCentralLookUp {
  private readonly accountId: string | undefined;

  constructor(
    private readonly sdk: PartnerCentralSdk,
    @Inject(SETTINGS) { partnerCentral }: Settings,
  ) {
    this.accountId = partnerCentral.accountId;
  }

  /**
   * Looks for the engagement that a request may have created: among those created since, one with the same title,
   * description and contexts.
   * @param unrecorded of the given Arns, those that belong to no other engagement of ours
   * @returns never throws: what AWS would not say is `unclear`
   */
  async lookUp(
    wanted: Wanted,
    unrecorded: (arns: readonly string[]) => Promise<string[]>,
    signal: AbortSignal,
  ): Promise<LookUp> {
    const request: unknown = JSON.parse(wanted.body);
    let candidates: string[];
    const matches: CreatedEngagement[] = [];
    let similar = 0;
    try {
      candidates = await this.titled(memberOf(request, 'Title'), wanted, signal);
    } catch (error) {
      return unclear(error, wanted.body);
    }
    for (const arn of await unrecorded(candidates)) {
      try {
        const match = await this.compare(arn, request, wanted.catalog, signal);
        if (match === 'similar') {
          similar += 1;
        } else if (match !== undefined) {
          matches.push(match);
        }
      } catch (error) {
        return unclear(error, wanted.body);
      }
    }
    const [engagement, ...others] = matches;
    if (engagement === undefined) {
      // AWS may have brought a value into a form of its own: nothing is certain then.
      return similar === 0
        ? { kind: 'absent' }
        : {
            kind: 'unclear',
            detail: 'Partner Central has one with this title and description, and other contexts.',
          };
    }
    return others.length === 0
      ? { kind: 'found', engagement }
      : { kind: 'unclear', detail: 'Partner Central has more than one engagement with this content.' };
  }

  /** The Arns of the engagements with this title that were created since, newest first. */
  private async titled(title: unknown, { catalog, since }: Wanted, signal: AbortSignal): Promise<string[]> {
    const oldest = since.getTime() - CLOCK_SKEW_MS;
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const command = new ListEngagementsCommand({
        Catalog: catalog,
        Sort: { SortBy: 'CreatedDate', SortOrder: 'DESCENDING' },
        MaxResults: 100,
        NextToken: nextToken,
        ...(this.accountId === undefined ? {} : { CreatedBy: [this.accountId] }),
      });
      const page = await this.sdk.within((options) => this.sdk.client.send(command, options), signal);
      for (const { Arn, Title, CreatedAt } of page.EngagementSummaryList ?? []) {
        if (CreatedAt !== undefined && CreatedAt.getTime() < oldest) {
          return arns;
        }
        if (Arn !== undefined && Title === title) {
          arns.push(Arn);
        }
      }
      nextToken = page.NextToken;
    } while (nextToken !== undefined);
    return arns;
  }

  private async compare(
    arn: string,
    request: unknown,
    catalog: string,
    signal: AbortSignal,
  ): Promise<CreatedEngagement | 'similar' | undefined> {
    const command = new GetEngagementCommand({ Catalog: catalog, Identifier: arn });
    const answer = { body: '' };
    keepRawAnswer(command, answer);
    const { Id, Arn } = await this.sdk.within((options) => this.sdk.client.send(command, options), signal);
    const engagement: unknown = JSON.parse(answer.body);
    const same = (name: string) => holds(memberOf(engagement, name), memberOf(request, name));
    if (!same('Title') || !same('Description') || Id === undefined || Arn === undefined) {
      return undefined;
    }
    if (!same('Contexts')) {
      return 'similar';
    }
    const modifiedAt = rawModifiedAt(answer.body);
    return { id: Id, arn: Arn, ...(modifiedAt === undefined ? {} : { modifiedAt }) };
  }
}

/** Whether AWS's value has all that was sent. It may have more: it gives contexts an id, for one. */
function holds(value: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    return (
      Array.isArray(value) &&
      value.length === sent.length &&
      sent.every((item, index) => holds(value[index], item))
    );
  }
  if (typeof sent === 'object' && sent !== null) {
    return Object.entries(sent).every(([name, member]) => holds(memberOf(value, name), member));
  }
  if (sent === undefined) {
    return value === undefined || (Array.isArray(value) && value.length === 0);
  }
  return value === sent || isSameMoment(value, sent);
}

/** A timestamp may come back in another notation. */
function isSameMoment(value: unknown, sent: unknown): boolean {
  const timestamp = /^\d{4}-\d{2}-\d{2}T/;
  return (
    typeof value === 'string' &&
    typeof sent === 'string' &&
    timestamp.test(sent) &&
    Date.parse(value) === Date.parse(sent)
  );
}

function unclear(error: unknown, body: string): LookUp {
  const outcome = classifyError(error, body);
  return {
    kind: 'unclear',
    detail: outcome.kind === 'accepted' ? 'No answer.' : `${outcome.problem.code}: the look-up failed.`,
  };
}
