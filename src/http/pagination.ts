import { validate as isUuid } from 'uuid';
import { DomainError } from '../errors/domain-error.js';

/** The cursor of the page after an item: opaque to callers, so that what it holds may change. */
export function cursorAfter(id: string): string {
  return Buffer.from(JSON.stringify({ after: id })).toString('base64url');
}

/**
 * The id of the item that a page begins after.
 * @throws DomainError `invalid-request` for what no answer gave
 */
export function idOfCursor(cursor: string): string {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof value === 'object' && value !== null && 'after' in value && isUuid(value.after)) {
      return String(value.after);
    }
  } catch {
    // Not JSON: told below.
  }
  throw new DomainError('invalid-request', 'The cursor is not one that this API gave.', {
    errors: [
      {
        parameter: 'cursor',
        code: 'INVALID_VALUE',
        message: 'Use a `nextCursor` as it came, or leave it out.',
      },
    ],
  });
}
