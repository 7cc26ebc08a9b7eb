import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is kept of a key, by which it is known again. */
export interface ApiKeyHash {
  readonly salt: Uint8Array;
  /** HMAC-SHA-256 of the whole key, by its salt and the service's pepper. */
  readonly hash: Uint8Array;
}

/** No slow hash: nobody can try 256 random bits, and each request pays for it. */
export function hashApiKey(text: string, pepper: string | undefined): ApiKeyHash {
  const salt = randomBytes(32);
  return { salt, hash: hashOf(text, salt, pepper) };
}

/** Whether a key is the one that was hashed, in a time that tells nothing of how much of it is right. */
export function isHashOf(text: string, { salt, hash }: ApiKeyHash, pepper: string | undefined): boolean {
  const own = hashOf(text, salt, pepper);
  return own.length === hash.length && timingSafeEqual(own, hash);
}

function hashOf(text: string, salt: Uint8Array, pepper = ''): Buffer {
  return createHmac('sha256', Buffer.concat([salt, Buffer.from(pepper)]))
    .update(text)
    .digest();
}
