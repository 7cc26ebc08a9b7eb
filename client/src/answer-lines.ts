import { received } from './whole-answer.js';

/**
 * The lines of a stream of text, as they come. What is left after the last line break is a line too.
 * @throws LostAnswer where the stream breaks off
 */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let begun = '';
  try {
    for (;;) {
      const { done, value } = await received(reader.read());
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true });
      const [end = '', ...lines] = text.split('\n');
      begun += end;
      for (const line of lines) {
        yield begun;
        begun = line;
      }
      if (done) {
        break;
      }
    }
    if (begun !== '') {
      yield begun;
    }
  } finally {
    // The rest of the answer is not wanted, or there is none.
    await reader.cancel().catch(() => undefined);
  }
}
