import { describe, expect, it } from '@jest/globals';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import { afterAttempt, retryDelayMs } from './after-attempt.js';

const engagement = { id: 'eng-1', arn: 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-1' };
const accepted: AttemptOutcome = { kind: 'accepted', engagement };
const refused: AttemptOutcome = {
  kind: 'refused',
  problem: { code: 'partner-central-conflict', detail: 'No.', awsRequestId: 'request-1' },
};
const notDone: AttemptOutcome = {
  kind: 'notDone',
  problem: { code: 'partner-central-throttled', detail: 'Later.' },
};
const unknown: AttemptOutcome = {
  kind: 'unknown',
  problem: { code: 'partner-central-timeout', detail: 'Nobody knows.' },
};

const more = { remaining: 1, made: 1 };
const last = { remaining: 0, made: 8 };
const knownSoFar = { outcomeUnknown: false };
const unknownBefore = { outcomeUnknown: true };

describe('after an attempt', () => {
  it.each([
    ['accepted', accepted, more, knownSoFar, 'submitted'],
    ['accepted, the last', accepted, last, knownSoFar, 'submitted'],
    ['accepted after an unknown', accepted, more, unknownBefore, 'submitted'],
    ['accepted after an unknown, the last', accepted, last, unknownBefore, 'submitted'],
    ['refused', refused, more, knownSoFar, 'rejected'],
    ['refused, the last', refused, last, knownSoFar, 'rejected'],
    ['refused after an unknown', refused, more, unknownBefore, 'unresolved'],
    ['refused after an unknown, the last', refused, last, unknownBefore, 'unresolved'],
    ['not done', notDone, more, knownSoFar, 'submitting'],
    ['not done, the last', notDone, last, knownSoFar, 'rejected'],
    ['not done after an unknown', notDone, more, unknownBefore, 'submitting'],
    ['not done after an unknown, the last', notDone, last, unknownBefore, 'unresolved'],
    ['unknown', unknown, more, knownSoFar, 'submitting'],
    ['unknown, the last', unknown, last, knownSoFar, 'unresolved'],
    ['unknown after an unknown', unknown, more, unknownBefore, 'submitting'],
    ['unknown after an unknown, the last', unknown, last, unknownBefore, 'unresolved'],
  ])('%s', (_, outcome, attempts, before, status) => {
    expect(afterAttempt(outcome, { ...attempts, ...before }, 1000)).toMatchObject({ status });
  });

  it.each([
    ['not done', notDone, knownSoFar, false],
    ['not done after an unknown', notDone, unknownBefore, true],
    ['unknown', unknown, knownSoFar, true],
    ['unknown after an unknown', unknown, unknownBefore, true],
  ])('%s: whether the engagement may exist is kept', (_, outcome, before, outcomeUnknown) => {
    expect(afterAttempt(outcome, { ...more, ...before }, 1000)).toMatchObject({ outcomeUnknown });
  });

  it('that was refused the engagement may be sent again under a new token', () => {
    const tokens = [1, 2].map(() => {
      const consequence = afterAttempt(refused, { ...more, ...knownSoFar }, 1000);
      return consequence.status === 'rejected' ? consequence.nextClientToken : '';
    });

    expect(new Set(tokens).size).toBe(2);
    // AWS takes up to 64 printable ASCII characters without blanks.
    expect(tokens.filter((token) => !/^[!-~]{1,64}$/.test(token))).toEqual([]);
  });

  it.each([
    ['unresolved', refused, unknownBefore],
    ['submitting', notDone, knownSoFar],
  ])('that leaves it %s there is no new token', (_, outcome, before) => {
    expect(afterAttempt(outcome, { ...more, ...before }, 1000)).not.toHaveProperty('nextClientToken');
  });

  it('that was accepted it is the engagement that AWS made', () => {
    expect(afterAttempt(accepted, { ...more, ...knownSoFar }, 1000)).toEqual({
      status: 'submitted',
      engagement,
    });
  });

  it('that failed the error is kept as a problem', () => {
    expect(afterAttempt(refused, { ...more, ...knownSoFar }, 1000)).toMatchObject({
      lastError: {
        type: '/problems/partner-central-conflict',
        title: 'Partner Central reports a conflict',
        status: 409,
        detail: 'No.',
        awsRequestId: 'request-1',
      },
    });
  });
});

describe('the delay before the next attempt', () => {
  it.each([
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [8, 128_000],
    [9, 256_000],
    [10, 300_000],
    [100, 300_000],
    [1_000_000, 300_000],
  ])('after %i attempts is anything up to %i ms', (made, most) => {
    expect(retryDelayMs(made, 1000, 0)).toBe(0);
    expect(retryDelayMs(made, 1000, 0.5)).toBe(most / 2);
    expect(retryDelayMs(made, 1000, 1)).toBe(most);
  });

  it.each([
    [1, 1, 1],
    [1, 300_000, 300_000],
    [2, 300_000, 300_000],
  ])('after %i attempts, from %i ms, is %i ms at most', (made, baseMs, most) => {
    expect(retryDelayMs(made, baseMs, 1)).toBe(most);
  });

  it.each([notDone, unknown])('is not shorter than AWS asks for: $kind', (outcome) => {
    expect(
      afterAttempt({ ...outcome, retryAfterMs: 30_000 }, { ...more, ...knownSoFar }, 1000),
    ).toMatchObject({
      delayMs: 30_000,
    });
  });

  it('is an hour at most, whatever AWS asks for', () => {
    expect(
      afterAttempt({ ...notDone, retryAfterMs: 999_999_000 }, { ...more, ...knownSoFar }, 1000),
    ).toMatchObject({ delayMs: 3_600_000 });
  });
});
