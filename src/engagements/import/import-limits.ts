import { MAX_FINDINGS } from '../../errors/finding-list.js';

/** How much one import may bring, hold and take. `docs/limits.md` says why. */
export const importLimits = {
  /** All of its body. */
  bytes: 64_000_000,
  /** Rows, and blank ones and blank lines with them; the header of a CSV is none. */
  rows: 10_000,
  /** A line of NDJSON; a body of `POST /engagements` may have as many. */
  lineBytes: 256 * 1024,
  /** A row of CSV, with its separators and quotes. A lead has some 5,000 characters at most. */
  csvRowBytes: 32 * 1024,
  /** Columns of a CSV: more than there are, and few enough to be told of all. */
  columns: MAX_FINDINGS,
  /** From the first byte to the last row that is read. */
  durationMs: 10 * 60_000,
  /** How long the rest of a body is taken and thrown away after the answer. */
  discardMs: 5_000,
  /** How long a connection may stand still, unread or unsent: it is cut after once to twice as long. */
  silenceMs: 30_000,
  /** At once in a process, and at once for one caller. */
  atOnce: 4,
  atOnceForOne: 2,
} as const;
