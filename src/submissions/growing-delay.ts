/**
 * An exponentially growing delay with equal jitter: the doubled delay, less a random half of it. So each delay is at
 * least as long as the one before, up to half of the longest, and many who failed together do not come back together.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. (Its full jitter would spread them further, but
 * may try again at once; the pace spreads calls anyway.)
 * @param setbacks how many delays there were before
 * @returns whole milliseconds
 */
export function growingDelayMs(
  baseMs: number,
  setbacks: number,
  longestMs: number,
  random = Math.random(),
): number {
  const ceiling = Math.min(longestMs, baseMs * 2 ** Math.min(setbacks, 30));
  return Math.round(ceiling * (1 - random / 2));
}
