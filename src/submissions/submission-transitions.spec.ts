import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import {
  accepted,
  conflict,
  courseOf,
  createdEngagement,
  failed,
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
import { afterAttempt, afterLostAttempt, opened } from './submission-transitions.js';

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

it('being submitted it is sent at once, and the history names token, request and urgency', () => {
  expect(opened({ clientToken: 'token', sha256: 'sum' }, 'bulk')).toEqual({
    status: 'submitting',
    events: [{ type: 'submit-requested', details: { clientToken: 'token', sha256: 'sum', urgency: 'bulk' } }],
  });
});

describe('what an attempt makes of it', () => {
  // There are no others: unresolved is only what has an unknown outcome, and the first attempt has none before it.
  const states = {
    'on the first attempt': submission(),
    'after throttles': submission({ attempts: 3, setbacks: 2 }),
    'after an unknown outcome': submission({ attempts: 3, outcomeUnknown: true, unknownAttempts: 2 }),
    'while unresolved': unresolvedSubmission(),
  };
  const again = 'submitting, sent next';
  const doubt = 'unresolved, looked up next';

  it.each([
    ['accepted', accepted, 'submitted', 'submitted', 'submitted', 'submitted'],
    ['refused as not valid', refused, 'rejected', 'rejected', doubt, doubt],
    [
      'denied access',
      failed('refused', 'partner-central-access-denied'),
      'rejected',
      'rejected',
      doubt,
      doubt,
    ],
    [
      'refused as not found',
      failed('refused', 'partner-central-not-found'),
      'rejected',
      'rejected',
      doubt,
      doubt,
    ],
    [
      'refused for a quota',
      failed('refused', 'partner-central-quota-exceeded'),
      'rejected',
      'rejected',
      doubt,
      doubt,
    ],
    ['a conflict', conflict, 'rejected', again, again, doubt],
    ['throttled', throttled, again, again, again, 'unresolved, sent next'],
    ['without credentials', withoutCredentials, again, again, again, 'unresolved, sent next'],
    ['not sent', notSent, again, again, again, 'unresolved, sent next'],
    ['failed', unavailable, again, again, again, doubt],
    ['timed out', timedOut, again, again, again, doubt],
  ])('%s', (_, outcome, ...courses) => {
    expect(Object.values(states).map((state) => courseOf(after(state, outcome)))).toEqual(courses);
  });

  it('lost with its process', () => {
    const courses = Object.values(states).map((state) => courseOf(afterLostAttempt(state, policy)));

    expect(courses).toEqual([again, again, again, doubt]);
  });
});

describe('accepted', () => {
  it.each([submission(), unresolvedSubmission()])('while $status it is what AWS has made', (state) => {
    const transition = after(state, accepted);

    expect(transition).toMatchObject({ created: createdEngagement, lastError: null });
    expect(transition).not.toHaveProperty('nextClientToken');
    expect(transition.events).toEqual([
      {
        type: 'attempt-ended',
        details: {
          attempt: 3,
          startedAt: '2026-06-15T12:00:00.000Z',
          durationMs: 42,
          outcome: 'accepted',
          awsRequestId: 'request-1',
        },
      },
      { type: 'settled', details: { status: 'submitted', arn: createdEngagement.arn } },
    ]);
  });
});

describe('refused, with no unknown outcome before', () => {
  it('may be submitted again under a token that was never used', () => {
    const tokens = Array.from({ length: 100 }, () => after(submission(), refused).nextClientToken);

    expect(new Set(tokens).size).toBe(100);
    expect(tokens).toEqual(
      tokens.map(() => expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
    );
  });

  it('tells all that AWS said, and the history tells it too', () => {
    const outcome = failed('refused', 'partner-central-validation', {
      reason: 'BUSINESS_VALIDATION_FAILED',
      errors: [{ pointer: '/title', code: 'INVALID_VALUE', message: 'No.', awsField: 'title' }],
    });

    expect(after(submission(), outcome)).toMatchObject({
      lastError: outcome.problem,
      events: [
        {
          type: 'attempt-ended',
          details: { attempt: 3, outcome: 'refused', awsRequestId: 'request-1', error: outcome.problem },
        },
        { type: 'settled', details: { status: 'rejected' } },
      ],
    });
  });
});

describe('refused, after an unknown outcome', () => {
  const unsure = submission({ attempts: 9, outcomeUnknown: true, setbacks: 8 });

  it.each([unsure, unresolvedSubmission()])('while $status is remembered, and is no no', (state) => {
    const transition = after(state, refused);

    expect(transition).toMatchObject({ refusal: 'now', lastError: refused.problem, outcomeUnknown: true });
    expect(transition).not.toHaveProperty('nextClientToken');
  });

  it.each([
    ['the defaults', policy, 70_000],
    ['a long call', { ...policy, callLimitMs: 300_000 }, 360_000],
    ['no delay', { ...policy, reconciliationDelayMs: 1 }, 10_001],
    ['the longest delay', { ...policy, reconciliationDelayMs: HOUR_MS }, HOUR_MS + 10_000],
  ])('is looked up once the refusal is old enough to be believed: %s', (_, by, inMs) => {
    expect(after(unsure, refused, by).next).toEqual({ step: 'look_up', inMs, urgency: 5 });
  });

  it.each([
    [1, 120_000],
    [2, 240_000],
    [5, 1_920_000],
    [6, HOUR_MS],
    [100, HOUR_MS],
  ])('while unresolved, with %i setbacks, is looked up in %i ms', (setbacks, inMs) => {
    expect(after(unresolvedSubmission({ setbacks }), refused)).toMatchObject({
      next: { inMs },
      setbacks: setbacks + 1,
    });
  });

  it('begins the distances anew where it turns unresolved', () => {
    expect(after(unsure, refused)).toMatchObject({ status: 'unresolved', setbacks: 1 });
  });

  it('is told as settled only where its status changes', () => {
    expect(after(unsure, refused).events.map(({ type }) => type)).toEqual(['attempt-ended', 'settled']);
    expect(after(unresolvedSubmission(), refused).events.map(({ type }) => type)).toEqual(['attempt-ended']);
  });
});

describe('a conflict', () => {
  it.each([
    ['throttles only', submission({ attempts: 2 })],
    ['many throttles', submission({ attempts: 50, setbacks: 49 })],
    ['an unknown outcome', submission({ attempts: 2, outcomeUnknown: true, unknownAttempts: 1 })],
    ['an operator’s submit', submission({ attempts: 20, outcomeUnknown: true })],
  ])('after %s may mean that AWS has it, or is at work on it', (_, state) => {
    const transition = after(state, conflict);

    expect(transition).toMatchObject({
      status: 'submitting',
      outcomeUnknown: true,
      unknownAttempts: state.unknownAttempts + 1,
      refusal: 'overtaken',
      lastError: conflict.problem,
      events: [{ type: 'attempt-ended', details: { outcome: 'unknown', error: conflict.problem } }],
    });
    expect(transition).not.toHaveProperty('nextClientToken');
  });

  it('while unresolved makes an earlier refusal void', () => {
    expect(after(unresolvedSubmission(), conflict)).toMatchObject({
      status: 'unresolved',
      refusal: 'overtaken',
    });
  });

  it('turns it unresolved where it is the last unknown outcome that is waited out', () => {
    const last = submission({ attempts: 8, outcomeUnknown: true, unknownAttempts: 7 });

    expect(courseOf(after(last, conflict))).toBe('unresolved, looked up next');
  });
});
