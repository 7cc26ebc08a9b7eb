import { checkedBy } from './checked-by.js';

/** Refuses text with NUL characters or lone surrogates: PostgreSQL takes neither, and no text has them. */
export function StorableText(): PropertyDecorator {
  return checkedBy('isStorable', {
    code: 'INVALID_STRING_FORMAT',
    passes: (value) => typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0')),
    message: 'Must not hold NUL characters or lone surrogates.',
  });
}
