/** What a stream has, one by one; it is cancelled where nobody wants the rest. Not every browser can iterate over one. */
export async function* streamed<T>(stream: ReadableStream<T>): AsyncGenerator<T, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
