import { expect, it } from '@jest/globals';
import { ndjsonLines } from './ndjson-lines.js';

async function linesOf(text: string, size: number, most = 5): Promise<string[]> {
  const bytes = Buffer.from(text);
  const chunks = (async function* () {
    for (let from = 0; from < bytes.length; from += size) {
      yield await Promise.resolve(bytes.subarray(from, from + size));
    }
  })();
  const lines: string[] = [];
  for await (const line of ndjsonLines(chunks, most)) {
    lines.push(Buffer.from(line).toString());
  }
  return lines;
}

it.each([
  ['a\nb', ['a', 'b']],
  ['a\nb\n', ['a', 'b']],
  ['a\n\n\nb\n\n', ['a', '', '', 'b', '']],
  ['', []],
  ['\n', ['']],
  ['12345\n1', ['12345', '1']],
])('the lines of %j are %j', async (text, lines) => {
  for (const size of [1, 2, 1000]) {
    expect(await linesOf(text, size)).toEqual(lines);
  }
});

it('are cut where they are too long, and still too long then', async () => {
  for (const size of [1, 3, 1000]) {
    expect(await linesOf(`${'x'.repeat(5000)}\ny`, size)).toEqual(['xxxxxx', 'y']);
    expect(await linesOf('x'.repeat(5000), size, 3000)).toEqual(['x'.repeat(3001)]);
  }
});
