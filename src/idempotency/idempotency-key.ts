import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';
import type { Caller } from '../auth/caller.js';
import { DomainError } from '../errors/domain-error.js';

/** A caller's name for a piece of work, so that the request for it can be sent more than once. */
export interface IdempotencyKey {
  readonly key: string;
  readonly caller: string;
  /** SHA-256 of what is asked for. */
  readonly fingerprint: string;
}

/** What of a request makes up its key and fingerprint. */
interface KeyedRequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** 1–255 visible ASCII characters. */
const wellFormed = /^[\x21-\x7e]{1,255}$/;

/**
 * The `Idempotency-Key` of a request; undefined where it has none.
 * @throws DomainError `invalid-request`
 */
export function readIdempotencyKey(request: KeyedRequest, caller: Caller): IdempotencyKey | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) {
    return undefined;
  }
  const key = String(header);
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
  return { key, caller: caller.id, fingerprint: fingerprintOf(request) };
}

/** Deeper than any body that is taken; without it a deeply nested one would overflow the stack. */
const stringify = configure({ maximumDepth: 100 });

/** What makes two requests the same: method, address with its query, and body, in whatever order its keys stand. */
export function fingerprintOf({ method, url, body }: Omit<KeyedRequest, 'headers'>): string {
  return sha256Of({ method, url, body }).toString('hex');
}

/** SHA-256 of JSON, in whatever order its keys stand. */
export function sha256Of(value: unknown): Buffer {
  return createHash('sha256')
    .update(stringify(value) ?? '')
    .digest();
}
