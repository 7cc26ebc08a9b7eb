import { isEngagement } from './answered-engagement.js';
import { retryAfterMs } from './pauses.js';
import { engagementIdOf } from './problem-error.js';
import { type CallOptions, Repetition, type Setback } from './repetition.js';
import type { Problem } from './types.js';
import { LostAnswer, type SendRequest, wholeAnswers } from './whole-answer.js';

/** What each request of a call is to be sent with: spread it into the options of `api.POST(…)` and the like. */
export interface Attempt {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly fetch: SendRequest;
}

/** What `api.POST(…)` and the like resolve with. */
export interface Answer<T> {
  readonly data?: T;
  readonly error?: Problem;
  readonly response: Response;
}

export type SendAttempt<T> = (attempt: Attempt) => Promise<Answer<T>>;

/** When an answer is the one that was waited for. */
type IsFinal<T> = (data: T, response: Response) => boolean;

interface RepeaterOptions {
  readonly send: SendRequest;
  readonly deadlineMs: number;
  readonly attemptMs: number;
}

/** Sends one request again and again, under one key, until there is a final answer. */
export class Repeater {
  private readonly fetch: SendRequest;

  constructor(private readonly options: RepeaterOptions) {
    this.fetch = wholeAnswers(options.send);
  }

  /**
   * @param options.waits false: the service is not asked to wait for an outcome
   * @param isFinal unless given, any answer but that of an engagement which is under way; a batch is told by a 202
   * @throws Declined the service's no
   * @throws Unavailable where the deadline comes first
   * @throws the signal's reason
   */
  async untilAnswered<T>(
    send: SendAttempt<T>,
    { waits = true, ...options }: CallOptions & { readonly waits?: boolean },
    isFinal: IsFinal<T> = (data, { status }) => status !== 202 || !isEngagement(data),
  ): Promise<T> {
    const { deadlineMs = this.options.deadlineMs } = options;
    const repetition = new Repetition({ ...options, deadlineMs });
    for (;;) {
      repetition.begin();
      const told = await outcomeOf(send, this.attempt(repetition, waits), isFinal);
      if ('final' in told) {
        return told.final;
      }
      await repetition.pauseAfter(told);
    }
  }

  private attempt(repetition: Repetition, waits: boolean): Attempt {
    const { waitSeconds } = repetition;
    return {
      headers: { ...repetition.headers, ...(waits ? { prefer: `wait=${waitSeconds}` } : {}) },
      signal: repetition.limited(this.options.attemptMs + (waits ? waitSeconds * 1000 : 0)),
      fetch: this.fetch,
    };
  }
}

async function outcomeOf<T>(
  send: SendAttempt<T>,
  attempt: Attempt,
  isFinal: IsFinal<T>,
): Promise<Setback | { readonly final: T }> {
  try {
    const { data, error, response } = await send(attempt);
    if (response.ok && data !== undefined && isFinal(data, response)) {
      return { final: data };
    }
    return response.ok || error === undefined || response.status === 304
      ? stillOpen(data, response)
      : saidProblem(error, response);
  } catch (error) {
    return lostAnswer(error);
  }
}

function stillOpen(data: unknown, { status, headers }: Response): Setback {
  if (status === 200 && !isEngagement(data)) {
    return { words: 'The answer is not what was asked for.', retry: 'same' };
  }
  const engagement = isEngagement(data) ? data : undefined;
  const lastError = engagement?.submission?.lastError;
  return {
    words: `${status}: it is still under way.${lastError === undefined ? '' : ` ${lastError.detail}`}`,
    retry: 'poll',
    engagementId: engagement?.id,
    retryAfterMs: retryAfterMs(headers),
    waited: true,
    ...(lastError === undefined ? {} : { problem: lastError }),
  };
}

/** What a problem means for the next request. */
export function saidProblem(problem: Problem, { headers }: Response): Setback {
  const { status, type, detail, retry } = problem;
  return {
    words: `${status} ${type}: ${detail}`,
    retry,
    problem,
    engagementId: engagementIdOf(problem),
    retryAfterMs: retryAfterMs(headers),
  };
}

/** @throws what is no lost answer, such as what the caller's own `token()` has thrown */
export function lostAnswer(error: unknown): Setback {
  if (error instanceof LostAnswer) {
    return { words: error.message, retry: 'same', cause: error };
  }
  throw error;
}
