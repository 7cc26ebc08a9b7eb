/** The longest backoff is reached at the sixth failure in a row. */
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 10_000;

/** Between any two requests, whatever the server says of it: nothing makes a hot loop. */
const SHORTEST_PAUSE_MS = 100;

/** How much later than it was told to a caller comes back, at most: or else all would at once. */
const SPREAD_MS = 500;

/** What timers take: about 24 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * How long to wait before the next request.
 * @param failures how many requests in a row were answered without `Retry-After`, or not at all; from 1
 * @param retryAfterMs what the answer said, if it did
 * @param tookMs how much of a backoff has passed already
 * @param random from 0 to 1
 */
export function pauseMs(
  failures: number,
  retryAfterMs: number | undefined,
  tookMs: number,
  random: number,
): number {
  if (retryAfterMs !== undefined) {
    return Math.min(LONGEST_TIMER_MS, Math.max(SHORTEST_PAUSE_MS, retryAfterMs + random * SPREAD_MS));
  }
  // "Full jitter": any time up to the backoff.
  const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
  return Math.max(SHORTEST_PAUSE_MS, random * backoff - tookMs);
}

/**
 * What `Retry-After` asks for, as seconds or as a date (RFC 9110 section 10.2.3); undefined where it is missing or can't
 * be read. A date is held against the server's own clock, where the answer has it.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) {
    return Number(value) * 1000;
  }
  // A date has a name of a day; `Date.parse` also takes much that is none.
  const at = /^[A-Z][a-z]+,? /.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) {
    return undefined;
  }
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(serverNow) ? Date.now() : serverNow));
}

/** Resolves after a time. @throws the signal's reason, as soon as it is aborted */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever the caller aborted with
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}
