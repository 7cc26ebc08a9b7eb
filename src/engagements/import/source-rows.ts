import { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { type CsvCells, readCells, utf8Text } from './csv/csv-cells.js';
import { csvRecords } from './csv/csv-records.js';
import { fairly } from './body/fairly.js';
import { importLimits } from './import-limits.js';
import { type ImportOptions, refuseCsvParameters } from './import-options.js';
import { type LeadCells, readLead } from './csv/lead-cells.js';
import { ndjsonLines } from './ndjson-lines.js';
import { type Header, readHeader } from './csv/read-header.js';
import { ReportFooter } from './csv/report-footer.js';
import { utf8Bytes } from './csv/utf8-bytes.js';

/** A row of an import: what it says, or why it can't be read. */
export type SourceRow = {
  /** The line of the file in which the row ends, from 1. */
  readonly line: number;
  /** Of a CSV. */
  readonly header?: Header;
} & (
  | {
      /** The engagement that it asks for, as `POST /engagements` takes it. */
      readonly body: unknown;
    }
  | { readonly lead: LeadCells }
  | { readonly errors: readonly Finding[] }
);

const { rows: MAX_ROWS, lineBytes: MAX_LINE_BYTES, csvRowBytes: MAX_ROW_BYTES } = importLimits;

/**
 * The rows of NDJSON: an engagement a line, as `POST /engagements` takes it. Blank lines are passed over.
 * @throws DomainError `invalid-request` for parameters that mean nothing here; `payload-too-large` after the last row
 *   that may be
 */
export async function* ndjsonRows(
  bytes: AsyncIterable<Uint8Array>,
  options: Pick<ImportOptions, 'csvParameters'>,
): AsyncGenerator<SourceRow> {
  let line = 0;
  for await (const row of fairly(ndjsonLines(bytes, MAX_LINE_BYTES))) {
    // Not before: a form of which nothing is read holds the request back.
    refuseCsvParameters(options);
    line += 1;
    requireFewRows(line);
    if (row.length > 0) {
      yield* readLine(row, line);
    }
  }
}

/**
 * The rows of a CSV of leads, whose first row names the columns. Empty rows are passed over, and so is the footer of a
 * report.
 * @throws DomainError `invalid-request` for the header, and where the rest is no CSV; `payload-too-large` after the
 *   last row that may be
 */
export async function* csvRows(
  bytes: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): AsyncGenerator<SourceRow> {
  const limits = { bytes: MAX_ROW_BYTES, cells: importLimits.columns };
  const footer = new ReportFooter<SourceRow>();
  let header: Header | undefined;
  let rows = 0;
  for await (const record of fairly(csvRecords(utf8Bytes(bytes), limits))) {
    const cells = readCells(record);
    if (header === undefined && cells !== undefined) {
      header = headerOf(cells, options);
      continue;
    }
    // Blank ones too: a million of them would be as much work as any others.
    rows += 1;
    requireFewRows(rows);
    if (header === undefined || cells === undefined) {
      footer.passBlank();
      continue;
    }
    const read = readLead(header, cells, options);
    if (read === undefined) {
      continue;
    }
    const row: SourceRow = { line: record.line, header, ...read };
    yield* header.uses.length > 1 ? footer.pass(row, cells) : [row];
  }
  yield* footer.end();
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

/** @throws DomainError `invalid-request` */
function headerOf(row: CsvCells, options: ImportOptions): Header {
  if ('fault' in row) {
    throw new DomainError('invalid-request', 'The first row, which names the columns, can’t be read.', {
      errors: [row.fault],
    });
  }
  return readHeader({ names: row.cells.map(utf8Text), hasMore: row.hasMore }, options);
}

function* readLine(bytes: Uint8Array, line: number): Generator<SourceRow> {
  const refused = (code: Finding['code'], message: string): SourceRow => ({
    line,
    errors: [{ pointer: '', code, message }],
  });
  const text = bytes.length > MAX_LINE_BYTES ? undefined : utf8Text(bytes);
  if (bytes.length > MAX_LINE_BYTES) {
    yield refused('VALUE_OUT_OF_RANGE', `A row may have ${MAX_LINE_BYTES} bytes at most.`);
  } else if (text === undefined) {
    yield refused('INVALID_STRING_FORMAT', 'Is not UTF-8.');
  } else if (/^\s*\[/.test(text)) {
    yield refused(
      'INVALID_VALUE',
      'Is a list, or begins one: a line has one engagement, and nothing around it.',
    );
  } else if (text.trim() !== '') {
    const body = parsed(text);
    yield body === undefined
      ? // The parser's own words quote the line.
        refused('INVALID_VALUE', 'Is not JSON.')
      : { line, body };
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
