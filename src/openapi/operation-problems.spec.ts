import { describe, expect, it } from '@jest/globals';
import { SCOPE_EXTENSION } from '../auth/access.decorator.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { PROBLEMS_EXTENSION } from '../http/api-docs.decorator.js';
import { withRateLimits } from './operation-headers.js';
import { withProblems } from './operation-problems.js';
import type { Operation } from './operations.js';

const good = { 200: { description: 'Done.' } };

/** An operation as its controller declares it. */
const declared = (codes: readonly ErrorCode[], scope?: string): Operation =>
  Object.assign(
    { operationId: 'doIt', responses: good },
    { [PROBLEMS_EXTENSION]: codes, ...(scope === undefined ? {} : { [SCOPE_EXTENSION]: scope }) },
  );

const responseOf = ({ responses }: Operation, status: number) => {
  const response = responses[String(status)];
  if (response === undefined || '$ref' in response) {
    throw new Error(`No response for ${status}`);
  }
  return response;
};

const codesOf = (operation: Operation, status: number) =>
  Object.keys(responseOf(operation, status).content?.['application/problem+json']?.examples ?? {});

const headersOf = (operation: Operation, status: number) =>
  Object.keys(responseOf(operation, status).headers ?? {});

describe('an operation', () => {
  const operation = withProblems(
    declared(['invalid-request', 'engagement-not-found', 'database-unavailable']),
    'get',
  );

  it('has a response for each status of its problems, and one for what any address may answer', () => {
    expect(operation.responses).toEqual({
      ...good,
      400: expect.anything(),
      404: expect.anything(),
      503: expect.anything(),
      default: { $ref: '#/components/responses/RefusedEarly' },
    });
    expect(operation).not.toHaveProperty(PROBLEMS_EXTENSION);
  });

  it('has beside its own problems of a status those that any address may answer with it', () => {
    expect(codesOf(operation, 404)).toEqual(['engagement-not-found']);
    expect(codesOf(operation, 503)).toEqual(['database-unavailable', 'overloaded']);
    expect(headersOf(operation, 503)).toEqual(['X-Request-Id', 'Retry-After']);
  });

  it('that takes a scope tells what is said to who may not come in', () => {
    const scoped = withProblems(declared(['engagement-not-found'], 'engagements:read'), 'get');

    expect(codesOf(scoped, 401)).toEqual(['unauthenticated']);
    expect(codesOf(scoped, 403)).toEqual(['forbidden']);
    expect(codesOf(scoped, 429)).toEqual(['too-many-requests']);
    expect(headersOf(scoped, 401)).toEqual(['X-Request-Id', 'WWW-Authenticate']);
    expect(headersOf(scoped, 403)).toEqual(['X-Request-Id', 'WWW-Authenticate']);
  });

  it('that changes something may be refused to a page of another site', () => {
    const changing = withProblems(declared(['catalog-not-allowed']), 'post');

    expect(codesOf(changing, 403)).toEqual(['catalog-not-allowed', 'cross-site-request']);
    expect(codesOf(withProblems(declared(['catalog-not-allowed']), 'get'), 403)).toEqual([
      'catalog-not-allowed',
    ]);
  });
});

describe('headers', () => {
  it('a problem about an engagement has its address', () => {
    const edited = withProblems(declared(['version-mismatch', 'malformed-json']), 'patch');

    expect(headersOf(edited, 412)).toEqual(['X-Request-Id', 'Location']);
    expect(headersOf(edited, 400)).toEqual(['X-Request-Id']);
  });

  it('PATCH says what it takes, where it is sent something else', () => {
    const codes = ['unsupported-media-type'] as const;

    expect(headersOf(withProblems(declared(codes), 'patch'), 415)).toEqual(['X-Request-Id', 'Accept-Patch']);
    expect(headersOf(withProblems(declared(codes), 'post'), 415)).toEqual(['X-Request-Id']);
  });

  it('what a submission has ended in has what a good answer has', () => {
    const submitted = withProblems(
      declared(['resolved-as-not-created', 'partner-central-throttled', 'engagement-not-ready']),
      'post',
    );

    expect(headersOf(submitted, 429)).toEqual([
      'X-Request-Id',
      'Retry-After',
      'Idempotency-Replayed',
      'ETag',
      'Location',
    ]);
    expect(headersOf(submitted, 422)).toEqual(['X-Request-Id', 'Location']);
  });

  it('AWS’s answer to an operator is of an engagement, and no outcome of a submission', () => {
    const resolved = withProblems(declared(['partner-central-throttled']), 'post');

    expect(headersOf(resolved, 429)).toEqual(['X-Request-Id', 'Retry-After', 'Location']);
  });

  it('every answer tells of the limit of requests, but those that are not counted', () => {
    const limited = withRateLimits(withProblems(declared(['not-found']), 'get'));

    expect(headersOf(limited, 200)).toEqual(['RateLimit', 'RateLimit-Policy']);
    expect(headersOf(limited, 404)).toEqual(['X-Request-Id', 'RateLimit', 'RateLimit-Policy']);
    const probe = { ...declared([]), operationId: 'getLiveness' };
    expect(withRateLimits(probe)).toEqual(probe);
  });
});
