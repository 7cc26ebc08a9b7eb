import { expect, it } from '@jest/globals';
import { drawChart } from './chart.js';
import { throughputAt } from './throughput.factory.js';

const picture = drawChart(throughputAt({ bare: 1000, stock: 250, product: 500 }));

it('bars are as long as their numbers are large', () => {
  const bars = [...picture.matchAll(/x="210" y="\d+" width="(?<width>[\d.]+)"/g)];
  const [bare, stock, product] = bars
    .map(({ groups }) => Number(groups?.['width']))
    .filter((width) => width > 12);

  expect(stock).toBe(Number(bare) / 4);
  expect(product).toBe(Number(bare) / 2);
});

it('each number stands beside its bar', () => {
  expect(picture.match(/>250</g)).toHaveLength(6);
});
