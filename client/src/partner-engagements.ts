import { type Api, createApi, type SignIn } from './api.js';
import { Engagements } from './engagements.js';
import { type ImportOptions, LeadImport, type LeadSource } from './lead-import.js';
import type { CallOptions } from './repetition.js';
import { Repeater, type SendAttempt } from './until-answered.js';
import type { SendRequest } from './whole-answer.js';

/**
 * Five minutes: what is lost on the way to AWS is looked up a minute later, and a service that is deployed anew or
 * throttled is there again by then. Whoever lets a person wait takes less, a job that runs at night more.
 */
const DEADLINE_MS = 5 * 60_000;

/** How long one request may take, apart from what the service is asked to wait. */
const ATTEMPT_MS = 15_000;

export type PartnerEngagementsOptions = SignIn & {
  /** Where the API is, such as `https://engagements.example.com`; it may have a path. */
  readonly baseUrl: string;
  /** Instead of the platform's own. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** What calls have unless they say otherwise: five minutes. */
  readonly deadlineMs?: number | undefined;
  /** How long one request may take, apart from what the service is asked to wait: 15 seconds. */
  readonly attemptMs?: number | undefined;
};

/** A caller of the Partner Engagements API. */
export class PartnerEngagements {
  /** All of the API by type. It sends each request once, and throws nothing that the service says. */
  readonly api: Api;
  /** What gets engagements into AWS once, whatever happens on the way. */
  readonly engagements: Engagements;

  private readonly repeater: Repeater;
  private readonly send: SendRequest;

  constructor(options: PartnerEngagementsOptions) {
    const { baseUrl, fetch: own, deadlineMs = DEADLINE_MS, attemptMs = ATTEMPT_MS } = options;
    // Not as a method of the options: browsers want `fetch` to be called on nothing, or on the window.
    const send = (request: Request) => (own ?? globalThis.fetch)(request);
    this.send = send;
    this.api = createApi(baseUrl, options, send);
    this.repeater = new Repeater({ send, deadlineMs, attemptMs });
    this.engagements = new Engagements(this.api, this.repeater);
  }

  /**
   * Sends a request of `.api` again and again, under one `Idempotency-Key`, until there is a final answer:
   * `untilAnswered((attempt) => api.POST('/engagements/{id}/submit', { params: { path: { id } }, ...attempt }))`.
   * @throws Declined, Unavailable as `engagements.put()` does
   */
  untilAnswered<T>(send: SendAttempt<T>, options: CallOptions = {}): Promise<T> {
    return this.repeater.untilAnswered(send, options);
  }

  /**
   * Saves many leads as drafts: a CSV, NDJSON or drafts, from a text, a file, a stream or anything that can be iterated. It
   * begins when its rows or its summary are asked for.
   */
  importLeads(source: LeadSource, options: ImportOptions = {}): LeadImport {
    return new LeadImport(this.api, this.send, source, options);
  }
}
