import type { DomainError } from './domain-error.js';
import { type ErrorCode, errorCodes } from './error-codes.js';
import type { Finding } from './finding.js';
import type { Retry } from './retry.js';

/**
 * A refusal as it is kept: its code, its words, and what else it says. How it is told (title, status, address, what its
 * caller should do) is decided when it is told.
 */
export interface StoredProblem {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly Finding[];
  /** Only of one that is told, where it is not what its code usually asks for. */
  readonly retry?: Retry;
}

/** A refusal in the form in which it is kept. */
export function storedProblemOf({ code, detail, options }: DomainError): StoredProblem {
  const { errors, engagementId, retry, members } = options;
  return {
    ...members,
    code,
    detail,
    ...(retry === undefined ? {} : { retry }),
    ...(engagementId === undefined ? {} : { engagementId }),
    ...(errors === undefined ? {} : { errors }),
  };
}

/** What the database has of a problem; undefined for anything else. */
export function readStoredProblem(value: unknown): StoredProblem | undefined {
  return isStoredProblem(value) ? value : undefined;
}

function isStoredProblem(value: unknown): value is StoredProblem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    errorCodes.some((code) => code === value.code) &&
    'detail' in value &&
    typeof value.detail === 'string'
  );
}
