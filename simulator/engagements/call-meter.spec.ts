import { describe, expect, it } from '@jest/globals';

import { CallMeter } from './call-meter.js';
import { SlidingSecond } from './sliding-second.js';

const times = (count: number, step: number) => Array.from({ length: count }, (_, index) => index * step);

describe('CallMeter', () => {
  it('admits 15 calls in any second and the next when the first is a second old', () => {
    const meter = new CallMeter(15);
    const admitted = times(15, 10).map((now) => meter.admit(now));
    expect(admitted).not.toContain(false);
    expect([999, 1000, 1001, 1010].map((now) => meter.admit(now))).toEqual([false, true, false, true]);
    expect(meter.counts().throttled).toBe(2);
  });

  it('takes nothing from the quota for a throttled call', () => {
    const meter = new CallMeter(1);
    expect([0, 100, 500, 999, 1000].map((now) => meter.admit(now))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('admits everything at rate 0', () => {
    const meter = new CallMeter(0);
    expect(times(1000, 0).map((now) => meter.admit(now))).not.toContain(false);
  });

  it('keeps the busiest second, throttled calls included', () => {
    const meter = new CallMeter(1);
    for (const now of [0, 10, 20, 1015, 1016, 5000]) {
      meter.arrive(now);
      meter.admit(now);
    }
    expect(meter.counts()).toEqual({ total: 6, throttled: 3, maxPerSlidingSecond: 3 });
  });
});

describe('SlidingSecond', () => {
  it('keeps its order when it grows after its start has moved', () => {
    const second = new SlidingSecond();
    for (const now of times(1000, 40)) {
      expect(second.countAt(now)).toBe(Math.min(now / 40, 24));
      second.add(now);
    }
    for (let index = 0; index < 100; index += 1) {
      second.add(40_000 + index);
    }
    expect(second.countAt(40_099)).toBe(124 - 2);
    expect(second.countAt(41_050)).toBe(49);
    expect(second.countAt(99_999)).toBe(0);
  });
});
