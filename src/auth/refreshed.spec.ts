import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Refreshed } from './refreshed.js';

const plan = { freshMs: 100, usableMs: 300, failureMs: 50, newer: { burst: 2, everyMs: 1000 } };

let loads: number;
let failing: boolean;
let refreshed: Refreshed<number>;

/** Only the clock is made up: what waits here waits for promises. */
beforeEach(() => {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  loads = 0;
  failing = false;
  refreshed = new Refreshed(() => {
    loads += 1;
    return failing ? Promise.reject(new Error(`failure ${loads}`)) : Promise.resolve(loads);
  }, plan);
});
afterEach(() => {
  jest.useRealTimers();
});

const pass = (ms: number) => {
  jest.advanceTimersByTime(ms);
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('what is kept', () => {
  it('is loaded once for all who ask at the same time', async () => {
    expect(await Promise.all([refreshed.current(), refreshed.current()])).toEqual([1, 1]);
    expect(await refreshed.current()).toBe(1);
    expect(loads).toBe(1);
  });

  it('is used and loaded anew behind it once it is not fresh', async () => {
    await refreshed.current();
    pass(101);
    expect(await refreshed.current()).toBe(1);
    await settle();
    expect(await refreshed.current()).toBe(2);
  });

  it('is waited for once it is too old', async () => {
    await refreshed.current();
    pass(301);
    expect(await refreshed.current()).toBe(2);
  });
});

describe('a failure', () => {
  it('leaves what is usable, and stands for a moment where there is none', async () => {
    await refreshed.current();
    failing = true;
    pass(101);
    expect(await refreshed.current()).toBe(1);
    await settle();
    pass(201);
    await expect(refreshed.current()).rejects.toThrow('failure 3');
    await expect(refreshed.current()).rejects.toThrow('failure 3');
    pass(51);
    failing = false;
    expect(await refreshed.current()).toBe(4);
  });
});

describe('a newer one', () => {
  it('is loaded so often at once, and then at its own pace', async () => {
    await refreshed.current();
    expect([await refreshed.newer(), await refreshed.newer(), await refreshed.newer()]).toEqual([
      2,
      3,
      undefined,
    ]);
    pass(1001);
    expect(await refreshed.newer()).toBe(4);
    expect(await refreshed.newer()).toBeUndefined();
  });

  it('begins after it was asked for', async () => {
    const first = refreshed.current();
    expect(await refreshed.newer()).toBe(2);
    expect(await first).toBe(1);
  });

  it('is one for all who wait for the same one to end', async () => {
    const first = refreshed.current();
    expect(await Promise.all([refreshed.newer(), refreshed.newer(), first])).toEqual([2, 2, 1]);
  });
});
