import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { AutoResetEvent } from './auto-reset-event.js';

let event: AutoResetEvent;
/** How many waits have ended. */
let wakeUps: number;

beforeEach(() => {
  jest.useFakeTimers();
  event = new AutoResetEvent();
  wakeUps = 0;
});
afterEach(() => {
  jest.useRealTimers();
});

const wait = (ms: number) => {
  void event.wait(ms).then(() => {
    wakeUps += 1;
  });
};
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

it('waits for its time', async () => {
  wait(500);

  await pass(499);
  expect(wakeUps).toBe(0);
  await pass(1);
  expect(wakeUps).toBe(1);
});

it('wakes who waits, and leaves no timer behind', async () => {
  wait(500);
  await pass(1);

  event.set();
  await pass(0);

  expect(wakeUps).toBe(1);
  expect(jest.getTimerCount()).toBe(0);
});

it('wakes who comes later, once', async () => {
  event.set();
  event.set();

  wait(500);
  await pass(0);
  expect(wakeUps).toBe(1);

  wait(500);
  await pass(499);
  expect(wakeUps).toBe(1);
});

it('is reset by waking who waits', async () => {
  wait(500);
  event.set();
  await pass(0);

  wait(500);
  await pass(499);

  expect(wakeUps).toBe(1);
});

it('remembers what it was set for after a wait was over', async () => {
  wait(500);
  await pass(500);

  event.set();
  wait(500);
  await pass(0);

  expect(wakeUps).toBe(2);
});
