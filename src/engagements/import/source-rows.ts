import { parse } from 'csv-parse/sync';
import { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { type CsvRecord, csvRecords } from './csv-records.js';
import { fairly } from './fairly.js';
import { importLimits } from './import-limits.js';
import { type LeadColumn, leadColumns, leadOfRow, readHeader } from './lead-columns.js';
import { ndjsonLines } from './ndjson-lines.js';
import { utf8Bytes } from './utf8-bytes.js';

/** A row of an import: the engagement that it asks for, or why it can't be read. */
export type SourceRow = {
  /** The line of the file in which the row ends, from 1. */
  readonly line: number;
  /** Whether findings are to name the column beside the field. */
  readonly hasColumns: boolean;
} & ({ readonly body: unknown } | { readonly errors: readonly Finding[] });

const { rows: MAX_ROWS, lineBytes: MAX_LINE_BYTES, csvRowBytes: MAX_ROW_BYTES } = importLimits;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The rows of NDJSON: an engagement a line, as `POST /engagements` takes it. Blank lines are passed over.
 * @throws DomainError `payload-too-large` after the last row that may be
 */
export async function* ndjsonRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRow> {
  let line = 0;
  for await (const row of fairly(ndjsonLines(bytes, MAX_LINE_BYTES))) {
    line += 1;
    requireFewRows(line);
    if (row.length > 0) {
      yield* readLine(row, line);
    }
  }
}

/**
 * The rows of a CSV (RFC 4180) of leads, whose first row names the columns. Empty rows are passed over.
 * @throws DomainError `invalid-request` for the header, and where the rest is no CSV; `payload-too-large` after the
 *   last row that may be
 */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRow> {
  const limits = { bytes: MAX_ROW_BYTES, cells: importLimits.columns };
  let columns: LeadColumn[] | undefined;
  let rows = 0;
  for await (const record of fairly(csvRecords(utf8Bytes(bytes), limits))) {
    const row = readRecord(record);
    if (columns === undefined && row !== undefined) {
      columns = readHeader(headerOf(row));
      continue;
    }
    // Blank ones too: a million of them would be as much work as any others.
    rows += 1;
    requireFewRows(rows);
    if (columns !== undefined && row !== undefined) {
      yield { line: record.line, hasColumns: true, ...readRow(columns, row) };
    }
  }
}

/** @throws DomainError `payload-too-large` */
function requireFewRows(rows: number): void {
  if (rows > MAX_ROWS) {
    throw new DomainError(
      'payload-too-large',
      `An import has ${MAX_ROWS} rows at most, blank ones among them: those after it were not read.`,
    );
  }
}

/** The cells of a row, or why it has none. */
type CsvRow =
  | {
      readonly cells: readonly Uint8Array[];
      /** How many there are, those that are left out too. */
      readonly count: number;
    }
  | { readonly fault: Finding };

/** @returns undefined where all of its cells are blank */
function readRecord({ bytes, cells: count, isTooLong, isBlank }: CsvRecord): CsvRow | undefined {
  if (isTooLong) {
    return faulty('VALUE_OUT_OF_RANGE', `A row may have ${MAX_ROW_BYTES} bytes at most.`);
  }
  if (isBlank) {
    return undefined;
  }
  const cells = cellsOf(bytes);
  if (cells === undefined) {
    return faulty('INVALID_VALUE', 'Can’t be read as CSV.');
  }
  return cells.length === 0 ? undefined : { cells, count };
}

function faulty(code: Finding['code'], message: string): { fault: Finding } {
  return { fault: { pointer: '', code, message } };
}

/**
 * The cells of a row, as bytes: one that is not UTF-8 is its row's own fault. None where all are blank, undefined where
 * it is no row. Row by row costs 10 to 15 µs each, and one that csv-parse does not understand harms no other.
 */
function cellsOf(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    const records: unknown[] = parse(Buffer.from(bytes), {
      encoding: null,
      // Told as a row's own fault.
      relax_column_count: true,
      // A quote within a cell, as in 19" rack, would else open one that swallows the rows after it.
      relax_quotes: true,
      skip_records_with_empty_values: true,
    });
    const [cells = []] = records;
    return records.length < 2 && isCells(cells) ? cells : undefined;
  } catch {
    return undefined;
  }
}

function isCells(value: unknown): value is Uint8Array[] {
  return Array.isArray(value) && value.every((cell) => cell instanceof Uint8Array);
}

/** @throws DomainError `invalid-request` */
function headerOf(row: CsvRow): string[] {
  if ('fault' in row) {
    throw new DomainError('invalid-request', 'The first row, which names the columns, can’t be read.', {
      errors: [row.fault],
    });
  }
  return row.cells.map((cell) => textOf(cell) ?? '');
}

function readRow(columns: readonly LeadColumn[], row: CsvRow): { body: object } | { errors: Finding[] } {
  if ('fault' in row) {
    return { errors: [row.fault] };
  }
  const { cells, count } = row;
  if (cells.length !== columns.length) {
    const message = `Has ${count} cells, and the first row names ${columns.length} columns.`;
    return { errors: [{ pointer: '', code: 'INVALID_VALUE', message }] };
  }
  return readCells(columns, cells);
}

function readCells(
  columns: readonly LeadColumn[],
  cells: readonly Uint8Array[],
): { body: object } | { errors: Finding[] } {
  const texts = cells.map(textOf);
  const errors = columns
    .filter((_, index) => texts[index] === undefined)
    .map((column) => ({
      pointer: leadColumns[column],
      code: 'INVALID_STRING_FORMAT' as const,
      message: 'Is not UTF-8. In a spreadsheet, save it as "CSV UTF-8".',
    }));
  return errors.length > 0
    ? { errors }
    : {
        body: leadOfRow(
          columns,
          texts.map((text) => text ?? ''),
        ),
      };
}

function* readLine(bytes: Uint8Array, line: number): Generator<SourceRow> {
  const refused = (code: Finding['code'], message: string): SourceRow => ({
    line,
    hasColumns: false,
    errors: [{ pointer: '', code, message }],
  });
  const text = bytes.length > MAX_LINE_BYTES ? undefined : textOf(bytes);
  if (bytes.length > MAX_LINE_BYTES) {
    yield refused('VALUE_OUT_OF_RANGE', `A row may have ${MAX_LINE_BYTES} bytes at most.`);
  } else if (text === undefined) {
    yield refused('INVALID_STRING_FORMAT', 'Is not UTF-8.');
  } else if (text.trim() !== '') {
    const body = parsed(text);
    yield body === undefined
      ? // The parser's own words quote the line.
        refused('INVALID_VALUE', 'Is not JSON.')
      : { line, hasColumns: false, body };
  }
}

/** Undefined where it is not JSON; no JSON is undefined. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined where the bytes are not UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
