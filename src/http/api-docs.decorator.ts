import { ApiExtension, ApiHeader } from '@nestjs/swagger';
import type { ErrorCode } from '../errors/error-codes.js';

const text = { type: 'string' as const };

/** The headers of answers that say something of their own. */
export const headers = {
  requestId: {
    'X-Request-Id': {
      required: true,
      description: 'Yours, when you sent a sane one; else a new one.',
      schema: text,
    },
  },
  retryAfter: {
    'Retry-After': {
      description: 'Seconds after which trying again may help.',
      schema: { type: 'integer' as const },
    },
  },
  acceptPatch: {
    'Accept-Patch': { description: 'The types of patches that may be sent (RFC 5789).', schema: text },
  },
  authenticate: {
    'WWW-Authenticate': {
      description:
        '`Bearer` (RFC 6750), with `error="invalid_token"` where a credential was sent that is none, and with `error="insufficient_scope"` where it lacks a scope.',
      schema: text,
    },
  },
  replayed: {
    'Idempotency-Replayed': {
      description: '`true` where the same was asked for before under your `Idempotency-Key`.',
      schema: { ...text, enum: ['true'] },
    },
  },
  etag: {
    ETag: { description: "The engagement's version; send it back in `If-Match`.", schema: text },
  },
  location: {
    Location: { description: "The engagement's address.", schema: text },
  },
  rateLimit: {
    RateLimit: {
      description:
        'How many requests are left, and in how many seconds there are more; where they are limited.',
      schema: text,
    },
    'RateLimit-Policy': { description: 'How many requests there may be in how many seconds.', schema: text },
  },
};

const { requestId, retryAfter, replayed, etag, location } = headers;

/** The headers that every answer, or a good one of the given kind, carries. */
export const responseHeaders = {
  requestId,
  replayed: { ...requestId, ...replayed },
  etag: { ...requestId, ...etag },
  location: { ...requestId, ...replayed, ...etag, ...location },
  stillOpen: { ...requestId, ...retryAfter, ...replayed, ...etag, ...location },
  batch: { ...requestId, ...retryAfter },
  newBatch: {
    ...requestId,
    ...retryAfter,
    ...replayed,
    Location: { description: 'Where to look how far it has come.', schema: text },
  },
};

/** Which problems an operation of the API's document has, until the document is written. */
export const PROBLEMS_EXTENSION = 'x-problems';

/** Documents the problems that an operation may answer with, besides those that any may. */
export function ApiProblems(...codes: readonly ErrorCode[]): MethodDecorator {
  return ApiExtension(PROBLEMS_EXTENSION, [...codes, 'internal-error']);
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
