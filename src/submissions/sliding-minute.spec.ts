import { expect, it } from '@jest/globals';
import { SlidingMinute } from './sliding-minute.js';

it('counts what happened within a minute, and forgets it after', () => {
  let now = 5_000_000;
  const minute = new SlidingMinute(() => now);
  expect(minute.count()).toBe(0);
  minute.add();
  minute.add();
  now += 30_000;
  minute.add();
  expect(minute.count()).toBe(3);
  now += 29_000;
  expect(minute.count()).toBe(3);
  now += 1000;
  expect(minute.count()).toBe(1);
  now += 30_000;
  expect(minute.count()).toBe(0);
});

it('forgets all after a long silence', () => {
  let now = 0;
  const minute = new SlidingMinute(() => now);
  for (let second = 0; second < 60; second += 1) {
    now = second * 1000;
    minute.add();
  }
  expect(minute.count()).toBe(60);
  now += 86_400_000;
  minute.add();
  expect(minute.count()).toBe(1);
});
