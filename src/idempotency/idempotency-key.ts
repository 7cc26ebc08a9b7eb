import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';
import { DomainError } from '../errors/domain-error.js';

/** A request that its caller may send more than once. */
export interface IdempotentRequest {
  readonly key: string;
  readonly caller: string;
  /** SHA-256 of what is asked for. */
  readonly fingerprint: string;
  /** Until then it counts as under way. Nobody else's is the same, so it also says whose the key is meanwhile. */
  readonly until: Date;
}

/** 1–255 visible ASCII characters. */
const wellFormed = /^[\x21-\x7e]{1,255}$/;

/** @throws DomainError `invalid-request` */
export function readIdempotencyKey(key: string): string {
  if (!wellFormed.test(key)) {
    throw new DomainError('invalid-request', 'The Idempotency-Key can’t be used.', {
      errors: [
        {
          parameter: 'Idempotency-Key',
          code: 'INVALID_STRING_FORMAT',
          message: 'Must have 1 to 255 visible ASCII characters.',
        },
      ],
    });
  }
  return key;
}

/** Deeper than any body that is taken; without it a deeply nested one would overflow the stack. */
const stringify = configure({ maximumDepth: 100 });

/** What makes two requests the same: method, address with its query, and body, in whatever order its keys stand. */
export function fingerprintOf(request: { method: string; url: string; body: unknown }): string {
  const { method, url, body } = request;
  const text = stringify({ method, url, body }) ?? '';
  return createHash('sha256').update(text).digest('hex');
}
