import { hash } from 'node:crypto';
import { sha256Of } from '../../../idempotency/idempotency-key.js';
import type { Finding } from '../../../errors/finding.js';
import type { SourceRow } from '../source-rows.js';

/** 16 bytes: it takes 2^64 tries to make two rows that have the same, and who makes them harms nobody else. */
const DIGITS = 32;

/**
 * What makes two rows of an import the same, in hexadecimal digits: the engagement that they ask for, its keys in their
 * order. (In any order it took a tenth of the whole import's time, and who sends a file again sends the same bytes.) Of
 * rows that can't be read: why they can't. The words may be others in another version.
 */
export function rowFingerprint(row: SourceRow): string {
  return sha256({ hasColumns: row.header !== undefined, ...contentOf(row) }).slice(0, DIGITS);
}

function contentOf(row: SourceRow): object {
  if ('body' in row) {
    return { body: row.body };
  }
  if ('lead' in row) {
    const { texts, badCells } = row.lead;
    return { texts: [...texts], badCells: badCells.map(({ finding }) => faultOf(finding)) };
  }
  return { errors: row.errors.map(faultOf) };
}

function faultOf({ pointer, column, code }: Finding): (string | undefined)[] {
  return [pointer, column, code];
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
