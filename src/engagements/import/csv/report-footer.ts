import type { CsvCells } from './csv-cells.js';

/**
 * Below a report Salesforce writes how many records it has, what it is called, who made it, and this line: each a row of
 * one cell, after a blank row, in no certain order.
 */
const copyright = /^\s*copyright\b.*\bsalesforce\b/i;

/** More rows of one cell than a footer has before that line. */
const MOST_BEFORE = 6;

/** Leaves out the footer of a Salesforce report: as leads its lines would be six drafts of nothing. */
export class ReportFooter<Row> {
  /** Rows of one cell that may be its beginning: what follows says so. */
  private held: Row[] = [];
  private isAfterBlank = false;
  private isWithin = false;

  /** Takes note of a blank row. */
  passBlank(): void {
    this.isAfterBlank = true;
  }

  /**
   * Takes the next row.
   * @param cells as the file has them
   * @returns the rows that are known by now to be none of a footer, in their order
   */
  *pass(row: Row, cells: CsvCells): Generator<Row> {
    const only = onlyCell(cells);
    if (only !== undefined && (this.isWithin || copyright.test(only))) {
      this.isWithin = true;
      this.held = [];
      return;
    }
    this.isWithin = false;
    const mayBegin = only !== undefined && (this.isAfterBlank || this.held.length > 0);
    this.isAfterBlank = false;
    if (mayBegin && this.held.length < MOST_BEFORE) {
      this.held.push(row);
      return;
    }
    yield* this.end();
    yield row;
  }

  /** The rows that turned out to be none of a footer. */
  *end(): Generator<Row> {
    const rows = this.held;
    this.held = [];
    yield* rows;
  }
}

/** What a row says that has its first cell only. */
function onlyCell(row: CsvCells): string | undefined {
  if ('fault' in row) {
    return undefined;
  }
  const [first, ...rest] = row.cells;
  const isAlone = first !== undefined && first.length > 0 && rest.every((cell) => cell.length === 0);
  // Such a report is often in Windows-1252.
  return isAlone ? Buffer.from(first).toString('latin1') : undefined;
}
