import { describe, expect, it } from '@jest/globals';
import { pause, pauseMs, retryAfterMs } from './pauses.js';

describe('pauseMs', () => {
  it('grows with the failures, up to a limit', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 100, 2000].map((failures) => pauseMs(failures, undefined, 0, 1));

    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000]);
  });

  it('is any time up to that', () => {
    expect(pauseMs(4, undefined, 0, 0.5)).toBe(2000);
    expect(pauseMs(4, undefined, 0, 0.25)).toBe(1000);
  });

  it('is never none at all, whatever the server says', () => {
    expect(pauseMs(1, undefined, 0, 0)).toBe(100);
    expect(pauseMs(0, 0, 0, 0)).toBe(100);
    expect(pauseMs(9, undefined, 60_000, 0.5)).toBe(100);
  });

  it('heeds Retry-After, and comes a little later', () => {
    expect(pauseMs(7, 3000, 0, 0)).toBe(3000);
    expect(pauseMs(7, 3000, 0, 1)).toBe(3500);
  });

  it('stays within what timers take', () => {
    expect(pauseMs(0, 1e12, 0, 1)).toBe(2 ** 31 - 1);
  });
});

describe('retryAfterMs', () => {
  const of = (headers: Record<string, string>) => retryAfterMs(new Headers(headers));

  it('reads seconds', () => {
    expect(of({ 'retry-after': '7' })).toBe(7000);
    expect(of({ 'retry-after': ' 0 ' })).toBe(0);
  });

  it('reads a date, by the clock of the server', () => {
    const date = 'Thu, 26 Nov 2026 10:00:00 GMT';

    expect(of({ 'retry-after': 'Thu, 26 Nov 2026 10:00:30 GMT', date })).toBe(30_000);
    expect(of({ 'retry-after': 'Thu, 26 Nov 2026 09:59:30 GMT', date })).toBe(0);
    expect(of({ 'retry-after': 'Thursday, 26-Nov-26 10:00:05 GMT', date })).toBe(5000);
  });

  it('reads a date by its own clock where the answer has none', () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();

    expect(of({ 'retry-after': inAMinute })).toBeGreaterThan(50_000);
    expect(of({ 'retry-after': inAMinute })).toBeLessThanOrEqual(60_000);
  });

  it.each(['', 'soon', '-5', '1.5', '1e9', '2026-11-26'])('passes over %p', (value) => {
    expect(of({ 'retry-after': value })).toBeUndefined();
  });
});

describe('pause', () => {
  it('ends at once with the signal’s reason', async () => {
    const leaving = new AbortController();
    const waiting = pause(60_000, leaving.signal);
    leaving.abort(new Error('enough'));

    await expect(waiting).rejects.toThrow('enough');
    await expect(pause(60_000, leaving.signal)).rejects.toThrow('enough');
  });
});
