import { customerProject, engagement } from '../support/engagements.factory.js';
import { type ApiClient, type ApiRequest, pauseFor } from './api-client.js';
import type { CallerAccount, Told } from './books.js';
import { type CallerPlan, leavers } from './caller-plan.js';
import { asksToComeBack } from './final-answer.js';
import { type Random, randomOf } from './random.js';

/** The most requests that one caller sends: some hundred times what it should take. */
const MAX_REQUESTS = 3000;

const POLL_MS = 700;

/** How often an operator asks for what is unresolved, and looks. */
const MAX_TAKE_UPS = 8;
const OPERATOR_LOOK_MS = 400;

const FIRST_BACKOFF_MS = 300;
/** Also the most of a `Retry-After` that is heeded, as a run is short. */
const LONGEST_BACKOFF_MS = 2000;

/** How likely the other app asks for the engagement, each time its own looks. */
const STRANGER_ASKS = 0.1;

/** How likely a request is sent once more when all is over. */
const ASKED_AGAIN = 0.5;

/**
 * An ordinary client program: it sends a request again, with the same Idempotency-Key, until it is told what came of
 * it, follows its engagement, and submits it again after a definite no. It writes down all that it is told.
 */
export class Caller {
  private readonly told: Told[] = [];
  private readonly keyed: ApiRequest[] = [];
  private readonly random: Random;
  private requests = 0;
  private operator: Promise<void> | undefined;
  private finished = false;
  private shownToStranger = false;

  /** @param end when the run is over, whatever the caller has reached */
  constructor(
    private readonly plan: CallerPlan,
    private readonly apps: { readonly own: ApiClient; readonly stranger: ApiClient },
    private readonly end: AbortSignal,
  ) {
    this.random = randomOf(plan.seed);
  }

  /** @returns once it has what it wants, or the run is over */
  async run(): Promise<void> {
    switch (this.plan.kind) {
      case 'one-call':
        await this.follow(await this.create('?submit=true', undefined));
        break;
      case 'polls':
        await this.follow(await this.create('?submit=true', 'respond-async'));
        break;
      case 'draft-first':
        await this.submitAndFollow(await this.create('', undefined), [this.plan.api]);
        break;
      case 'submits-twice':
        await this.submitAndFollow(await this.create('', undefined), [0, 1]);
        break;
      case 'creates-twice':
        await this.createTwice();
        break;
      case 'walks-away':
        await this.walkAway();
        return;
      case 'hangs-up':
        await this.hangUp();
        return;
    }
    await this.operator;
    await this.askAgain();
  }

  account(): CallerAccount {
    const { kind, title, externalRef } = this.plan;
    const { finished, shownToStranger, told } = this;
    return { kind, title, externalRef, finished, shownToStranger, told };
  }

  /** @returns the engagement's id */
  private async create(query: string, prefer: string | undefined): Promise<string | undefined> {
    return this.persist(this.creation(query, prefer), this.plan.api);
  }

  private creation(query: string, prefer: string | undefined): ApiRequest {
    const { title, externalRef } = this.plan;
    return this.underKey({
      method: 'POST',
      path: `/engagements${query}`,
      prefer,
      body: engagement({ title, externalRef, contexts: [customerProject()] }),
    });
  }

  private async createTwice(): Promise<void> {
    const creation = this.creation('?submit=true', this.random.chance(0.5) ? undefined : 'respond-async');
    const ids = await Promise.all([this.persist(creation, 0), this.persist(creation, 1)]);
    await this.follow(ids[0] ?? ids[1]);
  }

  private async submitAndFollow(id: string | undefined, apis: readonly (0 | 1)[]): Promise<void> {
    if (id !== undefined) {
      await Promise.all(apis.map((api) => this.persist(this.submission(id), api)));
      await this.follow(id);
    }
  }

  private submission(id: string): ApiRequest {
    const prefer = this.random.pick([
      [undefined, 2],
      ['respond-async', 1],
      ['wait=3', 1],
    ]);
    return this.underKey({ method: 'POST', path: `/engagements/${id}/submit`, prefer });
  }

  /** Goes as soon as it was told of its engagement. */
  private async walkAway(): Promise<void> {
    const creation = this.creation('?submit=true', 'respond-async');
    await this.repeat(creation, this.plan.api, ({ engagementId }) => engagementId !== undefined);
    this.finished = true;
  }

  private async hangUp(): Promise<void> {
    const creation = this.creation('?submit=true', 'respond-async');
    await this.once(creation, this.plan.api, AbortSignal.timeout(this.plan.hangUpMs));
    this.finished = true;
  }

  /** Looks on until Partner Central has it. */
  private async follow(id: string | undefined): Promise<void> {
    while (id !== undefined && !this.isOver()) {
      const api = this.eitherApi();
      const told = await this.once({ method: 'GET', path: `/engagements/${id}` }, api);
      await this.letStrangerAsk(id, api);
      if (told.engagementStatus === 'submitted') {
        this.finished = true;
        return;
      }
      if (told.engagementStatus === 'rejected' || told.engagementStatus === 'draft') {
        await this.persist(this.submission(id), api);
      }
      await pauseFor(POLL_MS * (0.5 + this.random.next()), this.end);
    }
  }

  /**
   * What an operator does, beside the caller: has what is unresolved looked up and sent at once, in the middle of
   * whatever is done about it.
   */
  private async operate(id: string, patienceMs: number): Promise<void> {
    let unresolvedSince: number | undefined;
    let takeUps = 0;
    while (takeUps < MAX_TAKE_UPS && !this.isOver()) {
      const told = await this.once({ method: 'GET', path: `/engagements/${id}` }, this.eitherApi());
      if (told.engagementStatus === 'submitted') {
        return;
      }
      unresolvedSince =
        told.engagementStatus === 'unresolved' ? (unresolvedSince ?? this.apps.own.now()) : undefined;
      if (unresolvedSince !== undefined && this.apps.own.now() - unresolvedSince >= patienceMs) {
        takeUps += 1;
        await this.once({ ...this.submission(id), prefer: 'respond-async' }, this.eitherApi());
      }
      await pauseFor(OPERATOR_LOOK_MS * (0.5 + this.random.next()), this.end);
    }
  }

  /** Sends the same request, to either API, until it is told what came of it. @returns the engagement's id */
  private async persist(request: ApiRequest, first: 0 | 1): Promise<string | undefined> {
    const told = await this.repeat(request, first, (answer) => !asksToComeBack(answer));
    return told?.engagementId;
  }

  private async repeat(
    request: ApiRequest,
    first: 0 | 1,
    isEnough: (told: Told) => boolean,
  ): Promise<Told | undefined> {
    let api = first;
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.isOver()) {
      const told = await this.once(request, api);
      if (isEnough(told)) {
        return told;
      }
      const askedMs = told.retryAfterSeconds === undefined ? backoffMs : 1000 * told.retryAfterSeconds;
      backoffMs = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2);
      await pauseFor(Math.min(LONGEST_BACKOFF_MS, askedMs) * (0.5 + this.random.next()), this.end);
      api = this.eitherApi();
    }
    return undefined;
  }

  /** Whatever was left without a final answer is to get one, and what has one gets the same again. */
  private async askAgain(): Promise<void> {
    for (const request of this.keyed) {
      const isEnded = this.told.some(
        ({ key, final }) => key === request.idempotencyKey && final !== undefined,
      );
      if (!isEnded || this.random.chance(ASKED_AGAIN)) {
        await this.persist(request, this.eitherApi());
      }
    }
  }

  private async once(request: ApiRequest, api: 0 | 1, cutOff?: AbortSignal): Promise<Told> {
    this.requests += 1;
    const told = await this.apps.own.send(api, request, cutOff);
    this.told.push(told);
    const { kind, operatorPatienceMs } = this.plan;
    if (told.engagementId !== undefined && operatorPatienceMs !== undefined && !leavers.has(kind)) {
      this.operator ??= this.operate(told.engagementId, operatorPatienceMs);
    }
    return told;
  }

  /** Whatever goes on, the other app is told that there is no such engagement, or that nothing can be told right now. */
  private async letStrangerAsk(id: string, api: 0 | 1): Promise<void> {
    if (this.random.chance(STRANGER_ASKS)) {
      const request = this.random.pick<ApiRequest>([
        [{ method: 'GET', path: `/engagements/${id}` }, 1],
        [{ method: 'GET', path: `/engagements/${id}/history` }, 1],
        [{ method: 'POST', path: `/engagements/${id}/submit`, prefer: 'respond-async' }, 1],
      ]);
      const { status } = await this.apps.stranger.send(api, request);
      this.shownToStranger ||= !(status === 0 || status === 404 || status === 503);
    }
  }

  /** A request that makes something: it gets a key that no other has. */
  private underKey(request: ApiRequest): ApiRequest {
    const idempotencyKey = `${this.plan.title.replaceAll(' ', '-')}-${this.keyed.length + 1}`;
    const keyed = { ...request, idempotencyKey };
    this.keyed.push(keyed);
    return keyed;
  }

  private eitherApi(): 0 | 1 {
    return this.random.chance(0.5) ? 0 : 1;
  }

  private isOver(): boolean {
    return this.end.aborted || this.requests >= MAX_REQUESTS;
  }
}
