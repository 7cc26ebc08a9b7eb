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
   * @param isFinal unless given, any answer but a 202 is
   * @throws Declined the service's no
   * @throws Unavailable where the deadline comes first
   * @throws the signal's reason
   */
  async untilAnswered<T>(
    send: SendAttempt<T>,
    { waits = true, ...options }: CallOptions & { readonly waits?: boolean },
    isFinal: IsFinal<T> = (_, { status }) => status !== 202,
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
  const engagementId = idOf(data);
  if (status === 200 && engagementId === undefined) {
    return { words: 'The answer is not what was asked for.', retry: 'same' };
  }
  return {
    words: `${status}: it is still under way.`,
    retry: 'poll',
    engagementId,
    retryAfterMs: retryAfterMs(headers),
    waited: true,
  };
}

function idOf(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string'
    ? data.id
    : undefined;
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
