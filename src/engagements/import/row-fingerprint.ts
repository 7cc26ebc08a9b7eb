import { hash } from 'node:crypto';
import { sha256Of } from '../../idempotency/idempotency-key.js';
import type { SourceRow } from './source-rows.js';

/** 16 bytes: it takes 2^64 tries to make two rows that have the same, and who makes them harms nobody else. */
const DIGITS = 32;

/**
 * What makes two rows of an import the same, in hexadecimal digits: the engagement that they ask for, its keys in their
 * order. (In any order it took a tenth of the whole import's time, and who sends a file again sends the same bytes.) Of
 * rows that can't be read: why they can't. The words may be others in another version.
 */
export function rowFingerprint(row: SourceRow): string {
  const content =
    'body' in row ? { body: row.body } : { errors: row.errors.map(({ pointer, code }) => [pointer, code]) };
  return sha256({ hasColumns: row.hasColumns, ...content }).slice(0, DIGITS);
}

function sha256(content: object): string {
  try {
    return hash('sha256', JSON.stringify(content), 'hex');
  } catch (error) {
    if (error instanceof RangeError) {
      // Nested too deep for it, as no row is that can be saved.
      return sha256Of(content).toString('hex');
    }
    throw error;
  }
}
