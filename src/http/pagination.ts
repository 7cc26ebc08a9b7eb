import { validate as isUuid } from 'uuid';
import { DomainError } from '../errors/domain-error.js';

/**
 * The cursor of the page after an item: opaque to callers, so that what it holds may change.
 * @param id as the database sorts by it
 */
export function cursorAfter(id: string): string {
  return Buffer.from(JSON.stringify({ after: id })).toString('base64url');
}

/**
 * The id of the item that a page begins after.
 * @throws DomainError `invalid-request` for what no answer gave
 */
export function idOfCursor(cursor: string): string {
  return itemOfCursor(cursor, isUuid);
}

/**
 * The number of the item that a page begins after, where the items are numbered.
 * @throws DomainError `invalid-request` for what no answer gave
 */
export function numberOfCursor(cursor: string): string {
  return itemOfCursor(cursor, (item) => typeof item === 'string' && /^\d{1,18}$/.test(item));
}

function itemOfCursor(cursor: string, isItem: (item: unknown) => boolean): string {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof value === 'object' && value !== null && 'after' in value && isItem(value.after)) {
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
