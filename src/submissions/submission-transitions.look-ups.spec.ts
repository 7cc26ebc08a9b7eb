import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  courseOf,
  createdEngagement,
  HOUR_MS,
  rules,
  submission,
  unresolvedSubmission,
} from '../../test/support/submissions.factory.js';
import {
  afterLookUp,
  type LookUp,
  resolved,
  type SubmissionState,
  takenUp,
  type Urgency,
} from './submission-transitions.js';

const found: LookUp = { kind: 'found', engagement: createdEngagement };
const absent: LookUp = { kind: 'absent' };
const unclear: LookUp = { kind: 'unclear', detail: 'More than one.' };
const DAY_MS = 24 * HOUR_MS;
const OLD_ENOUGH_MS = 70_000;

/** One that an operator has submitted again. */
const takenUpAgain = submission({ attempts: 9, outcomeUnknown: true, openForMs: DAY_MS });

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
      { found: 'submitted', absent: 'submitting, sent next', unclear: 'submitting, sent next' },
    ],
  ];

  it.each(states)('%s, never refused', (_, state, courses) => {
    for (const lookUp of [found, absent, unclear]) {
      expect(courseOf(afterLookUp(state, lookUp, undefined, rules))).toBe(courses[lookUp.kind]);
    }
  });

  it.each(states)('%s, refused a moment ago', (_, state, courses) => {
    for (const lookUp of [found, absent, unclear]) {
      const transition = afterLookUp(state, lookUp, OLD_ENOUGH_MS - 1, rules);

      expect(courseOf(transition)).toBe(courses[lookUp.kind]);
    }
  });

  it.each(states)('%s, refused long ago', (_, state, courses) => {
    const all = { ...courses, absent: 'rejected' };

    for (const lookUp of [found, absent, unclear]) {
      expect(courseOf(afterLookUp(state, lookUp, OLD_ENOUGH_MS, rules))).toBe(all[lookUp.kind]);
      expect(courseOf(afterLookUp(state, lookUp, 100 * DAY_MS, rules))).toBe(all[lookUp.kind]);
    }
  });
});

describe('found', () => {
  it('is what AWS has, and the history says how that was found out', () => {
    const transition = afterLookUp(unresolvedSubmission(), found, OLD_ENOUGH_MS, rules);

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
    const transition = afterLookUp(unresolvedSubmission(), absent, OLD_ENOUGH_MS, rules);

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
    const by = { ...rules, reconciliationDelayMs: delayMs, callLimitMs: limitMs };
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
          tryingForMs: ms,
        })),
      ),
    );

    expect(
      states.filter((state) => afterLookUp(state, absent, undefined, rules).status !== state.status),
    ).toEqual([]);
  });
});

describe('sent again after a look-up', () => {
  it.each([
    [absent, {}],
    [unclear, { reason: 'More than one.' }],
  ])('goes out at once, with nothing else changed: $kind', (lookUp, reason) => {
    const state = unresolvedSubmission({ setbacks: 4, urgency: 5, lostInARow: 2 });

    expect(afterLookUp(state, lookUp, 1, rules)).toEqual({
      status: 'unresolved',
      next: { step: 'send', inMs: 0, urgency: 5 },
      outcomeUnknown: true,
      unknownAttempts: 8,
      setbacks: 4,
      lostInARow: 2,
      // Until an attempt ends otherwise.
      refusal: 'kept',
      triedAnew: false,
      events: [{ type: 'reconciliation', details: { decision: `${lookUp.kind}; sent again`, ...reason } }],
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

    expect(afterLookUp(state, absent, 1, rules)).toMatchObject({
      next: { step: 'look_up', inMs, urgency: 0 },
      setbacks: setbacks + 1,
      refusal: 'kept',
    });
  });

  it('says why, and when the next look-up comes', () => {
    const state = unresolvedSubmission({ openForMs: DAY_MS });

    expect(afterLookUp(state, unclear, undefined, rules).events).toEqual([
      {
        type: 'reconciliation',
        details: { decision: 'unclear; left open', reason: 'More than one.', retryInMs: 120_000 },
      },
    ]);
  });
});

describe('an operator’s submit', () => {
  const state = unresolvedSubmission({ setbacks: 12, lostInARow: 3, openForMs: DAY_MS, tryingForMs: DAY_MS });

  it('looks it up at once and counts all anew, but forgets nothing of what may have happened', () => {
    expect(takenUp(state, 'interactive')).toEqual({
      status: 'submitting',
      next: { step: 'look_up', inMs: 0, urgency: 10 },
      outcomeUnknown: true,
      unknownAttempts: 0,
      setbacks: 0,
      lostInARow: 0,
      refusal: 'kept',
      triedAnew: true,
      events: [{ type: 'submit-requested', details: { again: true, urgency: 'interactive' } }],
    });
  });

  it.each<[number, Urgency, number]>([
    [0, 'interactive', 10],
    [0, 'deferred', 5],
    [0, 'bulk', 0],
    [5, 'interactive', 10],
    [5, 'deferred', 5],
    [5, 'bulk', 5],
  ])('raises the urgency %i to its own, and never lowers it: %s', (urgency, asked, next) => {
    expect(takenUp({ ...state, urgency }, asked).next?.urgency).toBe(next);
  });
});

describe('an operator’s word', () => {
  it('that AWS has it makes it submitted', () => {
    const transition = resolved(unresolvedSubmission(), {
      outcome: 'created',
      engagement: createdEngagement,
    });

    expect(transition).toMatchObject({ status: 'submitted', created: createdEngagement, lastError: null });
    expect(transition).not.toHaveProperty('next');
    expect(transition).not.toHaveProperty('nextClientToken');
    expect(transition.events).toEqual([
      { type: 'resolution', details: { outcome: 'created', arn: createdEngagement.arn } },
      { type: 'settled', details: { status: 'submitted', arn: createdEngagement.arn } },
    ]);
  });

  it('that AWS does not have it makes it rejected, with a new token and a reason of its own', () => {
    const transition = resolved(unresolvedSubmission(), { outcome: 'not-created' });

    expect(transition).toMatchObject({
      status: 'rejected',
      nextClientToken: expect.any(String),
      lastError: { code: 'resolved-as-not-created' },
      events: [
        { type: 'resolution', details: { outcome: 'not-created' } },
        { type: 'settled', details: { status: 'rejected' } },
      ],
    });
    expect(transition).not.toHaveProperty('next');
  });
});
