/**
 * What usually separates the cells of a CSV, first what names of columns hardly ever have: a tab, a semicolon, a comma
 * (`Street, No.`), a vertical bar.
 */
export const separators: readonly number[] = ['\t', ';', ',', '|'].map((one) => one.charCodeAt(0));

const COMMA = 0x2c;

/**
 * How often each of the usual separators stands outside of quotes in the first row of a CSV. The one that does so most
 * often separates its cells, and of two that do so equally often the one that is rarer in names.
 */
export class SeparatorCounts {
  private readonly counts = separators.map(() => 0);

  /** @returns how many there are of the most frequent one */
  add(separator: number): number {
    const index = separators.indexOf(separator);
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    return Math.max(...this.counts);
  }

  /** The most frequent one. Of a single column it is the comma. */
  most(): number {
    const most = Math.max(...this.counts);
    return most === 0 ? COMMA : (separators[this.counts.indexOf(most)] ?? COMMA);
  }
}

/** Spreadsheets that write such a line again fill it up with separators. */
const namingLine = /^"?sep=(\\t|[^"a-z0-9])"?[,;\t|]*$/i;

/** Longer than any line that names a separator, but for what it is filled up with. */
const MAX_NAMING_BYTES = 1024;

/**
 * The separator that the first line of a file names, as Excel writes and reads it: `sep=;`, `"sep=,"`, `sep=\t`.
 * Undefined where it is an ordinary line.
 */
export function separatorNamedBy(line: Uint8Array): number | undefined {
  if (line.length > MAX_NAMING_BYTES) {
    return undefined;
  }
  const [, named] = namingLine.exec(Buffer.from(line).toString('latin1')) ?? [];
  const code = named === '\\t' ? '\t'.charCodeAt(0) : named?.charCodeAt(0);
  return code !== undefined && code < 0x80 ? code : undefined;
}
