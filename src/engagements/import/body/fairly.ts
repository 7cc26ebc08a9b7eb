import { setImmediate as turn } from 'node:timers/promises';

/** For how long one import works without a pause for what else this process has to do. */
const MS_AT_ONCE = 10;

/**
 * Items as they come, with pauses. Where they are there already nothing else pauses: to go on to the next one waits for
 * no event, and Node reads 2 MB of a body in one go.
 */
export async function* fairly<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  let rested = performance.now();
  for await (const item of items) {
    if (performance.now() - rested > MS_AT_ONCE) {
      await turn();
      rested = performance.now();
    }
    yield item;
  }
}
