import { describe, expect, it } from '@jest/globals';
import type { StoredEngagement, StoredEvent } from './books.js';
import { contradictionsInHistory } from './history-book.js';

const arn = 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-1';

const event = (type: string, details: object = {}): StoredEvent => ({ type, details });
const asked = event('submit-requested');
const started = (attempt: number) => event('attempt-started', { attempt });
const ended = (attempt: number, outcome: string) => event('attempt-ended', { attempt, outcome });
const lost = (attempt: number) => event('attempt-lost', { attempt });
const lookUp = (decision: string) => event('reconciliation', { decision });
const acceptedLate = (attempt: number) =>
  event('reconciliation', { decision: 'accepted, as an attempt came to tell late', attempt, arn });
const settled = (status: string) => event('settled', { status, ...(status === 'submitted' ? { arn } : {}) });

/** What is wrong with the history of an engagement that has gone through this. */
function findings(events: readonly StoredEvent[], changes: Partial<StoredEngagement> = {}): string[] {
  const attempts = events.filter(({ type }) => type === 'attempt-started').length;
  return contradictionsInHistory({
    id: 'id-1',
    title: 'Chaos 1-00001',
    variants: [],
    status: 'submitted',
    arn,
    submissions: [{ clientToken: 'token-1', attempts, settled: true, refused: false }],
    events: [event('created'), ...events],
    ...changes,
  }).map(({ what }) => what);
}

describe('a history that fits', () => {
  it.each([
    ['accepted at once', [asked, started(1), ended(1, 'accepted'), settled('submitted')]],
    [
      'unresolved, and found',
      [
        asked,
        started(1),
        ended(1, 'unknown'),
        settled('unresolved'),
        lookUp('unclear; left open'),
        lookUp('found in AWS'),
        settled('submitted'),
      ],
    ],
    [
      'taken up by an operator',
      [
        asked,
        started(1),
        ended(1, 'unknown'),
        settled('unresolved'),
        event('submit-requested', { again: true }),
        lookUp('absent; sent again'),
        started(2),
        ended(2, 'accepted'),
        settled('submitted'),
      ],
    ],
    ['lost, and accepted late', [asked, started(1), lost(1), acceptedLate(1), settled('submitted')]],
    [
      'overtaken, and accepted late',
      [asked, started(1), lost(1), started(2), lost(2), acceptedLate(1), settled('submitted')],
    ],
    [
      'resolved by hand',
      [
        asked,
        started(1),
        ended(1, 'unknown'),
        settled('unresolved'),
        event('resolution', { outcome: 'created', arn }),
        settled('submitted'),
      ],
    ],
  ])('%s', (_, events) => {
    expect(findings(events)).toEqual([]);
  });

  it('unresolved, and rejected by hand or for a refusal, whatever it was last told', () => {
    const rejected = {
      status: 'rejected',
      arn: undefined,
      submissions: [{ clientToken: 'token-1', attempts: 1, settled: true, refused: true }],
    };
    const unresolved = [asked, started(1), ended(1, 'unknown'), settled('unresolved')];
    for (const end of [event('resolution', { outcome: 'not-created' }), lookUp('refused, and not in AWS')]) {
      expect(findings([...unresolved, end, settled('rejected')], rejected)).toEqual([]);
    }
  });
});

describe('a history that does not fit', () => {
  it('has an attempt accepted late that was not lost', () => {
    expect(findings([asked, started(1), ended(1, 'unknown'), acceptedLate(1), settled('submitted')])).toEqual(
      ['its history has attempt 1 accepted late, which was not lost'],
    );
  });

  it('has one attempt accepted, and another one late', () => {
    expect(
      findings([
        ...[asked, started(1), lost(1), started(2), ended(2, 'accepted'), settled('submitted')],
        acceptedLate(1),
      ]),
    ).toEqual(['its history has two attempts that were accepted']);
  });

  it('lacks an attempt', () => {
    const submissions = [{ clientToken: 'token-1', attempts: 2, settled: true, refused: false }];
    expect(
      findings([asked, started(1), ended(1, 'accepted'), settled('submitted')], { submissions }),
    ).toEqual(['its history has 1 of “attempt-started”, and it should have 2']);
  });

  it('has an attempt without an end, and an end without an attempt', () => {
    expect(findings([asked, started(1), ended(2, 'accepted'), settled('submitted')])).toEqual([
      'its history has attempt-ended of attempt 2, which was not under way',
      'its history has no end of attempt 1',
    ]);
  });

  it('ends with another Arn', () => {
    const events = [asked, started(1), ended(1, 'accepted'), settled('submitted')];
    expect(findings(events, { arn: `${arn}-other` })).toEqual([
      `its history ends with ${arn}, and it has ${arn}-other`,
    ]);
  });

  it('is settled twice', () => {
    expect(
      findings([asked, started(1), ended(1, 'accepted'), settled('submitted'), settled('submitted')]),
    ).toEqual(['its history has 2 of “settled” as submitted, and it should have 1']);
  });
});
