import type { ErrorCode } from './error-codes.js';
import type { Finding } from './finding.js';
import type { Retry } from './retry.js';
import { shortened } from './finding-list.js';

export interface DomainErrorOptions {
  /** The fields at fault, all at once: the first hundred, and how many more there are. */
  errors?: readonly Finding[];
  /** The engagement that the error is about, when the caller may want to look at it. */
  engagementId?: string;
  /** Further members of the problem, such as `reason`. */
  members?: Readonly<Record<string, unknown>>;
  /** Of `unauthenticated`: a credential was sent, and it is not a good one. Why is for the log only. */
  credentialRefused?: string;
  /** Of `method-not-allowed`: what its address takes instead. */
  allow?: readonly string[];
  /** What the caller should do, where it is not what its code usually asks for. */
  retry?: Retry;
  /** Of `unsupported-media-type`, of a PATCH: the types that its address takes. */
  acceptPatch?: readonly string[];
  /** When trying again may help, where it is known better than its code tells. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * A refusal that the caller is told about. It carries a stable code and knows nothing of HTTP:
 * `http/problem-answer.ts` alone turns it into an answer.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly options: DomainErrorOptions;

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    options: DomainErrorOptions = {},
  ) {
    super(detail, { cause: options.cause });
    const { errors } = options;
    this.options = errors === undefined ? options : { ...options, errors: shortened(errors) };
  }
}

/** What is made, or the refusal that it ends in, where that is not to be told at once. @throws all other errors */
export function orRefusal<T>(make: () => T): T | DomainError {
  try {
    return make();
  } catch (error) {
    if (error instanceof DomainError) {
      return error;
    }
    throw error;
  }
}
