import { LONGEST_TIMER_MS, pause, pauseMs } from './pauses.js';
import { Unavailable } from './problem-error.js';
import { passes, problemError } from './problem-errors.js';
import type { Problem, Retry } from './types.js';

/** What the service is asked to wait for an outcome: less than the half minute after which many proxies hang up. */
const LONGEST_WAIT_SECONDS = 20;

export interface CallOptions {
  /** After how long it gives up and throws `Unavailable`. The service may go on all the same. */
  readonly deadlineMs?: number | undefined;
  /** Ends the call at once: it throws the signal's reason. The service may go on all the same. */
  readonly signal?: AbortSignal | undefined;
  /** The `Idempotency-Key` of all its requests; a new one unless given. */
  readonly idempotencyKey?: string | undefined;
}

/** Why a request has to be sent again, or can't be. */
export interface Setback {
  /** What it was, in words. */
  readonly words: string;
  readonly retry: Retry;
  readonly problem?: Problem;
  readonly cause?: unknown;
  readonly engagementId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** The service has taken its time already: what the request took counts as waited. */
  readonly waited?: boolean;
}

/** The requests of one call: what they have in common, and when the next one is due. */
export class Repetition {
  readonly signal: AbortSignal | undefined;
  readonly headers: { readonly 'idempotency-key': string };
  private readonly deadlineMs: number;
  private readonly end: number;
  private requests = 0;
  private failures = 0;
  private sentAt = 0;
  private engagementId: string | undefined;

  /** @throws TypeError where the deadline is no time */
  constructor({ signal, idempotencyKey = newKey(), deadlineMs = 0 }: CallOptions) {
    if (!(deadlineMs > 0)) {
      throw new TypeError('deadlineMs is to be a number above 0.');
    }
    this.signal = signal;
    this.headers = { 'idempotency-key': idempotencyKey };
    this.deadlineMs = deadlineMs;
    this.end = performance.now() + deadlineMs;
  }

  /** What is left until the deadline. */
  get leftMs(): number {
    return Math.max(0, this.end - performance.now());
  }

  /** How long the service may be asked to wait. */
  get waitSeconds(): number {
    return Math.min(LONGEST_WAIT_SECONDS, Math.floor(this.leftMs / 1000));
  }

  /** Is called before each request. @throws the signal's reason */
  begin(): void {
    this.signal?.throwIfAborted();
    this.requests += 1;
    this.sentAt = performance.now();
  }

  /** A signal for one request, which ends with the caller's, the deadline or the request's own limit. */
  limited(limitMs: number): AbortSignal {
    const ms = Math.min(limitMs, this.leftMs, LONGEST_TIMER_MS);
    const tooLong = AbortSignal.timeout(Math.max(1, Math.ceil(ms)));
    return this.signal === undefined ? tooLong : AbortSignal.any([this.signal, tooLong]);
  }

  /**
   * Waits until the next request is due.
   * @throws Declined where another request would not help
   * @throws Unavailable where it would be due after the deadline only
   * @throws the signal's reason
   */
  async pauseAfter(setback: Setback): Promise<void> {
    this.signal?.throwIfAborted();
    const { problem, retry, retryAfterMs, waited = false } = setback;
    this.engagementId = setback.engagementId ?? this.engagementId;
    if (problem !== undefined && !passes(retry)) {
      throw problemError(problem, this.engagementId);
    }
    this.failures = retryAfterMs === undefined ? this.failures + 1 : 0;
    const took = waited && retryAfterMs === undefined ? performance.now() - this.sentAt : 0;
    const ms = pauseMs(this.failures, retryAfterMs, took, Math.random());
    if (ms >= this.leftMs) {
      throw this.unavailable(setback);
    }
    await pause(ms, this.signal);
  }

  private unavailable(last: Setback): Unavailable {
    const within = `${Math.round(this.deadlineMs / 1000)} s (requests: ${this.requests})`;
    return new Unavailable(`No final answer within ${within}. The last: ${last.words}`, {
      ...last,
      engagementId: this.engagementId,
    });
  }
}

/** `crypto.randomUUID()` would do, but on pages that came by plain HTTP browsers do not have it. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
