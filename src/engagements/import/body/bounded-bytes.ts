import { DomainError } from '../../../errors/domain-error.js';
import { BrokenOff } from './broken-off.js';
import { importLimits } from '../import-limits.js';

/** How long an import may take, and by which clock. */
interface ImportTime {
  readonly durationMs?: number;
  readonly now?: () => number;
}

/**
 * The bytes of an import as they come in, as long as it is not too large and does not take too long.
 * @throws DomainError `payload-too-large`
 * @throws BrokenOff when time is up
 */
export async function* boundedBytes(
  bytes: AsyncIterable<Uint8Array>,
  { durationMs = importLimits.durationMs, now = () => performance.now() }: ImportTime = {},
): AsyncGenerator<Uint8Array> {
  const end = now() + durationMs;
  let received = 0;
  for await (const chunk of bytes) {
    received += chunk.length;
    requireFewBytes(received);
    if (now() > end) {
      throw new BrokenOff(
        'invalid-request',
        `An import may take ${durationMs / 60_000} minutes: what came after them was not read.`,
      );
    }
    yield chunk;
  }
}

/**
 * @param bytes how many there are, or are to be
 * @throws DomainError `payload-too-large`
 */
export function requireFewBytes(bytes: number): void {
  if (bytes > importLimits.bytes) {
    throw new DomainError(
      'payload-too-large',
      `An import has ${importLimits.bytes / 1_000_000} MB at most: what came after them was not read.`,
    );
  }
}
