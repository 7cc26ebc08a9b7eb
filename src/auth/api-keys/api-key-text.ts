import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What an API key begins with, so that secret scanners find it and nobody takes it for a token. */
export const API_KEY_PREFIX = 'pek_';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;
/** 256 random bits. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;

export const API_KEY_LENGTH = API_KEY_PREFIX.length + ID_LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH;

const pattern = /^pek_(?<id>[0-9A-Za-z]{12})_[0-9A-Za-z]{49}$/;

export interface NewApiKey {
  /** The part that names it; no secret. */
  readonly id: string;
  readonly text: string;
}

/** Makes a key that nobody can guess: `pek_<id>_<secret><checksum>`. */
export function makeApiKey(id = base62(randomBytes(16), ID_LENGTH)): NewApiKey {
  const unchecked = `${API_KEY_PREFIX}${id}_${base62(randomBytes(32), SECRET_LENGTH)}`;
  return { id, text: unchecked + checksumOf(unchecked) };
}

/**
 * The id of a key that could be one of ours. The checksum tells what was mistyped, cut or made up, without a look at
 * those that there are; it is no secret.
 */
export function idOfApiKey(text: string): string | undefined {
  const id = pattern.exec(text)?.groups?.['id'];
  const unchecked = text.slice(0, -CHECKSUM_LENGTH);
  return id !== undefined && text.slice(-CHECKSUM_LENGTH) === checksumOf(unchecked) ? id : undefined;
}

/** The id of a text that may be anything, to look for a key that it is compared with as a whole. */
export function idIn(text: string): string {
  return text.slice(API_KEY_PREFIX.length, API_KEY_PREFIX.length + ID_LENGTH);
}

/** The CRC-32 of the text before it, as GitHub's tokens have it. Each request pays for it: no BigInt. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** The last digits of a number in base 62, with noughts before them. */
function base62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let digits = '';
  while (digits.length < length) {
    digits = ALPHABET.charAt(Number(rest % 62n)) + digits;
    rest /= 62n;
  }
  return digits;
}
