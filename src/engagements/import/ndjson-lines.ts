import { RowBuffer } from './row-buffer.js';

const LINE_FEED = 0x0a;

/**
 * Lines without their line break. One that is longer than a row may be is cut, and still longer than that: memory
 * stays flat. (The package split2 drops such a line without a word.)
 * @param most the most bytes that a line may have
 */
export async function* ndjsonLines(
  bytes: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<Uint8Array> {
  const line = new RowBuffer(most + 1);
  let hasBegun = false;
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      line.append(chunk.subarray(from, end));
      yield line.take();
      from = end + 1;
      hasBegun = false;
    }
    line.append(chunk.subarray(from));
    hasBegun ||= from < chunk.length;
  }
  // The break at the end of the last line begins no further one.
  if (hasBegun) {
    yield line.take();
  }
}
