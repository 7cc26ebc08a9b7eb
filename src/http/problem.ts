import { type DomainError } from '../errors/domain-error.js';
import type { ErrorCode } from '../errors/error-codes.js';
import type { Finding } from '../errors/finding.js';
import { problemCatalogue } from './problem-catalogue.js';

/** A problem as it can be stored and answered: RFC 9457 without what belongs to one request. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly Finding[];
  [member: string]: unknown;
}

/** The problem of an error code, with its further members. */
export function problemOf(
  code: ErrorCode,
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
): Problem {
  const { status, title } = problemCatalogue[code];
  return { type: `/problems/${code}`, title, status, detail, ...members };
}

/** The problem of a refusal. */
export function problemOfError({ code, detail, options }: DomainError): Problem {
  const { errors, engagementId, members } = options;
  return problemOf(code, detail, {
    ...members,
    ...(engagementId === undefined ? {} : { engagementId }),
    ...(errors === undefined ? {} : { errors }),
  });
}
