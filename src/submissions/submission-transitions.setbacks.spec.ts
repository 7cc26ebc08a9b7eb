import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import {
  conflict,
  courseOf,
  HOUR_MS,
  notSent,
  refused,
  policy,
  submission,
  throttled,
  timedOut,
  unavailable,
  unresolvedSubmission,
  withoutCredentials,
} from '../../test/support/submissions.factory.js';
import type { SubmissionPolicy } from './submission-policy.js';
import type { SubmissionState } from './submission-state.js';
import {
  afterAttempt,
  afterCredentialsOutage,
  afterLostAttempt,
  isWaitedOut,
} from './submission-transitions.js';

const ended = { number: 3, startedAt: new Date('2026-06-15T12:00:00Z'), durationMs: 42 };
const after = (state: SubmissionState, outcome: AttemptOutcome, by: SubmissionPolicy = policy) =>
  afterAttempt(state, ended, outcome, by);

beforeEach(() => {
  // Without chance each delay is the longest that it can be.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each([
  ['throttled', throttled, 1000],
  ['without credentials', withoutCredentials, 10_000],
])('%s', (_, outcome, firstDelayMs) => {
  it.each([
    submission({ unknownAttempts: 3 }),
    submission({ unknownAttempts: 7, outcomeUnknown: true }),
    unresolvedSubmission(),
  ])('counts no attempt, and makes nothing uncertain: %j', (state) => {
    expect(after(state, outcome)).toMatchObject({
      status: state.status,
      outcomeUnknown: state.outcomeUnknown,
      unknownAttempts: state.unknownAttempts,
      lastError: outcome.problem,
    });
  });

  it.each([submission(), submission({ outcomeUnknown: true }), unresolvedSubmission()])(
    'is waited out from then on, unless it is unresolved and will not be given up: %j',
    (state) => {
      expect(after(state, outcome)).toMatchObject({
        isWaiting: state.status === 'submitting',
        refusal: 'overtaken',
        absentNow: false,
      });
    },
  );

  it('tells in the history when it is tried again', () => {
    expect(after(submission(), outcome).events).toEqual([
      {
        type: 'attempt-ended',
        details: expect.objectContaining({
          outcome: 'notDone',
          error: outcome.problem,
          retryInMs: firstDelayMs,
        }),
      },
    ]);
  });

  it.each([
    ['a moment before', 24 * HOUR_MS - 1, submission(), 'submitting, sent next'],
    ['then', 24 * HOUR_MS, submission(), 'rejected'],
    ['long after', 5000 * HOUR_MS, submission(), 'rejected'],
    [
      'then, after an unknown outcome',
      24 * HOUR_MS,
      submission({ outcomeUnknown: true }),
      'unresolved, looked up next',
    ],
    ['long after, while unresolved', 5000 * HOUR_MS, unresolvedSubmission(), 'unresolved, sent next'],
  ])('is given up after the hours of the setting: %s', (__, waitingForMs, state, course) => {
    const transition = after({ ...state, waitingForMs }, outcome);

    expect(courseOf(transition)).toBe(course);
    expect(transition.nextClientToken !== undefined).toBe(course === 'rejected');
    expect(transition.lastError).toEqual(outcome.problem);
  });

  it('is given up by how long that has been waited out, not by how long it is open', () => {
    const waiting = submission({ openForMs: 100 * HOUR_MS, waitingForMs: HOUR_MS });

    expect(after(waiting, outcome)).toMatchObject({ status: 'submitting' });
  });

  it('is waited out no longer once it is given up', () => {
    const waitingForMs = 24 * HOUR_MS;

    expect(after(submission({ waitingForMs }), outcome).isWaiting).toBe(false);
    expect(after(submission({ waitingForMs, outcomeUnknown: true }), outcome).isWaiting).toBe(false);
  });

  it('is given up at once where the setting is no hours', () => {
    expect(after(submission(), outcome, { ...policy, giveUpMs: 0 })).toMatchObject({ status: 'rejected' });
  });
});

describe('throttled again and again', () => {
  it('is tried again any number of times, later and later', () => {
    expect(after(submission({ attempts: 5000, setbacks: 4999 }), throttled)).toMatchObject({
      next: { step: 'send', inMs: 300_000, urgency: 5 },
      setbacks: 5000,
    });
  });
});

describe('without credentials again and again', () => {
  it.each([0, 3, 4999])('is tried again at the pace of the probes, without a setback: %i', (setbacks) => {
    expect(after(submission({ attempts: 5000, setbacks }), withoutCredentials)).toMatchObject({
      next: { step: 'send', inMs: 10_000, urgency: 5 },
      setbacks,
    });
  });

  it('heeds no Retry-After', () => {
    expect(after(submission(), { ...withoutCredentials, retryAfterMs: HOUR_MS }).next?.inMs).toBe(10_000);
  });
});

describe('not sent', () => {
  it.each([submission(), submission({ outcomeUnknown: true }), unresolvedSubmission()])(
    'is tried again, and given up never: %j',
    (state) => {
      expect(after({ ...state, waitingForMs: 5000 * HOUR_MS, setbacks: 9 }, notSent)).toMatchObject({
        status: state.status,
        next: { step: 'send', inMs: 300_000, urgency: Math.min(5, state.urgency) },
        outcomeUnknown: state.outcomeUnknown,
        unknownAttempts: state.unknownAttempts,
        setbacks: 10,
        isWaiting: true,
        lastError: notSent.problem,
      });
    },
  );
});

describe('what may pass by itself', () => {
  it('is throttles and missing credentials', () => {
    const outcomes = [throttled, withoutCredentials, notSent, refused, conflict, timedOut, unavailable];

    expect(outcomes.filter(({ problem }) => isWaitedOut(problem))).toEqual([throttled, withoutCredentials]);
  });
});

describe('with a gate that is closed for missing credentials', () => {
  it('is given up as if AWS had said so, with nothing sent', () => {
    const transition = afterCredentialsOutage(
      submission({ attempts: 0, waitingForMs: 24 * HOUR_MS }),
      policy,
    );

    expect(transition).toMatchObject({
      status: 'rejected',
      lastError: { code: 'partner-central-credentials' },
      nextClientToken: expect.any(String),
      events: [{ type: 'settled', details: { status: 'rejected' } }],
    });
  });

  it.each([
    [submission({ outcomeUnknown: true }), 'unresolved, looked up next'],
    [unresolvedSubmission(), 'unresolved, sent next'],
  ])('is never rejected where AWS may have it: %j', (state, course) => {
    const transition = afterCredentialsOutage({ ...state, waitingForMs: 24 * HOUR_MS }, policy);

    expect(courseOf(transition)).toBe(course);
    expect(transition).toMatchObject({ unknownAttempts: state.unknownAttempts });
  });
});

describe('of unknown outcome', () => {
  it.each([
    ['timed out', timedOut],
    ['failed', unavailable],
  ])('may have been created from then on: %s', (_, outcome) => {
    expect(after(submission(), outcome)).toMatchObject({
      outcomeUnknown: true,
      unknownAttempts: 1,
      refusal: 'overtaken',
      lastError: outcome.problem,
      events: [{ type: 'attempt-ended', details: { outcome: 'unknown', retryInMs: 1000 } }],
    });
  });

  it.each([
    [8, 6, 'submitting, sent next'],
    [8, 7, 'unresolved, looked up next'],
    [1, 0, 'unresolved, looked up next'],
    [100, 98, 'submitting, sent next'],
    [100, 99, 'unresolved, looked up next'],
  ])('is sent again up to the limit: of %i, after %i', (maxUnknownAttempts, unknownAttempts, course) => {
    const state = submission({ attempts: 200, outcomeUnknown: unknownAttempts > 0, unknownAttempts });

    expect(courseOf(after(state, timedOut, { ...policy, maxUnknownAttempts }))).toBe(course);
  });

  it('at the limit is looked up after the delay of the setting, when nobody waits any more', () => {
    const state = submission({ attempts: 8, outcomeUnknown: true, unknownAttempts: 7, setbacks: 7 });

    expect(after(state, timedOut)).toMatchObject({
      next: { step: 'look_up', inMs: 60_000, urgency: 0 },
      setbacks: 1,
      events: [
        { type: 'attempt-ended', details: { retryInMs: 60_000 } },
        { type: 'settled', details: { status: 'unresolved' } },
      ],
    });
  });

  it('does not count how long it was throttled before', () => {
    expect(after(submission({ attempts: 500, setbacks: 499 }), timedOut)).toMatchObject({
      status: 'submitting',
      unknownAttempts: 1,
    });
  });

  it.each([
    [1, 120_000],
    [2, 240_000],
    [5, 1_920_000],
    [6, HOUR_MS],
    [100, HOUR_MS],
  ])('while unresolved, with %i setbacks, is looked up in %i ms', (setbacks, inMs) => {
    expect(after(unresolvedSubmission({ setbacks }), timedOut)).toMatchObject({
      status: 'unresolved',
      next: { step: 'look_up', inMs },
      setbacks: setbacks + 1,
      refusal: 'overtaken',
    });
  });
});

describe('the delay before it is sent again', () => {
  const outcomes = [throttled, notSent, timedOut];
  const inMs = (state: SubmissionState, outcome: AttemptOutcome) => after(state, outcome).next?.inMs;

  it.each([
    [0, 1000],
    [1, 2000],
    [2, 4000],
    [8, 256_000],
    [9, 300_000],
    [1_000_000, 300_000],
  ])('after %i setbacks is up to %i ms', (setbacks, ms) => {
    expect(outcomes.map((outcome) => inMs(submission({ setbacks }), outcome))).toEqual([ms, ms, ms]);
  });

  it.each([
    ['longer', 30_000, 30_000],
    ['shorter', 500, 1000],
    ['an hour', HOUR_MS, HOUR_MS],
    ['longer than an hour', 999_999_000, HOUR_MS],
  ])('heeds what AWS asks for where that is %s', (_, retryAfterMs, ms) => {
    const asked = outcomes.map((outcome) => inMs(submission(), { ...outcome, retryAfterMs }));

    expect(asked).toEqual([ms, ms, ms]);
  });

  it('heeds it while unresolved too', () => {
    expect(inMs(unresolvedSubmission(), { ...throttled, retryAfterMs: 30_000 })).toBe(30_000);
  });
});

describe('the urgency of the next step', () => {
  it.each([
    [10, 5],
    [5, 5],
    [0, 0],
  ])('%i becomes %i, as whoever waited may have gone', (urgency, next) => {
    const transitions = [
      after(submission({ urgency }), throttled),
      after(submission({ urgency }), withoutCredentials),
      after(submission({ urgency }), timedOut),
      after(submission({ urgency, outcomeUnknown: true }), refused),
      afterLostAttempt(submission({ urgency }), policy),
    ];

    expect(transitions.map((transition) => transition.next?.urgency)).toEqual([next, next, next, next, next]);
  });
});

describe('lost with its process', () => {
  it('counts as unknown, and says so', () => {
    const transition = afterLostAttempt(submission({ attempts: 2, unknownAttempts: 1 }), policy);

    expect(transition).toMatchObject({
      outcomeUnknown: true,
      unknownAttempts: 2,
      refusal: 'overtaken',
      lastError: { code: 'partner-central-timeout', detail: expect.stringContaining('not known') },
    });
    expect(transition.events).toEqual([{ type: 'attempt-lost', details: { attempt: 2, retryInMs: 1000 } }]);
  });

  it('is unresolved where it is the last unknown outcome that is waited out', () => {
    expect(afterLostAttempt(submission({ unknownAttempts: 7 }), policy)).toMatchObject({
      status: 'unresolved',
    });
  });

  it.each([
    [0, 'submitting, sent next'],
    [1, 'submitting, sent next'],
    [2, 'unresolved, looked up next'],
  ])('after %i others in a row', (lostInARow, course) => {
    const transition = afterLostAttempt(submission({ lostInARow }), policy);

    expect(courseOf(transition)).toBe(course);
    expect(transition.lostInARow).toBe(lostInARow + 1);
  });

  it.each([refused, conflict, throttled, withoutCredentials, timedOut])(
    'is forgotten once an attempt ends: $problem.code',
    (outcome) => {
      for (const status of ['submitting', 'unresolved'] as const) {
        const state = submission({ status, attempts: 4, outcomeUnknown: true, lostInARow: 2 });

        expect(after(state, outcome).lostInARow).toBe(0);
      }
    },
  );
});
