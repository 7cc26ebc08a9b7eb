import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { leadOfRow, readHeader } from './lead-columns.js';

/** A row of an import: the engagement that it asks for, or why it can't be read. */
export type SourceRow = { readonly body: unknown } | { readonly errors: readonly Finding[] };

/** The longest row, in characters; a body of `POST /engagements` may have as many bytes. */
const MAX_ROW = 256 * 1024;

/**
 * The rows of NDJSON: an engagement a line, as `POST /engagements` takes it. Blank lines are passed over.
 * @throws DomainError `malformed-json` where the rest is not UTF-8
 */
export async function* ndjsonRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRow> {
  for await (const line of linesOf(textOf(bytes))) {
    if (line.length > MAX_ROW) {
      yield refused('VALUE_OUT_OF_RANGE', `A row may have ${MAX_ROW} characters at most.`);
    } else if (line.trim() !== '') {
      yield readLine(line);
    }
  }
}

/**
 * The rows of a CSV (RFC 4180) of leads, whose first row names the columns. Empty rows are passed over.
 * @throws DomainError `invalid-request` for the header and where the rest is no CSV, `malformed-json` where it is not
 *   UTF-8
 */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRow> {
  let columns: ReturnType<typeof readHeader> | undefined;
  for await (const cells of cellsOf(textOf(bytes))) {
    if (columns === undefined) {
      columns = readHeader(cells);
    } else if (cells.length === columns.length) {
      yield { body: leadOfRow(columns, cells) };
    } else {
      const message = `Has ${cells.length} cells, and the first row names ${columns.length} columns.`;
      yield refused('INVALID_VALUE', message);
    }
  }
}

async function* cellsOf(texts: AsyncIterable<string>): AsyncGenerator<string[]> {
  const parser = parse({
    bom: true,
    // Told as a row's own fault, which stops no other.
    relax_column_count: true,
    // A quote within a cell, as in 19" rack, would else open one that swallows the rows after it.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: MAX_ROW,
  });
  // A fault of the source ends the parser with it, and reaches the loop below that way.
  pipeline(Readable.from(texts), parser, () => undefined);
  try {
    for await (const cells of parser) {
      yield isTexts(cells) ? cells : [];
    }
  } catch (error) {
    throw csvError(error);
  }
}

/** Without columns or casts the parser gives lists of texts, which its types don't say. */
function isTexts(cells: unknown): cells is string[] {
  return Array.isArray(cells) && cells.every((cell) => typeof cell === 'string');
}

function csvError(error: unknown): unknown {
  switch (codeOf(error)) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new DomainError('invalid-request', 'A quoted cell of the CSV never ends.');
    case 'CSV_MAX_RECORD_SIZE':
      return new DomainError(
        'invalid-request',
        `A row of the CSV has more than ${MAX_ROW} characters: perhaps a quoted cell never ends.`,
      );
    default:
      return error;
  }
}

/**
 * Lines without their line break. One that is longer than a row may be is cut, and still longer than that: memory
 * stays flat. (The package split2 drops such a line without a word.)
 */
async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of texts) {
    const [first = '', ...others] = text.split('\n');
    rest = joined(rest, first);
    for (const line of others) {
      yield rest;
      rest = joined('', line);
    }
  }
  yield rest;
}

function joined(line: string, more: string): string {
  return (line + more).slice(0, MAX_ROW + 1);
}

/** @throws DomainError `malformed-json` where the bytes are not UTF-8 */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) {
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    throw codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? new DomainError('malformed-json', 'The rest is not UTF-8.')
      : error;
  }
}

function codeOf(error: unknown): unknown {
  return Error.isError(error) && 'code' in error ? error.code : undefined;
}

function readLine(line: string): SourceRow {
  try {
    return { body: JSON.parse(line) };
  } catch {
    // The parser's own words quote the line.
    return refused('INVALID_VALUE', 'Is not JSON.');
  }
}

function refused(code: Finding['code'], message: string): SourceRow {
  return { errors: [{ pointer: '', code, message }] };
}
