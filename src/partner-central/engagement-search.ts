import {
  GetEngagementCommand,
  ListEngagementsCommand,
  type ListEngagementsCommandInput,
  ResourceNotFoundException,
} from '@aws-sdk/client-partnercentral-selling';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { CreatedEngagement } from './attempt-outcome.js';
import { CallMetrics } from './call-metrics.js';
import { keepRawAnswer, PartnerCentralSdk } from './partner-central.sdk.js';
import { createdEngagement, memberOf } from './raw-answer.js';

/**
 * How far AWS's clock may have been behind Postgres's when a submission was opened, in milliseconds. A day, as Postgres's
 * may have been ahead by hours for a moment; it costs the pages of one day.
 */
const CLOCK_SKEW_MS = 24 * 3_600_000;

/** The most that are looked through, a hundred a page. */
const MAX_PAGES = 100;

/** What AWS fills in where it was not sent. */
const filledIn: ReadonlySet<string> = new Set(['Id', 'InteractionDate']);

const compared = ['Title', 'Description', 'Contexts'] as const;

/** An engagement that AWS has, held against a request. */
export interface Comparison {
  readonly engagement: CreatedEngagement;
  /** Which members are not what the request has: AWS's names. */
  readonly differences: readonly (typeof compared)[number][];
}

/** A frozen CreateEngagement request that may have created an engagement. */
export interface SearchedRequest {
  readonly catalog: string;
  /** Its JSON. */
  readonly body: string;
}

/**
 * Finds engagements in Partner Central by their content, as no filter knows the token. Every method throws what the
 * SDK throws, and TypeError for an answer that lacks what was asked for: it says nothing, least of all *absent*.
 */
@Injectable()
export class EngagementSearch {
  private readonly filter: Pick<ListEngagementsCommandInput, 'CreatedBy'>;

  constructor(
    private readonly sdk: PartnerCentralSdk,
    private readonly metrics: CallMetrics,
    @Inject(SETTINGS) { partnerCentral: { accountId } }: Settings,
  ) {
    this.filter = accountId === undefined ? {} : { CreatedBy: [accountId] };
  }

  /** Whether the search is narrowed to one AWS account, which may be a wrong one. */
  get isNarrowed(): boolean {
    return this.filter.CreatedBy !== undefined;
  }

  /**
   * The Arns of the engagements with the request's title, which may have none, that were created since a moment, newest first.
   * @param since no attempt was made before
   * @returns undefined where there are more engagements than are looked through
   */
  async titled(
    { catalog, body }: SearchedRequest,
    since: Date,
    signal: AbortSignal,
  ): Promise<string[] | undefined> {
    const title = memberOf(JSON.parse(body), 'Title');
    const oldest = since.getTime() - CLOCK_SKEW_MS;
    const arns: string[] = [];
    let nextToken: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const page = await this.list(catalog, { NextToken: nextToken, MaxResults: 100 }, signal);
      for (const { Arn, Title, CreatedAt } of page.summaries) {
        if (CreatedAt !== undefined && CreatedAt.getTime() < oldest) {
          return arns;
        }
        if (Arn !== undefined && isSame(Title, title)) {
          arns.push(Arn);
        }
      }
      ({ nextToken } = page);
      if (nextToken === undefined) {
        return arns;
      }
    }
    return undefined;
  }

  /** Whether AWS shows any of these engagements of a catalog to the same question that `titled` asks. */
  async showsAny(catalog: string, arns: readonly string[], signal: AbortSignal): Promise<boolean> {
    const { summaries } = await this.list(catalog, { EngagementIdentifier: [...arns] }, signal);
    return summaries.some(({ Arn }) => Arn !== undefined && arns.includes(Arn));
  }

  /**
   * Holds an engagement of AWS's against a request.
   * @returns undefined where AWS has no such engagement
   */
  async compare(
    arn: string,
    { catalog, body }: SearchedRequest,
    signal?: AbortSignal,
  ): Promise<Comparison | undefined> {
    const command = new GetEngagementCommand({ Catalog: catalog, Identifier: arn });
    const answer = { body: '' };
    keepRawAnswer(command, answer);
    try {
      const { Id, Arn } = await this.metrics.calling('GetEngagement', () =>
        this.sdk.within((options) => this.sdk.client.send(command, options), signal),
      );
      if (Id === undefined || Arn === undefined) {
        throw new TypeError('Partner Central answered without an engagement');
      }
      const request: unknown = JSON.parse(body);
      const engagement: unknown = JSON.parse(answer.body);
      return {
        engagement: createdEngagement(Id, Arn, engagement),
        differences: compared.filter((name) => !isSame(memberOf(engagement, name), memberOf(request, name))),
      };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) {
        return undefined;
      }
      throw error;
    }
  }

  private async list(catalog: string, more: Partial<ListEngagementsCommandInput>, signal: AbortSignal) {
    const command = new ListEngagementsCommand({
      Catalog: catalog,
      Sort: { SortBy: 'CreatedDate', SortOrder: 'DESCENDING' },
      ...this.filter,
      ...more,
    });
    const { EngagementSummaryList: summaries, NextToken: nextToken } = await this.metrics.calling(
      'ListEngagements',
      () => this.sdk.within((options) => this.sdk.client.send(command, options), signal),
    );
    // The SDK passes a null through, whatever its types say.
    if (!Array.isArray(summaries)) {
      throw new TypeError('Partner Central answered without a list');
    }
    return { summaries, nextToken: nextToken ?? undefined };
  }
}

/** Whether AWS's value is what was sent. What is absent may come as null or empty, and some members it fills in. */
function isSame(value: unknown, sent: unknown): boolean {
  if (isNothing(value) || isNothing(sent)) {
    return isNothing(value) && isNothing(sent);
  }
  if (Array.isArray(value) && Array.isArray(sent)) {
    return value.length === sent.length && sent.every((item, index) => isSame(value[index], item));
  }
  if (typeof value === 'object' && typeof sent === 'object') {
    const names = new Set([...Object.keys(value ?? {}), ...Object.keys(sent ?? {})]);
    return [...names].every((name) => {
      const sentMember = memberOf(sent, name);
      return (sentMember === undefined && filledIn.has(name)) || isSame(memberOf(value, name), sentMember);
    });
  }
  return value === sent || isSameMoment(value, sent);
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
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
