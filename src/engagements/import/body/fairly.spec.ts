import { expect, it } from '@jest/globals';
import { fairly } from './fairly.js';

async function* items(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) {
    yield await Promise.resolve(number);
  }
}

const work = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

it('hands on every item', async () => {
  const seen: number[] = [];
  for await (const item of fairly(items(3))) {
    seen.push(item);
  }

  expect(seen).toEqual([0, 1, 2]);
});

it('lets others have their turn in between', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('other'));
  for await (const item of fairly(items(3))) {
    order.push(`item ${item}`);
    work(20);
  }

  expect(order).toEqual(['item 0', 'other', 'item 1', 'item 2']);
});
