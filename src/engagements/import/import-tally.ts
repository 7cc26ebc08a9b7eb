import type { CheckedRow } from './checked-row.js';
import { ImportHints } from './import-hints.js';
import type { ImportOptions } from './import-options.js';
import { type ImportedRowResponse, type ImportSummaryResponse, toImportSummary } from './import.response.js';
import type { Header } from './csv/read-header.js';

/** What an import's summary tells, as rows are dealt with. */
export class ImportTally {
  private readonly counts = { savable: 0, failed: 0 };
  private readonly hints: ImportHints;
  /** Of a CSV. */
  private header: Header | undefined;

  constructor(private readonly options: Pick<ImportOptions, 'defaults' | 'dryRun' | 'onBadCell'>) {
    this.hints = new ImportHints(options);
  }

  /** Whether nothing was told of any row. */
  get isEmpty(): boolean {
    return this.counts.savable + this.counts.failed === 0;
  }

  /** Takes the header down by which rows were read. */
  readHeader(rows: readonly CheckedRow[]): void {
    this.header ??= rows[0]?.header;
  }

  add(result: ImportedRowResponse): void {
    this.counts['ready' in result ? 'savable' : 'failed'] += 1;
    this.hints.add(result);
  }

  /** @param fault why rows after the last one told were not read */
  summary(fault?: string): ImportSummaryResponse {
    return toImportSummary({
      ...this.counts,
      complete: fault === undefined,
      ...(fault === undefined ? {} : { detail: fault }),
      dryRun: this.options.dryRun,
      header: this.header,
      hints: this.header === undefined ? [] : this.hints.texts(this.header),
    });
  }
}
