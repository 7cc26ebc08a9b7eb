import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  courseOf,
  createdEngagement,
  HOUR_MS,
  policy,
  submission,
  unresolvedSubmission,
} from '../../test/support/submissions.factory.js';
import type { LookUp, SubmissionState } from './submission-state.js';
import { acceptedLate, afterLookUp, isTooOldToSend, lookedUpFirst } from './submission-transitions.js';

const found: LookUp = { kind: 'found', engagement: createdEngagement };
const absent: LookUp = { kind: 'absent' };
const unclear: LookUp = { kind: 'unclear', detail: 'More than one.' };
const lookUps = [found, absent, unclear];
const DAY_MS = 24 * HOUR_MS;
const OLD_ENOUGH_MS = 70_000;

/** One that an operator has submitted again. */
const takenUpAgain = submission({ attempts: 9, outcomeUnknown: true, openForMs: DAY_MS - 1 });

beforeEach(() => {
  // Without chance each delay is the longest that it can be.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('what a look-up makes of it', () => {
  const sent = 'unresolved, sent next';
  const left = 'unresolved, looked up next';
  const states: [string, SubmissionState, Record<LookUp['kind'], string>][] = [
    ['unresolved', unresolvedSubmission(), { found: 'submitted', absent: sent, unclear: sent }],
    [
      'unresolved for almost a day',
      unresolvedSubmission({ openForMs: DAY_MS - 1 }),
      { found: 'submitted', absent: sent, unclear: sent },
    ],
    // AWS may have forgotten the token: only where it shows nothing is it sent again.
    [
      'unresolved for a day',
      unresolvedSubmission({ openForMs: DAY_MS }),
      { found: 'submitted', absent: sent, unclear: left },
    ],
    [
      'lost twice in a row',
      unresolvedSubmission({ lostInARow: 2 }),
      { found: 'submitted', absent: sent, unclear: sent },
    ],
    [
      'lost three times in a row',
      unresolvedSubmission({ lostInARow: 3 }),
      { found: 'submitted', absent: left, unclear: left },
    ],
    [
      'lost many times in a row',
      unresolvedSubmission({ lostInARow: 20 }),
      { found: 'submitted', absent: left, unclear: left },
    ],
    [
      'submitted again by an operator',
      takenUpAgain,
      {
        found: 'submitted',
        absent: 'submitting, sent next',
        unclear: 'submitting, sent next',
      },
    ],
    // The operator's word does not make AWS remember the token.
    [
      'submitted again by an operator after a day',
      { ...takenUpAgain, openForMs: DAY_MS },
      {
        found: 'submitted',
        absent: 'submitting, sent next',
        unclear: left,
      },
    ],
  ];

  it.each(states)('%s, never refused', (_, state, courses) => {
    for (const lookUp of lookUps) {
      expect(courseOf(afterLookUp(state, lookUp, undefined, policy))).toBe(courses[lookUp.kind]);
    }
  });

  it.each(states)('%s, refused a moment ago', (_, state, courses) => {
    for (const lookUp of lookUps) {
      const transition = afterLookUp(state, lookUp, OLD_ENOUGH_MS - 1, policy);

      expect(courseOf(transition)).toBe(courses[lookUp.kind]);
    }
  });

  it.each(states)('%s, refused long ago', (_, state, courses) => {
    const all = { ...courses, absent: 'rejected' };

    for (const lookUp of lookUps) {
      expect(courseOf(afterLookUp(state, lookUp, OLD_ENOUGH_MS, policy))).toBe(all[lookUp.kind]);
      expect(courseOf(afterLookUp(state, lookUp, 100 * DAY_MS, policy))).toBe(all[lookUp.kind]);
    }
  });
});

describe('found', () => {
  it('is what AWS has, and the history says how that was found out', () => {
    const transition = afterLookUp(unresolvedSubmission(), found, OLD_ENOUGH_MS, policy);

    expect(transition).toMatchObject({ created: createdEngagement, lastError: null });
    expect(transition).not.toHaveProperty('nextClientToken');
    expect(transition.events).toEqual([
      { type: 'reconciliation', details: { decision: 'found in AWS', arn: createdEngagement.arn } },
      { type: 'settled', details: { status: 'submitted', arn: createdEngagement.arn } },
    ]);
  });
});

describe('absent', () => {
  it('well after a refusal it may be submitted again, under a new token', () => {
    const transition = afterLookUp(unresolvedSubmission(), absent, OLD_ENOUGH_MS, policy);

    expect(transition).toMatchObject({ status: 'rejected', nextClientToken: expect.any(String) });
    // What AWS has said stays what the caller is told.
    expect(transition.lastError).toBeUndefined();
    expect(transition.events).toEqual([
      { type: 'reconciliation', details: { decision: 'refused, and not in AWS' } },
      { type: 'settled', details: { status: 'rejected' } },
    ]);
  });

  it.each([
    ['the defaults', 60_000, 10_000],
    ['the shortest delay', 1, 10_000],
    ['the longest call', 60_000, 300_000],
    ['the longest of both', HOUR_MS, 300_000],
  ])('makes a refusal a no once that is as old as a delay and a call: %s', (_, delayMs, limitMs) => {
    const by = { ...policy, reconciliationDelayMs: delayMs, callLimitMs: limitMs };
    const statusAfter = (refusedForMs: number) =>
      afterLookUp(unresolvedSubmission(), absent, refusedForMs, by).status;

    expect(statusAfter(delayMs + limitMs)).toBe('rejected');
    expect(statusAfter(delayMs + limitMs - 1)).toBe('unresolved');
    expect(statusAfter(Math.max(delayMs, limitMs))).toBe('unresolved');
    expect(statusAfter(0)).toBe('unresolved');
  });

  it('makes no no without a refusal, whatever came before', () => {
    const states = [unresolvedSubmission(), takenUpAgain].flatMap((state) =>
      [0, 3, 1000].flatMap((count) =>
        [0, 5000 * DAY_MS].map((ms) => ({
          ...state,
          attempts: 1 + count,
          unknownAttempts: count,
          setbacks: count,
          lostInARow: count,
          openForMs: ms,
          waitingForMs: ms,
        })),
      ),
    );

    const statuses = states.map((state) => afterLookUp(state, absent, undefined, policy).status);

    expect(statuses.filter((status) => status !== 'submitting' && status !== 'unresolved')).toEqual([]);
  });
});

describe('sent again after a look-up', () => {
  it.each([
    ['absent', absent, {}],
    ['unclear', unclear, { reason: 'More than one.' }],
  ])('goes out at once, with nothing else changed: %s', (kind, lookUp, reason) => {
    const state = unresolvedSubmission({ setbacks: 4, urgency: 5, lostInARow: 2 });

    expect(afterLookUp(state, lookUp, 1, policy)).toEqual({
      status: 'unresolved',
      next: { step: 'send', inMs: 0, urgency: 5 },
      outcomeUnknown: true,
      unknownAttempts: 8,
      setbacks: 4,
      lostInARow: 2,
      // Until an attempt ends otherwise.
      refusal: 'kept',
      isWaiting: false,
      // It may be sent for a while, however old its token is.
      absentNow: kind === 'absent',
      events: [{ type: 'reconciliation', details: { decision: `${kind}; sent again`, ...reason } }],
    });
  });
});

describe('left open by a look-up', () => {
  it.each([
    [0, 60_000],
    [1, 120_000],
    [5, 1_920_000],
    [6, HOUR_MS],
    [1_000_000, HOUR_MS],
  ])('with %i setbacks is looked up again in %i ms', (setbacks, inMs) => {
    const state = unresolvedSubmission({ setbacks, lostInARow: 3 });

    expect(afterLookUp(state, absent, 1, policy)).toMatchObject({
      next: { step: 'look_up', inMs, urgency: 0 },
      setbacks: setbacks + 1,
      refusal: 'kept',
    });
  });

  it('says why, and when the next look-up comes', () => {
    const state = unresolvedSubmission({ openForMs: DAY_MS });

    expect(afterLookUp(state, unclear, undefined, policy).events).toEqual([
      {
        type: 'reconciliation',
        details: { decision: 'unclear; left open', reason: 'More than one.', retryInMs: 120_000 },
      },
    ]);
  });
});

describe('what may have been created a day ago', () => {
  const old = { outcomeUnknown: true, openForMs: DAY_MS };

  it.each([
    ['a moment before', { ...old, openForMs: DAY_MS - 1 }, undefined, false],
    ['never looked up', old, undefined, true],
    ['absent just now', old, 0, false],
    ['absent almost ten minutes ago', old, 599_999, false],
    ['absent ten minutes ago', old, 600_000, true],
    ['absent long ago', old, DAY_MS, true],
    ['with no unknown outcome', { ...old, outcomeUnknown: false }, undefined, false],
    [
      'with no unknown outcome, years ago',
      { outcomeUnknown: false, openForMs: 1000 * DAY_MS },
      600_000,
      false,
    ],
  ])('is not sent unless AWS has just shown nothing of it: %s', (_, state, absentForMs, isTooOld) => {
    expect(isTooOldToSend(state, absentForMs)).toBe(isTooOld);
  });

  it('is looked up at once instead, with nothing else changed', () => {
    for (const state of [takenUpAgain, unresolvedSubmission({ setbacks: 3, lostInARow: 2, urgency: 5 })]) {
      const { status, unknownAttempts, setbacks, lostInARow, urgency } = state;

      expect(lookedUpFirst(state)).toEqual({
        status,
        next: { step: 'look_up', inMs: 0, urgency },
        outcomeUnknown: true,
        unknownAttempts,
        setbacks,
        lostInARow,
        refusal: 'kept',
        isWaiting: false,
        absentNow: false,
        events: [],
      });
    }
  });
});

describe('what AWS has accepted, told after its attempt was taken for lost', () => {
  const decision = 'accepted, as an attempt came to tell late';
  const { arn } = createdEngagement;

  it.each(['submitting', 'unresolved'] as const)('is submitted: %s', (status) => {
    const transition = acceptedLate(unresolvedSubmission({ status }), 4, createdEngagement, false);

    expect(transition).toMatchObject({ status: 'submitted', created: createdEngagement, lastError: null });
    expect(transition).not.toHaveProperty('next');
    expect(transition).not.toHaveProperty('nextClientToken');
    expect(transition.events).toEqual([
      { type: 'reconciliation', details: { decision, attempt: 4, arn } },
      { type: 'settled', details: { status: 'submitted', arn } },
    ]);
  });

  it('ends the attempt that has overtaken it', () => {
    const state = submission({ attempts: 5, outcomeUnknown: true });

    expect(acceptedLate(state, 4, createdEngagement, true).events).toEqual([
      { type: 'attempt-lost', details: { attempt: 5 } },
      { type: 'reconciliation', details: { decision, attempt: 4, arn } },
      { type: 'settled', details: { status: 'submitted', arn } },
    ]);
  });
});
