import type { IncomingMessage } from 'node:http';

/**
 * How often a request has a header: of several, Node's own `headers` have the first one only.
 * @param name in lower case
 */
export function countHeader({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0;
  // Names and values in turns.
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const one = rawHeaders[index];
    if (one?.length === name.length && one.toLowerCase() === name) {
      count += 1;
    }
  }
  return count;
}
