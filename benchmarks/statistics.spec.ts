import { describe, expect, it } from '@jest/globals';
import { median, percentile } from './statistics.js';

describe('the median', () => {
  it.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  it.each([
    [0, 1],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ])('%d of a hundred values is not exceeded by that share of them', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });
});

it('nothing measured has neither', () => {
  expect(() => median([])).toThrow('Nothing was measured');
  expect(() => percentile([], 0.5)).toThrow('Nothing was measured');
});
