import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type CsvRecord, csvRecords } from './csv-records.js';

const LIMITS = { bytes: 50, cells: 4 };

/** In chunks of so many bytes. */
async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) {
    yield await Promise.resolve(bytes.subarray(from, from + size));
  }
}

async function recordsOf(text: string, { size = 7, limits = LIMITS } = {}): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(inChunks(Buffer.from(text), size), limits)) {
    records.push(record);
  }
  return records;
}

const textsOf = (records: readonly CsvRecord[]) => records.map(({ bytes }) => Buffer.from(bytes).toString());

describe('the rows of a CSV', () => {
  it.each([
    ['a,b\nc,d\n', ['a,b', 'c,d'], [1, 2]],
    ['a,b\r\nc,d', ['a,b', 'c,d'], [1, 2]],
    ['a,b\rc,d\r', ['a,b', 'c,d'], [1, 2]],
    ['a\n\n\r\nb', ['a', '', '', 'b'], [1, 2, 3, 4]],
    ['"a\nb",c\nd', ['"a\nb",c', 'd'], [2, 3]],
    ['"a\r\nb\rc",d\r\ne', ['"a\r\nb\rc",d', 'e'], [3, 4]],
    ['"a ""b""\n",c\nd', ['"a ""b""\n",c', 'd'], [2, 3]],
    ['19" rack,b\nc', ['19" rack,b', 'c'], [1, 2]],
    ['"a" b,"c\nd"\ne', ['"a" b,"c\nd"', 'e'], [2, 3]],
    ['', [], []],
    ['\n', [''], [1]],
  ])('of %j are %j', async (text, rows, lines) => {
    for (const size of [1, 2, 3, 1000]) {
      const records = await recordsOf(text, { size });

      expect(textsOf(records)).toEqual(rows);
      expect(records.map(({ line }) => line)).toEqual(lines);
    }
  });

  it('are told with the number of their cells, and whether they are blank', async () => {
    const records = await recordsOf('a\n"b,c",d\n, ,\t\n"",\n');

    expect(records.map(({ cells, isBlank }) => [cells, isBlank])).toEqual([
      [1, false],
      [2, false],
      [3, true],
      [2, false],
    ]);
  });

  it('keep one cell more than they may have, and tell whether there is anything in the others', async () => {
    const [record, next] = await recordsOf('a,b,c,d,e,f,g\nh', { size: 1000 });

    expect(record).toMatchObject({ cells: 7, hasMore: true, isTooLong: false });
    const [few, blank] = await recordsOf('a,b,c,d,e\na,b,c,d,e,"",, \t\nh', { size: 1 });
    expect(few).toMatchObject({ cells: 5, hasMore: false });
    expect(blank).toMatchObject({ cells: 8, hasMore: false });
    expect(textsOf([record, next].flatMap((one) => one ?? []))).toEqual(['a,b,c,d,e', 'h']);
  });

  it.each([
    ['an unquoted cell', 'x'.repeat(51)],
    ['separators', ','.repeat(51)],
    ['what follows quotes', `"a"${'x'.repeat(48)}`],
  ])('are too long by themselves where that is %s', async (_, row) => {
    for (const size of [1, 1000]) {
      const records = await recordsOf(`${'x'.repeat(50)}\n${row}\nlast`, { size });

      expect(records.map(({ isTooLong }) => isTooLong)).toEqual([false, true, false]);
    }
  });

  it.each([
    [',', 'a,b;c,d\ne;f,g', [3, 2]],
    [';', 'a;b;c,d\ne;f,g', [3, 2]],
    ['\t', 'a\tb\nc,d,e\tf', [2, 2]],
    ['|', 'a|b\nc', [2, 1]],
    [',', 'a\nb;c', [1, 1]],
    [';', 'a;b,c\nd', [2, 1]],
    ['\t', 'a\tb\tc, d, e\nf', [3, 1]],
    [',', 'a | b,c\nd', [2, 1]],
    [';', '"a,b,c";d\n"e;f";g', [2, 2]],
    [';', '"a\n,,,""";b\nc', [2, 1]],
    [';', ' ; \n,,\na;b\nc;d', [2, 3, 2, 2]],
    [';', 'a "b, c;d;e\nf', [3, 1]],
  ])('are separated by %j in %j', async (separator, text, cells) => {
    for (const size of [1, 1000]) {
      const records = await recordsOf(text, { size });

      expect(records.map((record) => record.cells)).toEqual(cells);
      expect(records.at(-1)?.separator).toBe(separator.charCodeAt(0));
    }
  });

  it.each([
    ['sep=;\na,b;c', ';'],
    ['SEP=;\r\na,b;c', ';'],
    ['"sep=;"\na,b;c', ';'],
    ['"sep=;",,\na,b;c', ';'],
    ['sep=;;;\na,b;c', ';'],
    ['sep=\t\na,b\tc', '\t'],
    ['sep=\\t\na,b\tc', '\t'],
    ['sep=|\na,b|c', '|'],
    ['sep=,\na;b;c,d', ','],
    ['sep=^\na,b^c', '^'],
    ['sep= \na,b c', ' '],
  ])('are separated by what the first line names: %j', async (text, separator) => {
    for (const size of [1, 1000]) {
      const [record, ...others] = await recordsOf(text, { size });

      expect(record).toMatchObject({ line: 2, cells: 2, separator: separator.charCodeAt(0) });
      expect(others).toEqual([]);
    }
  });

  it.each(['sep', 'sep=', 'sep=ab', 'separator;a', 'sep=a', 'a\nsep=;', '\nsep=;', 'sep=€'])(
    'pass over no line that names none: %j',
    async (text) => {
      const records = await recordsOf(text);

      expect(textsOf(records).join('\n')).toBe(text);
    },
  );

  it('are read as csv-parse reads them', async () => {
    const letters = ['a', '"', ',', '\n', ' '];
    const different: unknown[] = [];
    for (let number = 0; number < 5 ** 6; number += 1) {
      const text = Array.from({ length: 6 }, (_, place) => letters[Math.floor(number / 5 ** place) % 5]).join(
        '',
      );
      const ours = await recordsOf(text, { size: 3, limits: { bytes: 50, cells: 50 } }).then(
        (records) =>
          textsOf(records).flatMap((row) => {
            const cells = cellsOf(row);
            return cells === 'refused' ? [[cells]] : cells;
          }),
        () => 'refused',
      );
      const theirs = cellsOf(text);
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
        different.push({ text, ours, theirs });
      }
    }

    expect(different).toEqual([]);
  });
});

/** By csv-parse; blank rows are passed over. */
function cellsOf(text: string): string[][] | 'refused' {
  try {
    return parse(text, {
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: '\n',
    });
  } catch {
    return 'refused';
  }
}

describe('a quoted cell', () => {
  it.each([
    ['never ends', 'a\nb\n"c\nd\n'],
    ['is longer than a row may be', `a\nb\n"${'c'.repeat(60)}"\nd`],
  ])('that %s ends them, and its line is told', async (_, text) => {
    for (const size of [1, 1000]) {
      const read: CsvRecord[] = [];
      const reading = (async () => {
        for await (const record of csvRecords(inChunks(Buffer.from(text), size), LIMITS)) {
          read.push(record);
        }
      })();

      await expect(reading).rejects.toMatchObject({
        code: 'invalid-request',
        detail: expect.stringContaining('begins in line 3 '),
      });
      expect(textsOf(read)).toEqual(['a', 'b']);
    }
  });
});
