import { expect, it } from '@jest/globals';
import { compare } from './targets.js';
import { throughputAt } from './throughput.factory.js';

const comparisonOf = (rates: Parameters<typeof throughputAt>[0], against: 'bare' | 'stock') =>
  compare(throughputAt(rates)).find((one) => one.workload === 'complete' && one.against === against);

it('the product is compared with each of the others', () => {
  const rates = { bare: 1000, stock: 400, product: 500 };

  expect(comparisonOf(rates, 'bare')?.ratio).toBe(0.5);
  expect(comparisonOf(rates, 'stock')?.ratio).toBe(1.25);
});

it('a check lets pass what misses its target, but not by far', () => {
  const { target, bound } = comparisonOf({ bare: 1, stock: 1, product: 1 }, 'bare') ?? {};

  expect(bound).toBeLessThan(Number(target));
  expect(bound).toBeGreaterThan(0);
});

it('what was not measured is no ratio', () => {
  expect(compare([]).map(({ ratio }) => ratio)).toEqual(Array(12).fill(Number.NaN));
});
