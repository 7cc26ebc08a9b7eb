import { describe, expect, it } from '@jest/globals';
import { createdEngagement, HOUR_MS, unresolvedSubmission } from '../../test/support/submissions.factory.js';
import type { Urgency } from './submission-state.js';
import { resolved, takenUp } from './submission-transitions.js';

const DAY_MS = 24 * HOUR_MS;

describe('an operator’s submit', () => {
  const state = unresolvedSubmission({ setbacks: 12, lostInARow: 3, openForMs: DAY_MS });

  it('looks it up at once and counts all anew, but forgets nothing of what may have happened', () => {
    expect(takenUp(state, 'interactive')).toEqual({
      status: 'submitting',
      next: { step: 'look_up', inMs: 0, urgency: 10 },
      outcomeUnknown: true,
      unknownAttempts: 0,
      setbacks: 0,
      // Sent once more, even after it has taken down its process again and again.
      lostInARow: 2,
      refusal: 'kept',
      isWaiting: false,
      absentNow: false,
      events: [{ type: 'submit-requested', details: { again: true, urgency: 'interactive' } }],
    });
  });

  it.each([0, 1, 2, 3, 20])('counts what was lost, to two at most: %i', (lostInARow) => {
    expect(takenUp({ ...state, lostInARow }, 'bulk').lostInARow).toBe(Math.min(2, lostInARow));
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
    const transition = resolved(
      unresolvedSubmission(),
      { outcome: 'created', engagement: createdEngagement },
      false,
    );

    expect(transition).toMatchObject({ status: 'submitted', created: createdEngagement, lastError: null });
    expect(transition).not.toHaveProperty('next');
    expect(transition).not.toHaveProperty('nextClientToken');
    expect(transition.events).toEqual([
      { type: 'resolution', details: { outcome: 'created', arn: createdEngagement.arn } },
      { type: 'settled', details: { status: 'submitted', arn: createdEngagement.arn } },
    ]);
  });

  it('that AWS has it leaves an attempt under way without a told outcome', () => {
    const state = unresolvedSubmission({ attempts: 9 });
    const resolution = { outcome: 'created', engagement: createdEngagement } as const;

    expect(resolved(state, resolution, true).events.map(({ type, details }) => [type, details])).toEqual([
      ['attempt-lost', { attempt: 9 }],
      ['resolution', { outcome: 'created', arn: createdEngagement.arn }],
      ['settled', { status: 'submitted', arn: createdEngagement.arn }],
    ]);
  });

  it('that AWS does not have it makes it rejected, with a new token and a reason of its own', () => {
    const transition = resolved(unresolvedSubmission(), { outcome: 'not-created' }, false);

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
