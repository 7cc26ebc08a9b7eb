import type { DomainError } from '../errors/domain-error.js';
import type { Finding } from '../errors/finding.js';
import type { Retry } from '../errors/retry.js';
import { type StoredProblem, storedProblemOf } from '../errors/stored-problem.js';
import { problemCatalogue } from './problem-catalogue.js';

/** A problem as it is answered: RFC 9457 without what belongs to one request. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  retry: Retry;
  errors?: readonly Finding[];
  [member: string]: unknown;
}

/** The problem that something kept means. */
export function toProblem({ code, detail, ...members }: StoredProblem): Problem {
  const { status, title, retry } = problemCatalogue[code];
  return { type: `/problems/${code}`, title, status, detail, retry, ...members };
}

/** The problem of a refusal. */
export function problemOfError(error: DomainError): Problem {
  return toProblem(storedProblemOf(error));
}
