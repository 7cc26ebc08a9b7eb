/** What usually separates the cells of a CSV, the likelier one first: a comma, a semicolon, a tab, a vertical bar. */
export const separators: readonly number[] = [',', ';', '\t', '|'].map((one) => one.charCodeAt(0));

/**
 * How often each of the usual separators stands outside of quotes in the first row of a CSV. The one that does so most
 * often separates its cells: names of columns hardly ever have any of them.
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
    const index = this.counts.indexOf(Math.max(...this.counts));
    return separators[index] ?? separators[0] ?? 0;
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
