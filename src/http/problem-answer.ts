import type { DomainError } from '../errors/domain-error.js';
import type { Answer } from './answer.js';
import { challengeOf } from './challenge.js';
import { problemCatalogue } from './problem-catalogue.js';
import { problemOfError } from './problem.js';

/** What of a request a problem names. */
export interface ProblemRequest {
  readonly url: string;
  readonly id: string;
}

/**
 * The answer to a request that was refused: `application/problem+json` (RFC 9457).
 * @param status of a code that has more than one
 */
export function problemAnswer(
  error: DomainError,
  request: ProblemRequest,
  status = problemCatalogue[error.code].status,
): Answer {
  const problem = problemOfError(error);
  const {
    engagementId,
    allow,
    acceptPatch,
    retryAfterSeconds = problemCatalogue[error.code].retryAfterSeconds,
  } = error.options;
  const challenge = challengeOf(error);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(allow === undefined ? {} : { allow: allow.join(', ') }),
      ...(acceptPatch === undefined ? {} : { 'accept-patch': acceptPatch.join(', ') }),
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
      ...(engagementId === undefined ? {} : { location: `/engagements/${engagementId}` }),
    },
    body: JSON.stringify({
      ...problem,
      status,
      // Without the query: a search may hold a company's name.
      instance: request.url.split('?', 1)[0],
      requestId: request.id,
    }),
  };
}
