import { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { FindingList } from '../../errors/finding-list.js';
import type { ColumnDefault } from './csv/column-defaults.js';
import type { LeadColumn } from './csv/lead-columns.js';

/** How a caller wants rows to be read, and what is to become of them. */
export interface ImportOptions {
  /** What columns of the file mean, by their names there; undefined: they are left out. */
  readonly map: ReadonlyMap<string, LeadColumn | undefined>;
  /** In the order in which they are filled in. */
  readonly defaults: readonly ColumnDefault[];
  /** Whether columns that are unknown are left out, instead of the file being refused. */
  readonly ignoreUnknown: boolean;
  /** `drop`: a cell that can't be read is left out where its field is not needed, instead of its row being refused. */
  readonly onBadCell: 'reject' | 'drop';
  /** Whether nothing is to be saved. */
  readonly dryRun: boolean;
  /** The query parameters that were given and mean nothing but for CSV. */
  readonly csvParameters: readonly string[];
}

/**
 * Refuses what only columns can be read with. A row of NDJSON says by itself what it means.
 * @throws DomainError `invalid-request`
 */
export function refuseCsvParameters({ csvParameters }: Pick<ImportOptions, 'csvParameters'>): void {
  if (csvParameters.length > 0) {
    const found = new FindingList();
    found.addAll(
      csvParameters.map((parameter) => ({ parameter, code: 'INVALID_VALUE', message: 'Is for CSV only.' })),
    );
    throw unreadableQuery(found.toArray());
  }
}

/** The refusal of a query. */
export function unreadableQuery(errors: readonly Finding[]): DomainError {
  return new DomainError('invalid-request', 'The request has query parameters that can’t be read.', {
    errors,
  });
}
