import type { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import type { NewEngagement } from '../checked-engagement.js';
import type { Header } from './csv/read-header.js';

/** Where a row stands. */
export interface RowPlace {
  readonly row: number;
  readonly line: number;
  /** Of a CSV. */
  readonly header: Header | undefined;
}

/** A row that can be saved. */
export interface GoodRow extends RowPlace {
  readonly engagement: NewEngagement;
  /** What is to be filled in or mended before it can be submitted: columns of a CSV, else JSON Pointers. */
  readonly lacks: readonly string[];
  /** The cells that were left out, as they can't be read. */
  readonly warnings: readonly Finding[];
}

/** A row that can't. */
export interface BadRow extends RowPlace {
  readonly error: DomainError;
}

/** A row in its place, read and checked. */
export type CheckedRow = GoodRow | BadRow;
