import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from '../errors/error-codes.js';
import { problemCatalogue } from './problem-catalogue.js';
import { toProblem } from './problem.js';
import { ProblemResponse } from './problem.response.js';

const requestId = {
  'X-Request-Id': {
    description: 'Yours, when you sent a sane one; else a new one.',
    schema: { type: 'string' as const },
  },
};

const retryAfter = {
  'Retry-After': {
    description: 'Seconds after which trying again may help.',
    schema: { type: 'integer' as const },
  },
};

const authenticate = {
  'WWW-Authenticate': {
    description: '`Bearer` (RFC 6750), with `error="invalid_token"` where a credential was sent.',
    schema: { type: 'string' as const },
  },
};

const replayed = {
  'Idempotency-Replayed': {
    description: '`true` where the same was asked for before under your `Idempotency-Key`.',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};

/** The headers that every answer, or an answer of the given kind, carries. */
export const responseHeaders = {
  requestId,
  replayed: { ...requestId, ...replayed },
  etag: {
    ...requestId,
    ETag: {
      description: "The engagement's version; send it back in `If-Match`.",
      schema: { type: 'string' as const },
    },
  },
  location: {
    ...requestId,
    ...replayed,
    ETag: { description: "The engagement's version.", schema: { type: 'string' as const } },
    Location: { description: "The engagement's address.", schema: { type: 'string' as const } },
  },
  stillOpen: {
    ...requestId,
    ...retryAfter,
    ...replayed,
    Location: { description: 'Where to look how far it has come.', schema: { type: 'string' as const } },
  },
};

export const PROBLEM_TYPE = 'application/problem+json';

/** Documents the problems that an operation may answer with, one named example for each. */
export function ApiProblems(...codes: readonly ErrorCode[]): MethodDecorator & ClassDecorator {
  const byStatus = Map.groupBy(
    [...codes, 'internal-error' as const],
    (code) => problemCatalogue[code].status,
  );
  return applyDecorators(
    ApiExtraModels(ProblemResponse),
    ...[...byStatus].map(([status, group]) => ApiResponse({ status, ...problemResponseOf(status, group) })),
  );
}

/** How the document describes a status that is one of several problems. */
export function problemResponseOf(status: number, codes: readonly ErrorCode[]) {
  return {
    description: codes.map((code) => problemCatalogue[code].title).join('; or: '),
    headers: {
      ...requestId,
      ...(status === 429 || status === 503 ? retryAfter : {}),
      ...(status === 401 ? authenticate : {}),
    },
    content: {
      [PROBLEM_TYPE]: {
        schema: { $ref: getSchemaPath(ProblemResponse) },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  };
}

function exampleOf(code: ErrorCode) {
  return toProblem({ code, detail: problemCatalogue[code].explanation });
}

/** Documents `If-Match`. */
export function ApiIfMatch(): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The `ETag` of the version that you know; 412 when it has changed since.',
    schema: { type: 'string' },
  });
}

/** Documents `If-None-Match` of a GET. */
export function ApiIfNoneMatch(): MethodDecorator {
  return ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The `ETag` that you have; 304 when it is still the present one.',
    schema: { type: 'string' },
  });
}

/** Documents `Prefer` (RFC 7240) of a GET. */
export function ApiLongPoll(): MethodDecorator {
  return ApiHeader({
    name: 'Prefer',
    required: false,
    description:
      '`wait=N` waits up to N seconds (30 at most) while it is `submitting`, or with `If-None-Match` until it is another version than yours. Without it nothing waits.',
    schema: { type: 'string' },
  });
}

/** Documents `Prefer` (RFC 7240). */
export function ApiPrefer(): MethodDecorator {
  return ApiHeader({
    name: 'Prefer',
    required: false,
    description:
      'How long to wait for the outcome: `wait=N` seconds (10 unless said, 30 at most); `respond-async` does not wait.',
    schema: { type: 'string' },
  });
}

/** Documents `Idempotency-Key`. */
export function ApiIdempotencyKey(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'A new text of yours for each piece of work, such as a UUID, so that its request can be sent again, whatever became of the answer: ' +
      'the work is done once. Where it has ended, the first final answer is given again; where it is open, the request ' +
      'waits for it and is answered from where it stands; where it was given up, it is submitted again. `Idempotency-Replayed: true` ' +
      'says that it was asked for before. Kept for a day at least.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  });
}
