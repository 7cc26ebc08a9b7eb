import { customerProject, engagement } from '../support/engagements.factory.js';
import { type ApiClient, type ApiRequest, pauseFor } from './api-client.js';
import type { CallerAccount, Told } from './books.js';
import type { CallerPlan } from './caller-plan.js';
import { type Random, randomOf } from './random.js';

/** The most requests that one caller sends: some hundred times what it should take. */
const MAX_REQUESTS = 3000;

const POLL_MS = 700;
const IN_USE_MS = 1500;
const FIRST_BACKOFF_MS = 300;
const LONGEST_BACKOFF_MS = 3000;

/**
 * A client program as it should be: it sends a request again, with the same Idempotency-Key, until it is answered,
 * follows its engagement, and submits it again after a definite no. It writes down all that it is told.
 */
export class Caller {
  private readonly told: Told[] = [];
  private readonly random: Random;
  private requests = 0;
  private keys = 0;
  private finished = false;

  /** @param end when the run is over, whatever the caller has reached */
  constructor(
    private readonly plan: CallerPlan,
    private readonly api: ApiClient,
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
        await this.submitAndFollow(await this.create('', undefined));
        break;
      case 'submits-twice':
        await this.submitTwice(await this.create('', undefined));
        break;
      case 'creates-twice':
        await this.createTwice();
        break;
      case 'walks-away':
        this.finished = (await this.create('?submit=true', 'respond-async')) !== undefined;
        break;
      case 'hangs-up':
        await this.hangUp();
        break;
    }
  }

  account(): CallerAccount {
    const { kind, title, externalRef } = this.plan;
    return { kind, title, externalRef, finished: this.finished, told: this.told };
  }

  private async create(query: string, prefer: string | undefined): Promise<string | undefined> {
    return this.persist(this.creation(query, prefer), this.plan.api);
  }

  private creation(query: string, prefer: string | undefined): ApiRequest {
    const { title, externalRef } = this.plan;
    return {
      method: 'POST',
      path: `/engagements${query}`,
      idempotencyKey: this.newKey(),
      prefer,
      body: engagement({ title, externalRef, contexts: [customerProject()] }),
    };
  }

  private async createTwice(): Promise<void> {
    const creation = this.creation('?submit=true', this.random.chance(0.5) ? undefined : 'respond-async');
    const ids = await Promise.all([this.persist(creation, 0), this.persist(creation, 1)]);
    await this.follow(ids[0] ?? ids[1]);
  }

  private async submitTwice(id: string | undefined): Promise<void> {
    if (id !== undefined) {
      await Promise.all([this.submit(id, 0), this.submit(id, 1)]);
      await this.follow(id);
    }
  }

  private async submitAndFollow(id: string | undefined): Promise<void> {
    if (id !== undefined) {
      await this.submit(id, this.plan.api);
      await this.follow(id);
    }
  }

  private async submit(id: string, api: 0 | 1): Promise<void> {
    const prefer = this.random.pick([
      [undefined, 2],
      ['respond-async', 1],
      ['wait=3', 1],
    ]);
    const request = { path: `/engagements/${id}/submit`, idempotencyKey: this.newKey(), prefer };
    await this.persist({ ...request, method: 'POST' }, api);
  }

  private async hangUp(): Promise<void> {
    const told = await this.api.send(
      this.plan.api,
      this.creation('?submit=true', 'respond-async'),
      AbortSignal.timeout(this.plan.hangUpMs),
    );
    this.told.push(told);
    this.finished = true;
  }

  /** Looks on until Partner Central has it. */
  private async follow(id: string | undefined): Promise<void> {
    let unresolvedSince: number | undefined;
    while (id !== undefined && !this.isOver()) {
      const api = this.random.chance(0.5) ? 0 : 1;
      const told = await this.once({ method: 'GET', path: `/engagements/${id}` }, api);
      const status = told.engagementStatus;
      if (status === 'submitted') {
        this.finished = true;
        return;
      }
      unresolvedSince = status === 'unresolved' ? (unresolvedSince ?? this.api.now()) : undefined;
      const waited = unresolvedSince !== undefined && this.api.now() - unresolvedSince;
      if (
        status === 'rejected' ||
        status === 'draft' ||
        (waited !== false && waited >= this.plan.patienceMs)
      ) {
        await this.submit(id, api);
      }
      await pauseFor(POLL_MS * (0.5 + this.random.next()), this.end);
    }
  }

  /**
   * Sends the same request, to either API, until there is an answer that says what came of it.
   * @returns the engagement's id
   */
  private async persist(request: ApiRequest, first: 0 | 1): Promise<string | undefined> {
    let api = first;
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.isOver()) {
      const told = await this.once(request, api);
      if (isConclusive(told)) {
        return told.engagementId;
      }
      const inUse = told.problem === '/problems/idempotency-key-in-use';
      const waitMs = inUse ? IN_USE_MS : backoffMs;
      backoffMs = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2);
      await pauseFor(waitMs * (0.5 + this.random.next()), this.end);
      api = this.random.chance(0.5) ? 0 : 1;
    }
    return undefined;
  }

  private async once(request: ApiRequest, api: 0 | 1): Promise<Told> {
    this.requests += 1;
    const told = await this.api.send(api, request);
    this.told.push(told);
    return told;
  }

  private newKey(): string {
    this.keys += 1;
    return `${this.plan.title.replaceAll(' ', '-')}-${this.keys}`;
  }

  private isOver(): boolean {
    return this.end.aborted || this.requests >= MAX_REQUESTS;
  }
}

/** Neither silence nor “not now”. An answer that says where the engagement stands is one, whatever its HTTP status. */
function isConclusive({ status, engagementStatus, problem }: Told): boolean {
  if (engagementStatus !== undefined) {
    return true;
  }
  return status > 0 && status < 500 && problem !== '/problems/idempotency-key-in-use';
}
