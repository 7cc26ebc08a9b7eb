import type { Finding, Problem, Retry } from './types.js';

/** What the functions of this client throw when there is no engagement to resolve with. */
export class ProblemError extends Error {
  override readonly name: string = 'ProblemError';
  /** The service's own words; undefined where it gave none. */
  readonly problem: Problem | undefined;
  /** What to do: `same`, `poll`, `fix`, `operator` or `no`. */
  readonly retry: Retry;
  /** The engagement that it is about, where there is one. */
  readonly engagementId: string | undefined;

  constructor(message: string, told: ToldOfProblem) {
    super(message, told.cause === undefined ? {} : { cause: told.cause });
    this.problem = told.problem;
    this.retry = told.retry;
    this.engagementId = told.engagementId;
  }

  /** The fields at fault, all at once; `findingsByField()` sorts them for a form. */
  get findings(): readonly Finding[] {
    return findingsOf(this.problem);
  }
}

/** The engagement that a problem is about, where it is about one. */
export function engagementIdOf(problem: Problem): string | undefined {
  return 'engagementId' in problem ? problem.engagementId : undefined;
}

/** The fields at fault, where a problem has any. */
export function findingsOf(
  problem: Problem | { readonly errors?: readonly Finding[] } | undefined,
): readonly Finding[] {
  return problem !== undefined && 'errors' in problem ? (problem.errors ?? []) : [];
}

interface ToldOfProblem {
  readonly problem?: Problem | undefined;
  readonly retry: Retry;
  readonly engagementId?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The service has said no, and would say so again. The classes below say more; one of this class alone is a problem that
 * is newer than this client: go by `retry`.
 */
export class Declined extends ProblemError {
  override readonly name: string = 'Declined';
  override readonly problem: Problem;

  constructor(problem: Problem, engagementId = engagementIdOf(problem)) {
    super(`${problem.type}: ${problem.detail}`, { problem, retry: problem.retry, engagementId });
    this.problem = problem;
  }
}

/** The request is wrong: see `findings`. Nothing was saved. Mend it and put it again. */
export class Invalid extends Declined {
  override readonly name = 'Invalid';
}

/** Something that AWS asks for is missing: see `findings`. Nothing was saved or sent. Fill it in and put it again. */
export class NotReady extends Declined {
  override readonly name = 'NotReady';
}

/**
 * AWS said no, or could not be asked at all: the engagement is kept as `rejected`, and is not in AWS. With `retry` `fix`
 * mend what `findings` name and put it again; with `operator` put it again when the service's operator has acted.
 */
export class Refused extends Declined {
  override readonly name = 'Refused';
}

/**
 * The engagement can't become what you have sent: it is in AWS, or on its way there, with other content. `differs` says
 * where. Nothing was changed.
 */
export class NotEditable extends Declined {
  override readonly name = 'NotEditable';

  /** JSON Pointers to what is otherwise than in the engagement. */
  get differs(): readonly string[] {
    const differs: unknown = 'differs' in this.problem ? this.problem.differs : undefined;
    return Array.isArray(differs) ? differs.filter((pointer) => typeof pointer === 'string') : [];
  }
}

/** It is otherwise than the call assumed: changed by somebody else, or taken. Look at it again. */
export class Conflict extends Declined {
  override readonly name = 'Conflict';
}

/** There is no such thing, or not for you. Where even paths are unknown, look at `baseUrl`. */
export class NotFound extends Declined {
  override readonly name = 'NotFound';
}

/** The key or token is missing, unknown or expired, or lacks what this takes. Whoever gave it to you has to act. */
export class Unauthorized extends Declined {
  override readonly name = 'Unauthorized';
}

/**
 * There was no final answer in time. The service may have done it, or go on with it by itself; you may send the same again
 * at any time, and nothing is done twice. `problem` is the service's last word and `cause` why there was none.
 */
export class Unavailable extends ProblemError {
  override readonly name = 'Unavailable';
}
