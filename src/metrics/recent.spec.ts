import { expect, it } from '@jest/globals';
import { Recent } from './recent.js';

const limits = { maxAgeMs: 60_000, limitMs: 60_000 };

it('asks once for those that want it at once, and for those that come soon after', async () => {
  let asked = 0;
  const recent = new Recent(() => Promise.resolve((asked += 1)), limits);
  expect(await Promise.all([recent.value(), recent.value()])).toEqual([1, 1]);
  expect(await recent.value()).toBe(1);
});

it('asks anew for those that come later', async () => {
  let asked = 0;
  const recent = new Recent(() => Promise.resolve((asked += 1)), { ...limits, maxAgeMs: 0 });
  await recent.value();
  expect(await recent.value()).toBe(2);
});

it('has no value where asking fails, and asks again', async () => {
  let asked = 0;
  const recent = new Recent(
    () => ((asked += 1) === 1 ? Promise.reject(new Error('away')) : Promise.resolve('back')),
    limits,
  );
  expect(await recent.value()).toBeUndefined();
  expect(await recent.value()).toBe('back');
});

it('gives up waiting, asks no second time meanwhile, and has the answer once it is there', async () => {
  const answer = Promise.withResolvers<string>();
  let asked = 0;
  const recent = new Recent(
    () => {
      asked += 1;
      return answer.promise;
    },
    { ...limits, limitMs: 1 },
  );
  expect(await recent.value()).toBeUndefined();
  expect(await recent.value()).toBeUndefined();
  answer.resolve('late');
  await answer.promise;
  expect(await recent.value()).toBe('late');
  expect(asked).toBe(1);
});
