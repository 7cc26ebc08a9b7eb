import type { ErrorCode } from '../errors/error-codes.js';
import { headers } from '../http/api-docs.decorator.js';
import { problemCatalogue } from '../http/problem-catalogue.js';
import type { Headers, Method, Operation, Response, Responses } from './operations.js';

const { requestId, acceptPatch, retryAfter, authenticate, replayed, etag, location, rateLimit } = headers;

/** What of an operation decides on the headers of its problems. */
export interface Answering {
  /** undefined: any. */
  readonly method?: Method;
  /** Whether it answers with what a submission has ended in: some problems stand for an engagement then. */
  readonly isOfSubmission: boolean;
}

/** The headers of a response that is one of several problems. */
export function problemHeaders(codes: readonly ErrorCode[], { method, isOfSubmission }: Answering): Headers {
  const isOutcome = isOfSubmission && codes.some(endsSubmission);
  return {
    ...requestId,
    ...(codes.some((code) => problemCatalogue[code].retryAfterSeconds !== undefined) ? retryAfter : {}),
    ...(method === 'patch' && codes.includes('unsupported-media-type') ? acceptPatch : {}),
    ...(codes.some((code) => code === 'unauthenticated' || code === 'forbidden') ? authenticate : {}),
    ...(isOutcome ? { ...replayed, ...etag } : {}),
    ...(codes.some((code) => namesEngagement(code, isOfSubmission)) ? location : {}),
  };
}

function endsSubmission(code: ErrorCode): boolean {
  return (
    code.startsWith('partner-central-') || code === 'resolved-as-not-created' || code === 'internal-error'
  );
}

/** These are about an engagement only where one is submitted, or has just been. */
const ofServiceOrCaller: readonly ErrorCode[] = ['forbidden', 'database-unavailable', 'internal-error'];

function namesEngagement(code: ErrorCode, isOfSubmission: boolean): boolean {
  const { always = [], maybe = [] } = problemCatalogue[code];
  return (
    [...always, ...maybe].includes('engagementId') && (isOfSubmission || !ofServiceOrCaller.includes(code))
  );
}

/** What is not counted: probes, which are answered whatever the load (`edge/probes.ts`). */
const uncounted = new Set(['getLiveness', 'getReadiness', 'getMetrics']);

/** A response that tells of the limit. */
export const withRateLimit = (response: Response): Response => ({
  ...response,
  headers: { ...response.headers, ...rateLimit },
});

/** Every answer tells of the limit, where there is one. */
export function withRateLimits(operation: Operation): Operation {
  if (operation.operationId !== undefined && uncounted.has(operation.operationId)) {
    return operation;
  }
  const responses: Responses = {};
  for (const [status, response] of Object.entries(operation.responses)) {
    responses[status] = response === undefined || '$ref' in response ? response : withRateLimit(response);
  }
  return { ...operation, responses };
}
