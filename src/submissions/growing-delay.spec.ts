import { describe, expect, it } from '@jest/globals';
import { growingDelayMs } from './growing-delay.js';

describe('a growing delay', () => {
  it.each([
    [0, 1000],
    [1, 2000],
    [2, 4000],
    [7, 128_000],
    [8, 256_000],
    [9, 300_000],
    [100, 300_000],
    [1_000_000, 300_000],
  ])('after %i others is anything from a half up to %i ms', (setbacks, most) => {
    expect(growingDelayMs(1000, setbacks, 300_000, 0)).toBe(most);
    expect(growingDelayMs(1000, setbacks, 300_000, 0.5)).toBe(most * 0.75);
    expect(growingDelayMs(1000, setbacks, 300_000, 1)).toBe(most / 2);
  });

  it.each([
    ['the shortest that can be set', 1, 300_000],
    ['the default', 1000, 300_000],
    ['the default distance', 60_000, 3_600_000],
    ['the longest that can be set', 3_600_000, 3_600_000],
    ['one beyond the longest', 7_200_000, 3_600_000],
  ])('from %s is never zero, never too long, and whole', (_, baseMs, longestMs) => {
    const delays = Array.from({ length: 60 }, (__, setbacks) =>
      [0, 0.3, 1].map((random) => growingDelayMs(baseMs, setbacks, longestMs, random)),
    ).flat();

    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...delays)).toBe(longestMs);
    expect(delays.filter((delay) => !Number.isInteger(delay))).toEqual([]);
  });

  it('is at least as long as the one before while it doubles, however chance will have it', () => {
    for (let setbacks = 0; setbacks < 8; setbacks += 1) {
      const longest = growingDelayMs(1000, setbacks, 300_000, 0);

      expect(growingDelayMs(1000, setbacks + 1, 300_000, 1)).toBeGreaterThanOrEqual(
        Math.min(longest, 150_000),
      );
    }
  });

  it('differs for many who failed together', () => {
    const delays = Array.from({ length: 100 }, () => growingDelayMs(1000, 8, 300_000));

    expect(new Set(delays).size).toBeGreaterThan(50);
  });
});
