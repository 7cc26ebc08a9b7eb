import { isUtf8 } from 'node:buffer';
import { DomainError } from '../errors/domain-error.js';
import { compressionRefused, isCompressed } from './compressed.js';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * What a body says in JSON in UTF-8 (RFC 8259); undefined where it is blank.
 * @throws DomainError `malformed-json`, or `unsupported-media-type` where it is compressed
 */
export function readJson(body: Buffer): unknown {
  if (isCompressed(body)) {
    throw compressionRefused();
  }
  // In half the time that a TextDecoder takes.
  const text = isUtf8(body) ? withoutMark(body.toString('utf8')) : undefined;
  if (text?.trim() === '') {
    return undefined;
  }
  try {
    return JSON.parse(text ?? '');
  } catch {
    // The parser's own words quote the body.
    throw new DomainError('malformed-json', 'The body could not be parsed as JSON in UTF-8.');
  }
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/**
 * Holds back what a caller sends along with a call that takes nothing: it would be dropped in silence.
 * @throws DomainError `invalid-request`
 */
export function requireNothing(body: unknown): void {
  const isNothing =
    body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0);
  if (!isNothing) {
    throw new DomainError('invalid-request', 'This takes no body.', {
      errors: [{ pointer: '', code: 'INVALID_VALUE', message: 'Must be empty.' }],
    });
  }
}
