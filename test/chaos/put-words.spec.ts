import { describe, expect, it } from '@jest/globals';
import type { CallerAccount, LedgerEntry, Matter, StoredEngagement, Told } from './books.js';
import { contradictionsInPuts, mixtures } from './put-words.js';

const title = 'Chaos 1-by-ref-0001';
const arn = 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-1';

const entry = (...variants: readonly string[]): LedgerEntry => ({
  arn,
  clientToken: 'token',
  title,
  variants,
  calls: 1,
});

const stored = (...variants: readonly string[]): StoredEngagement => ({
  id: 'id-1',
  title,
  variants,
  status: 'submitted',
  arn,
  submissions: [],
  events: [],
});

/** An answer to who has put `variant-a`. */
const told = (changes: Partial<Told> = {}): Told => ({
  request: 'PUT /engagements/by-ref/chaos-1?submit=true',
  api: 0,
  sentAt: 0,
  receivedAt: 10,
  status: 200,
  engagementId: 'id-1',
  engagementStatus: 'submitted',
  variants: ['variant-a'],
  arn,
  replayed: false,
  ...changes,
});

const refusal = (changes: Partial<Told> = {}): Told =>
  told({
    status: 409,
    problem: '/problems/engagement-not-editable',
    retry: 'no',
    differs: 2,
    variants: undefined,
    ...changes,
  });

type Submit = 'true' | 'ifReady' | 'false';
const putter = (variant: string, answers: readonly Told[], submit: Submit = 'true'): CallerAccount => ({
  kind: 'puts',
  title,
  finished: true,
  shownToStranger: false,
  told: answers,
  put: { variant, submit },
});

/** Somebody else who has put `variant-b`. */
const other = putter('variant-b', []);

const matter = (changes: Partial<Matter> = {}): Matter => ({
  title,
  ledger: [entry('variant-a')],
  engagements: [stored('variant-a')],
  callers: [putter('variant-a', []), other],
  ...changes,
});

const found = (answers: readonly Told[], changes: Partial<Matter> = {}, submit: Submit = 'true') => {
  const caller = putter('variant-a', answers, submit);
  return contradictionsInPuts(caller, matter({ callers: [caller, other], ...changes })).map(
    ({ what }) => what,
  );
};
const lost = { ledger: [entry('variant-b')], engagements: [stored('variant-b')] };

describe('contradictionsInPuts', () => {
  it.each<[string, Told[], Partial<Matter>, Submit]>([
    ['a submission of what was put', [told()], {}, 'true'],
    [
      'one that is joined',
      [told({ status: 202, engagementStatus: 'submitting', arn: undefined }), told()],
      {},
      'true',
    ],
    ['no answer', [told({ status: 0, variants: undefined, arn: undefined })], {}, 'true'],
    ['another content that has won', [refusal()], lost, 'true'],
    [
      'another content that was under way',
      [refusal({ engagementStatus: 'submitting', retry: 'poll', arn: undefined }), told()],
      {},
      'true',
    ],
    [
      'a draft that is to be one',
      [told({ status: 201, engagementStatus: 'draft', arn: undefined })],
      lost,
      'false',
    ],
    [
      'a refusal by AWS',
      [
        told({
          status: 403,
          problem: '/problems/partner-central-access-denied',
          retry: 'operator',
          variants: undefined,
        }),
      ],
      {},
      'true',
    ],
  ])('finds nothing in %s', (_, answers, changes, submit) => {
    expect(found(answers, changes, submit)).toEqual([]);
  });

  it.each<[string, Told[], Partial<Matter>, string]>([
    [
      'submitted of another content',
      [told()],
      lost,
      'a caller put variant-a and was told that it is submitted, and AWS has variant-b',
    ],
    [
      'another content shown',
      [told({ status: 202, engagementStatus: 'submitting', variants: ['variant-b'] })],
      {},
      'a caller put variant-a and was shown variant-b by a 202',
    ],
    [
      'a mixture shown',
      [told({ variants: ['variant-a', 'variant-b'] })],
      {},
      'a caller put variant-a and was shown variant-a and variant-b by a 200',
    ],
    [
      'a submit that was none',
      [told({ engagementStatus: 'draft' })],
      {},
      'a caller was told draft by a 200 to a submit',
    ],
    [
      'differs for the same content',
      [refusal()],
      {},
      'a caller was told that AWS has another content than variant-a, and it has that',
    ],
    [
      'differs without a place',
      [refusal({ differs: 0 })],
      lost,
      'a caller was told that its content differs, and not where',
    ],
    [
      'differs from what nobody has put',
      [refusal()],
      { ...lost, callers: [] },
      'a caller was told of another content, and nobody has put one',
    ],
    [
      'an end that is none',
      [refusal({ engagementStatus: 'submitting' })],
      lost,
      'a caller was told submitting with retry no',
    ],
    [
      'a problem that does not say what to do',
      [refusal({ problem: '/problems/overloaded', retry: undefined })],
      {},
      'a caller was told 409 /problems/overloaded with retry missing',
    ],
    [
      'an end that nobody has come to',
      [refusal({ problem: '/problems/duplicate-external-ref' })],
      {},
      'a caller was told 409 /problems/duplicate-external-ref with retry no',
    ],
    [
      'an engagement that is there no more',
      [
        told(),
        told({
          request: 'GET /engagements/by-ref/chaos-1',
          sentAt: 20,
          status: 404,
          problem: '/problems/engagement-not-found',
        }),
      ],
      {},
      'a caller was told of its engagement, and then that there is none by GET /engagements/by-ref/chaos-1',
    ],
  ])('finds %s', (_, answers, changes, what) => {
    expect(found(answers, changes)).toEqual([what]);
  });
});

describe('mixtures', () => {
  it.each([
    ['in AWS', [entry('variant-a', 'variant-b')], [], 'Partner Central has variant-a and variant-b as'],
    [
      'in the database',
      [],
      [stored('variant-a', 'variant-b')],
      'the database has variant-a and variant-b as',
    ],
    [
      'between the two',
      [entry('variant-a')],
      [stored('variant-b')],
      'Partner Central has variant-a, and the database variant-b',
    ],
    ['of what nobody has put', [entry('variant-c')], [], 'Partner Central has variant-c as'],
  ])('are found %s', (_, ledger, engagements, beginning) => {
    expect(mixtures(matter({ ledger, engagements })).map(({ what }) => what)).toEqual([
      expect.stringContaining(beginning),
    ]);
  });

  it('are none where nobody puts by an id of theirs', () => {
    expect(mixtures(matter({ ledger: [entry()], callers: [] }))).toEqual([]);
  });
});
