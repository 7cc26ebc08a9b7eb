import type { Measured } from './orders.js';

/** @param latencies in milliseconds, in any order */
export function measuredSince(started: number, latencies: readonly number[]): Measured {
  return {
    count: latencies.length,
    seconds: (performance.now() - started) / 1000,
    latencies: latencies.toSorted((a, b) => a - b),
  };
}
