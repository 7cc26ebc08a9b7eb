import { DomainError } from '../../../errors/domain-error.js';
import { RowBuffer } from '../row-buffer.js';
import { SeparatorCounts, separatorNamedBy, separators } from './separator.js';

/** A row of a CSV as the bytes that it has, before anybody makes cells of it. */
export interface CsvRecord {
  /** Without its line break, and without what is more than a row may have. */
  readonly bytes: Uint8Array;
  /** What stands between its cells: a byte of ASCII. */
  readonly separator: number;
  /** How many cells it has, those that are left out of `bytes` too. */
  readonly cells: number;
  /** Whether there is anything in the cells that are left out. */
  readonly hasMore: boolean;
  readonly isTooLong: boolean;
  /** Whether it has separators and blanks only. */
  readonly isBlank: boolean;
  /** The line of the file in which it ends, from 1. */
  readonly line: number;
}

/** What is too much for one row. */
export interface CsvRecordLimits {
  /** Bytes of a row with all its separators and quotes. */
  readonly bytes: number;
  /** Cells: one more is kept, so that a row with too many is known by it. */
  readonly cells: number;
}

/**
 * Where in a cell the next byte stands. After a quote within quotes it either ends the cell, or is the second half of
 * a doubled one.
 */
type Place = 'start' | 'unquoted' | 'quoted' | 'quote';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;
const TAB = 0x09;

/** No byte: until the first row is there each of the usual separators may be the one. */
const UNDECIDED = -1;

/**
 * The rows of a CSV in UTF-8, each before it is parsed, so that its size is bounded before any work is done: csv-parse
 * holds its own `max_record_size` against the bytes of the cells, and a row of 16 MB of commas has none.
 *
 * It knows what ends a row and a cell, and nothing else: quotes as csv-parse reads them with `relax_quotes` (one opens
 * a quoted cell at its start only; within it a doubled one is a character), and CRLF, LF or CR as the end of a line.
 *
 * What separates cells is found by the first row that is not blank (`separator.ts`). A first line that names it, such as
 * `sep=;`, is passed over.
 * @throws DomainError `invalid-request` where a quoted cell never ends. A row that uses up its bytes within quotes is
 *   taken for that: where it ends, and whether what follows are rows, nobody knows
 */
export async function* csvRecords(
  bytes: AsyncIterable<Uint8Array>,
  limits: CsvRecordLimits,
): AsyncGenerator<CsvRecord> {
  const splitter = new RecordSplitter(limits);
  for await (const chunk of bytes) {
    yield* splitter.split(chunk);
  }
  yield* splitter.end();
}

function placeAfter(at: Place, byte: number, isSeparator: boolean): Place {
  if (at === 'quoted') {
    return byte === QUOTE ? 'quote' : 'quoted';
  }
  if (byte === QUOTE && at !== 'unquoted') {
    return 'quoted';
  }
  return isSeparator ? 'start' : 'unquoted';
}

class RecordSplitter {
  private readonly row: RowBuffer;
  private at: Place = 'start';
  private length = 0;
  private separator = UNDECIDED;
  private counts = new SeparatorCounts();
  private cells = 1;
  private isBlank = true;
  private isFull = false;
  private hasMore = false;
  private line = 1;
  private firstLine = 1;
  private afterReturn = false;

  constructor(private readonly limits: CsvRecordLimits) {
    this.row = new RowBuffer(limits.bytes);
  }

  *split(chunk: Uint8Array): Generator<CsvRecord> {
    let from = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index];
      const isSecondHalf = byte === LINE_FEED && this.afterReturn;
      this.afterReturn = byte === RETURN;
      if (this.at !== 'quoted' && (byte === RETURN || byte === LINE_FEED)) {
        if (!isSecondHalf) {
          this.keep(chunk.subarray(from, index));
          yield* this.take();
          this.line += 1;
          this.firstLine = this.line;
        }
        from = index + 1;
        continue;
      }
      if ((byte === RETURN || byte === LINE_FEED) && !isSecondHalf) {
        this.line += 1;
      }
      this.length += 1;
      const isEmpty = this.step(byte);
      if (this.isFull) {
        this.hasMore ||= !isEmpty;
      } else if (this.isTooMuch()) {
        this.keep(chunk.subarray(from, index));
        this.isFull = true;
      }
    }
    this.keep(chunk.subarray(from));
  }

  *end(): Generator<CsvRecord> {
    if (this.at === 'quoted') {
      throw this.quoteNeverEnds();
    }
    if (this.length > 0) {
      yield* this.take();
    }
  }

  /** @returns whether the byte says nothing: a separator, a blank, a quote */
  private step(byte = 0): boolean {
    const isSeparator = this.isSeparator(byte);
    const isSpace = isSeparator || byte === BLANK || byte === TAB;
    this.isBlank &&= isSpace;
    this.at = placeAfter(this.at, byte, isSeparator);
    if (isSeparator && this.at === 'start') {
      this.cells = this.separator === UNDECIDED ? this.counts.add(byte) + 1 : this.cells + 1;
    }
    return isSpace || byte === QUOTE;
  }

  private isSeparator(byte: number): boolean {
    return this.separator === UNDECIDED ? separators.includes(byte) : byte === this.separator;
  }

  private isTooMuch(): boolean {
    if (this.length > this.limits.bytes && this.at === 'quoted') {
      throw this.quoteNeverEnds();
    }
    return this.length > this.limits.bytes || this.cells > this.limits.cells + 1;
  }

  private keep(part: Uint8Array): void {
    if (!this.isFull) {
      this.row.append(part);
    }
  }

  /** The row that has ended; none where it was the line that names the separator. */
  private *take(): Generator<CsvRecord> {
    const { cells, isBlank, hasMore, line } = this;
    const isTooLong = this.length > this.limits.bytes;
    const bytes = this.row.take();
    this.at = 'start';
    this.length = 0;
    this.cells = 1;
    this.isBlank = true;
    this.isFull = false;
    this.hasMore = false;
    const named = line === 1 ? separatorNamedBy(bytes) : undefined;
    if (named !== undefined) {
      this.separator = named;
      return;
    }
    const separator = this.separator === UNDECIDED ? this.counts.most() : this.separator;
    if (isBlank) {
      this.counts = new SeparatorCounts();
    } else {
      this.separator = separator;
    }
    yield { bytes, separator, cells, hasMore, isTooLong, isBlank, line };
  }

  private quoteNeverEnds(): DomainError {
    return new DomainError(
      'invalid-request',
      `In the row that begins in line ${this.firstLine} a quoted cell never ends, or makes it longer than ${this.limits.bytes} bytes: nothing was read from there on.`,
    );
  }
}
