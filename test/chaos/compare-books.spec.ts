import { describe, expect, it } from '@jest/globals';
import type { Books, CallerAccount, LedgerEntry, StoredEngagement, Told } from './books.js';
import { compareBooks } from './compare-books.js';

const title = 'Chaos 1-00001';
const arn = 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-1';
const otherArn = `${arn}-other`;

/** Books of one engagement that was submitted at the first attempt, and whatever a test changes in them. */
function entry(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return { arn, clientToken: 'token-1', title, variants: [], calls: 1, ...changes };
}

function stored(changes: Partial<StoredEngagement> = {}): StoredEngagement {
  return {
    id: 'id-1',
    title,
    variants: [],
    status: 'submitted',
    arn,
    submissions: [{ clientToken: 'token-1', attempts: 1, settled: true, refused: false }],
    events: [created, asked, started(1), ended(1, 'accepted'), settled('submitted', arn)],
    ...changes,
  };
}

function told(changes: Partial<Told> = {}): Told {
  return {
    request: 'GET /engagements/id-1',
    api: 0,
    sentAt: 100,
    receivedAt: 110,
    status: 200,
    engagementId: 'id-1',
    engagementStatus: 'submitted',
    arn,
    replayed: false,
    ...changes,
  };
}

function caller(changes: Partial<CallerAccount> = {}): CallerAccount {
  return { kind: 'one-call', title, finished: true, shownToStranger: false, told: [told()], ...changes };
}

const created = { type: 'created', details: {} };
const asked = { type: 'submit-requested', details: {} };
const started = (attempt: number) => ({ type: 'attempt-started', details: { attempt } });
const ended = (attempt: number, outcome: string) => ({
  type: 'attempt-ended',
  details: { attempt, outcome },
});
const settled = (status: string, settledArn?: string) => ({
  type: 'settled',
  details: { status, arn: settledArn },
});

const rejected = stored({
  status: 'rejected',
  arn: undefined,
  submissions: [{ clientToken: 'token-1', attempts: 1, settled: true, refused: true }],
  events: [created, asked, started(1), ended(1, 'refused'), settled('rejected')],
});

function findings(books: Partial<Books>): string[] {
  const complete = { ledger: [entry()], engagements: [stored()], callers: [caller()], ...books };
  return compareBooks(complete).map(({ kind, what }) => `${kind}: ${what}`);
}

describe('compareBooks, of books that agree', () => {
  it('finds nothing', () => {
    expect(findings({})).toEqual([]);
  });

  it('takes a request that was never answered, and of which nothing was done, for what it is', () => {
    expect(
      findings({ ledger: [], engagements: [], callers: [caller({ told: [], kind: 'hangs-up' })] }),
    ).toEqual([]);
  });

  it('takes a definite no for the end of it where the caller has left', () => {
    const leaver = caller({
      kind: 'walks-away',
      told: [told({ engagementStatus: 'submitting', arn: undefined })],
    });
    expect(findings({ ledger: [], engagements: [rejected], callers: [leaver] })).toEqual([]);
  });

  it('takes a definite no, and then a submission with another token, for what they are', () => {
    const engagements = [
      stored({
        submissions: [
          { clientToken: 'token-0', attempts: 1, settled: true, refused: true },
          { clientToken: 'token-1', attempts: 2, settled: true, refused: false },
        ],
        events: [
          created,
          asked,
          started(1),
          ended(1, 'refused'),
          settled('rejected'),
          asked,
          started(1),
          { type: 'attempt-lost', details: { attempt: 1 } },
          started(2),
          ended(2, 'accepted'),
          settled('submitted', arn),
        ],
      }),
    ];
    const callers = [
      caller({
        told: [told({ status: 403, engagementStatus: 'rejected', arn: undefined, sentAt: 50 }), told()],
      }),
    ];
    expect(findings({ ledger: [entry({ calls: 2 })], engagements, callers })).toEqual([]);
  });

  it('takes a final answer that is told again for what it is, however old it is', () => {
    const no = { status: 403, engagementStatus: 'rejected', arn: undefined, key: 'key', final: '403' };
    const engagements = [
      stored({
        submissions: [
          { clientToken: 'token-0', attempts: 1, settled: true, refused: true },
          { clientToken: 'token-1', attempts: 1, settled: true, refused: false },
        ],
        events: [...rejected.events, ...[asked, started(1), ended(1, 'accepted'), settled('submitted', arn)]],
      }),
    ];
    const answers = [
      told({ ...no, sentAt: 10, receivedAt: 20 }),
      told(),
      told({ ...no, sentAt: 500, replayed: true }),
    ];
    expect(findings({ engagements, callers: [caller({ told: answers })] })).toEqual([]);
  });
});

describe('compareBooks, of what was lost', () => {
  it('finds an engagement that a caller was told of and the database does not have', () => {
    const acknowledged = told({ status: 202, engagementStatus: 'submitting', arn: undefined });
    expect(findings({ ledger: [], engagements: [], callers: [caller({ told: [acknowledged] })] })).toEqual([
      expect.stringMatching(/^lost: .*database has nothing/),
    ]);
  });

  it.each(['submitting', 'unresolved'])('finds an engagement that is still %s at the end', (status) => {
    const open = stored({
      status,
      arn: undefined,
      submissions: [{ clientToken: 'token-1', attempts: 0, settled: false, refused: false }],
      events: [created, asked],
    });
    expect(
      findings({ ledger: [], engagements: [open], callers: [caller({ told: [], finished: false })] }),
    ).toEqual([expect.stringMatching(new RegExp(`^lost: it is still ${status}`))]);
  });

  it('finds an engagement that ended as rejected though its caller kept at it', () => {
    expect(findings({ ledger: [], engagements: [rejected], callers: [caller({ told: [] })] })).toEqual([
      expect.stringMatching(/^lost: its caller kept at it/),
    ]);
  });

  it('finds a submitted engagement that Partner Central does not have', () => {
    expect(findings({ ledger: [], callers: [caller({ told: [] })] })).toEqual([
      expect.stringMatching(/^lost: the database says submitted/),
    ]);
  });

  it('finds a caller that never heard of its success', () => {
    expect(findings({ callers: [caller({ finished: false })] })).toEqual([
      expect.stringMatching(/^lost: its caller never came to hear/),
    ]);
  });
});

describe('compareBooks, of what was doubled', () => {
  it('finds two engagements in Partner Central, by the token of a submission or not', () => {
    const twice = [entry(), entry({ arn: otherArn, clientToken: 'token-2' })];
    expect(findings({ ledger: twice })).toEqual([
      expect.stringMatching(/^doubled: Partner Central has it 2 times/),
      expect.stringMatching(/^contradictory: .*token-2, which no submission had/),
    ]);
  });

  it('finds two engagements in the database', () => {
    const second = stored({
      id: 'id-2',
      ...{ status: 'rejected', arn: undefined, submissions: [], events: [] },
    });
    expect(findings({ engagements: [stored(), second] })).toEqual([
      expect.stringMatching(/^doubled: the database has it 2 times: id-1, id-2/),
    ]);
  });

  it('finds two engagements with one externalRef', () => {
    const first = stored({ externalRef: 'ref' });
    const second = { ...rejected, externalRef: 'ref', title: 'Another' };
    expect(findings({ engagements: [first, second] })).toEqual([
      expect.stringMatching(/^doubled: 2 engagements have the externalRef ref/),
    ]);
  });
});

describe('compareBooks, of contradictions', () => {
  it('finds a refused submission whose token made an engagement', () => {
    expect(
      findings({ engagements: [rejected], callers: [caller({ kind: 'walks-away', told: [] })] }),
    ).toEqual([
      expect.stringMatching(/^contradictory: a submission was refused, and its token made/),
      expect.stringMatching(/^contradictory: Partner Central has .*database says rejected/),
    ]);
  });

  it('finds an Arn in the database that is not the one in Partner Central', () => {
    expect(findings({ ledger: [entry({ arn: otherArn })], callers: [caller({ told: [] })] })).toEqual([
      `contradictory: Partner Central has ${otherArn}, and the database says ${arn}`,
    ]);
  });

  it('finds an Arn that a caller was told and Partner Central does not have', () => {
    expect(findings({ callers: [caller({ told: [told(), told({ arn: otherArn })] })] })).toEqual([
      expect.stringMatching(
        /^contradictory: a caller was told .*-other, which Partner Central does not have/,
      ),
      expect.stringMatching(/^contradictory: a caller was told of .* and /),
    ]);
  });

  it('finds an engagement of which a caller was told another id', () => {
    expect(findings({ callers: [caller({ told: [told({ engagementId: 'id-9' })] })] })).toEqual([
      'contradictory: a caller was told of id-9, which the database does not have',
    ]);
  });

  it('finds a caller that was told submitted without an Arn', () => {
    expect(findings({ callers: [caller({ told: [told({ arn: undefined })] })] })).toEqual([
      expect.stringMatching(/^contradictory: a caller was told submitted without an Arn/),
    ]);
  });

  it('finds an engagement that another app was told of', () => {
    expect(findings({ callers: [caller({ shownToStranger: true })] })).toEqual([
      'contradictory: another app was told of it',
    ]);
  });

  it('finds a success that was taken back', () => {
    const later = told({ sentAt: 200, engagementStatus: 'unresolved', arn: undefined });
    expect(findings({ callers: [caller({ told: [told(), later] })] })).toEqual([
      expect.stringMatching(/^contradictory: a caller was told submitted .*, and later unresolved/),
    ]);
  });

  it('finds a repeated request that was taken for another’s', () => {
    const answer = told({
      status: 409,
      problem: '/problems/duplicate-external-ref',
      engagementStatus: undefined,
      arn: undefined,
    });
    expect(findings({ callers: [caller({ told: [answer, told()] })] })).toEqual([
      expect.stringMatching(/^contradictory: a caller’s repeated request was taken for another’s/),
    ]);
  });

  it('finds work that was done more often than it was tried', () => {
    expect(findings({ ledger: [entry({ calls: 2 })] })).toEqual([
      'contradictory: 2 calls did the work, in 1 attempts',
    ]);
  });
});

describe('compareBooks, of histories', () => {
  it('finds what does not fit', () => {
    const engagements = [stored({ events: [created, asked, started(1), ended(1, 'accepted')] })];
    expect(findings({ engagements })).toEqual([
      expect.stringMatching(/0 of “settled” as submitted, and it should have 1/),
      expect.stringMatching(/its history ends with no Arn/),
    ]);
  });
});
