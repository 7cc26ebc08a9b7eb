import { pipeline, Readable } from 'node:stream';
import { type InfoRecord, parse } from 'csv-parse';
import { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { type LeadColumn, leadColumns, leadOfRow, readHeader } from './lead-columns.js';

/** A row of an import: the engagement that it asks for, or why it can't be read. */
export type SourceRow = {
  /** The line of the file in which the row ends, from 1. */
  readonly line: number;
  /** Whether findings are to name the column beside the field. */
  readonly hasColumns: boolean;
} & ({ readonly body: unknown } | { readonly errors: readonly Finding[] });

/** The longest row, in bytes; a body of `POST /engagements` may have as many. */
const MAX_ROW_BYTES = 256 * 1024;

const LINE_FEED = 0x0a;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The rows of NDJSON: an engagement a line, as `POST /engagements` takes it. Blank lines are passed over. */
export async function* ndjsonRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRow> {
  let line = 0;
  for await (const row of linesOf(bytes)) {
    line += 1;
    if (row.length > 0) {
      yield* readLine(row, line);
    }
  }
}

/**
 * The rows of a CSV (RFC 4180) of leads, whose first row names the columns. Empty rows are passed over.
 * @throws DomainError `invalid-request` for the header, and where the rest is no CSV
 */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRow> {
  let columns: LeadColumn[] | undefined;
  for await (const { cells, line } of cellsOf(bytes)) {
    if (columns === undefined) {
      columns = readHeader(cells.map((cell) => textOf(cell) ?? ''));
    } else if (cells.length === columns.length) {
      yield { line, hasColumns: true, ...readCells(columns, cells) };
    } else {
      const message = `Has ${cells.length} cells, and the first row names ${columns.length} columns.`;
      yield { line, hasColumns: true, errors: [{ pointer: '', code: 'INVALID_VALUE', message }] };
    }
  }
}

type Cell = string | Uint8Array;

async function* cellsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ cells: Cell[]; line: number }> {
  const parser = parse({
    // With a byte order mark it reads UTF-8 and UTF-16 by itself, and gives texts.
    bom: true,
    // Without one it gives bytes: a cell that is not UTF-8 is then its row's own fault.
    encoding: null,
    info: true,
    // Told as a row's own fault, too.
    relax_column_count: true,
    // A quote within a cell, as in 19" rack, would else open one that swallows the rows after it.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: MAX_ROW_BYTES,
  });
  // A fault of the source ends the parser with it, and reaches the loop below that way.
  pipeline(Readable.from(bytes), parser, () => undefined);
  try {
    for await (const one of parser) {
      if (isRecord(one)) {
        yield { cells: one.record, line: one.info.lines };
      }
    }
  } catch (error) {
    throw csvError(error, parser.info.lines);
  }
}

/** What the parser gives with `info` and without columns or casts, which its types don't say. */
function isRecord(value: unknown): value is { record: Cell[]; info: Pick<InfoRecord, 'lines'> } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'record' in value &&
    Array.isArray(value.record) &&
    value.record.every((cell) => typeof cell === 'string' || cell instanceof Uint8Array)
  );
}

function csvError(error: unknown, line: number): unknown {
  switch (Error.isError(error) && 'code' in error ? error.code : undefined) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return new DomainError(
        'invalid-request',
        `A quoted cell never ends, or a row has more than ${MAX_ROW_BYTES} bytes: it was read up to line ${line}.`,
      );
    default:
      return error;
  }
}

function readCells(
  columns: readonly LeadColumn[],
  cells: readonly Cell[],
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
  const text = bytes.length > MAX_ROW_BYTES ? undefined : textOf(bytes);
  if (bytes.length > MAX_ROW_BYTES) {
    yield refused('VALUE_OUT_OF_RANGE', `A row may have ${MAX_ROW_BYTES} bytes at most.`);
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
function textOf(cell: Cell): string | undefined {
  if (typeof cell === 'string') {
    return cell;
  }
  try {
    return utf8.decode(cell);
  } catch {
    return undefined;
  }
}

/**
 * Lines without their line break. One that is longer than a row may be is cut, and still longer than that: memory
 * stays flat. (The package split2 drops such a line without a word.)
 */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      yield joined(rest, chunk.subarray(from, end));
      rest = Buffer.alloc(0);
      from = end + 1;
    }
    rest = joined(rest, chunk.subarray(from));
  }
  yield rest;
}

function joined(line: Buffer, more: Uint8Array): Buffer {
  return Buffer.concat([line, more.subarray(0, MAX_ROW_BYTES + 1 - line.length)]);
}
