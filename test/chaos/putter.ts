import { customerProject, engagement } from '../support/engagements.factory.js';
import { type ApiClient, type ApiRequest, pauseFor } from './api-client.js';
import type { CallerAccount, Told } from './books.js';
import type { PutPlan } from './put-plan.js';
import { type Random, randomOf } from './random.js';

const FIRST_BACKOFF_MS = 300;
/** Also the most of a `Retry-After` that is heeded, as a run is short. */
const LONGEST_BACKOFF_MS = 2000;

/** How long it takes to mend what somebody was told of. */
const MENDED_MS = 800;

/** So that a `GET` that does not wait, for whatever reason, is not asked again at once. */
const LOOK_MS = 200;

/** How likely the other app asks for the reference, each time an answer has come. */
const STRANGER_ASKS = 0.1;

/** How likely the same is put once more when all is over. */
const PUTS_AGAIN = 0.5;

/**
 * Puts an engagement by its own id until it is told what came of it, and knows nothing of an answer but whether there is
 * one, a 202, and what a problem's `retry` says. What is told to be mended it puts again, under a new key.
 */
export class Putter {
  private readonly told: Told[] = [];
  private readonly random: Random;
  private readonly path: string;
  private keys = 0;
  private finished = false;
  private shownToStranger = false;

  /** @param end when the run is over, whatever it has reached */
  constructor(
    private readonly plan: PutPlan,
    private readonly apps: { readonly own: ApiClient; readonly stranger: ApiClient },
    private readonly end: AbortSignal,
  ) {
    this.random = randomOf(plan.seed);
    this.path = `/engagements/by-ref/${encodeURIComponent(plan.externalRef)}`;
  }

  /** @returns once it was told how it ends, or the run is over */
  async run(): Promise<void> {
    await pauseFor(this.plan.delayMs, this.end);
    if (this.plan.hangUpMs !== undefined) {
      await this.once(this.putting(), this.plan.api, AbortSignal.timeout(this.plan.hangUpMs));
      this.finished = true;
      return;
    }
    const last = await this.putUntilTold();
    if (last !== undefined && this.random.chance(PUTS_AGAIN)) {
      await this.repeat(last);
    }
  }

  account(): CallerAccount {
    const { finished, shownToStranger, told } = this;
    const { title, externalRef, variant, submit, hangUpMs } = this.plan;
    const kind = hangUpMs === undefined ? 'puts' : 'puts-and-hangs-up';
    return { kind, title, externalRef, finished, shownToStranger, told, put: { variant, submit } };
  }

  /** @returns the request that was answered for good */
  private async putUntilTold(): Promise<ApiRequest | undefined> {
    while (!this.end.aborted) {
      const request = this.putting();
      const told = await this.repeat(request);
      this.finished = told !== undefined && (told.retry === undefined || told.retry === 'no');
      if (this.finished) {
        return request;
      }
      await pauseFor(MENDED_MS * (0.5 + this.random.next()), this.end);
    }
    return undefined;
  }

  private putting(): ApiRequest {
    const { title, externalRef, variant, submit, key, prefer } = this.plan;
    this.keys += 1;
    return {
      method: 'PUT',
      path: `${this.path}?submit=${submit}`,
      prefer,
      ...(key === undefined ? {} : { idempotencyKey: `${key}-${this.keys}` }),
      body: engagement({
        title,
        description: `Of ${variant}`,
        ...(this.random.chance(0.5) ? { externalRef } : {}),
        contexts: [projectOf(variant)],
      }),
    };
  }

  /** @returns the answer to a request that need not be sent again as it is */
  private async repeat(request: ApiRequest): Promise<Told | undefined> {
    let { api } = this.plan;
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.end.aborted) {
      const told = await this.once(request, api);
      await this.letStrangerAsk(api);
      if (!isToBeRepeated(told)) {
        return told;
      }
      if (this.plan.waitsByGet && isOpen(told)) {
        await this.waitForNews(told);
      }
      const askedMs = told.retryAfterSeconds === undefined ? backoffMs : 1000 * told.retryAfterSeconds;
      backoffMs = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2);
      await pauseFor(Math.min(LONGEST_BACKOFF_MS, askedMs) * (0.5 + this.random.next()), this.end);
      api = this.random.chance(0.5) ? 0 : 1;
    }
    return undefined;
  }

  /** Asks for it, waiting, until it is open no longer: by version where it knows one. */
  private async waitForNews({ etag }: Told): Promise<void> {
    let known = this.random.chance(0.5) ? etag : undefined;
    while (!this.end.aborted) {
      const path = this.path;
      const look = { method: 'GET', path, prefer: 'wait=3', ifNoneMatch: known } as const;
      const told = await this.once(look, this.random.chance(0.5) ? 0 : 1);
      if (told.status === 304 || !(isToBeRepeated(told) || isOpen(told))) {
        return;
      }
      known = known === undefined ? undefined : (told.etag ?? known);
      await pauseFor(LOOK_MS * (0.5 + this.random.next()), this.end);
    }
  }

  private async once(request: ApiRequest, api: 0 | 1, cutOff?: AbortSignal): Promise<Told> {
    const told = await this.apps.own.send(api, request, cutOff);
    this.told.push(told);
    return told;
  }

  /** Whatever goes on, the other app is told that it has nothing by this reference, or that nothing can be told. */
  private async letStrangerAsk(api: 0 | 1): Promise<void> {
    if (this.random.chance(STRANGER_ASKS)) {
      const { status } = await this.apps.stranger.send(api, { method: 'GET', path: this.path });
      this.shownToStranger ||= !(status === 0 || status === 404 || status === 503);
    }
  }
}

/** All that a client has to know: no answer, a 202, and what `retry` says of a problem. */
function isToBeRepeated({ status, retry }: Told): boolean {
  return status === 0 || status === 202 || retry === 'same' || retry === 'poll';
}

function isOpen({ engagementStatus }: Told): boolean {
  return engagementStatus === 'submitting' || engagementStatus === 'unresolved';
}

function projectOf(variant: string) {
  return customerProject({
    project: {
      title: 'Order platform',
      businessProblem: `On-premises capacity runs out each November: ${variant}.`,
      targetCompletionDate: '2099-06-30',
    },
  });
}
