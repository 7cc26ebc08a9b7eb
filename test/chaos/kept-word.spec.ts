import { describe, expect, it } from '@jest/globals';
import type { CallerAccount, Told } from './books.js';
import { brokenWords, openWords } from './kept-word.js';

/** An answer under the one key of a caller. Times are in the order in which they are told. */
function answer(status: number, changes: Partial<Told> = {}): Told {
  return {
    request: 'POST /engagements?submit=true',
    api: 0,
    sentAt: 0,
    receivedAt: 10,
    status,
    key: 'key',
    engagementId: 'id-1',
    replayed: false,
    ...(status === 201 ? { final: '201 of id-1' } : {}),
    ...changes,
  };
}

const repeat = (status: number, changes: Partial<Told> = {}) =>
  answer(status, { replayed: true, sentAt: 100, receivedAt: 110, ...changes });

const heard = (...told: readonly Told[]): CallerAccount => ({
  kind: 'one-call',
  title: 'Chaos 1-00001',
  finished: true,
  shownToStranger: false,
  told,
});

describe('brokenWords', () => {
  it.each([
    ['a final answer, and the same again', [answer(201), repeat(201)]],
    ['open, and then final', [answer(202, { retryAfterSeconds: 1 }), repeat(504), repeat(201)]],
    ['no answer, and then that to a repeat', [answer(0, { engagementId: undefined }), repeat(201)]],
    [
      'an answer on its way when the final one was given',
      [answer(201, { sentAt: 5, receivedAt: 8 }), repeat(202, { sentAt: 2, receivedAt: 300 })],
    ],
    [
      'trouble with the database after the final one',
      [answer(201), repeat(503, { replayed: false, problem: '/problems/database-unavailable' })],
    ],
    [
      'another content that is under way, and then has won',
      [1, 2].map(() => answer(409, { problem: '/problems/engagement-not-editable' })),
    ],
    [
      'a busy process after the final one',
      [answer(201), repeat(503, { replayed: false, problem: '/problems/overloaded' })],
    ],
  ])('finds nothing in %s', (_, told) => {
    expect(brokenWords(heard(...told))).toEqual([]);
  });

  it('finds a final answer that is another one the next time', () => {
    expect(brokenWords(heard(answer(201), repeat(201, { final: '201 of id-2' })))).toEqual([
      'the final answer to key has changed: 201 of id-1 --- 201 of id-2',
    ]);
  });

  it('finds a final answer that is followed by another one that is open', () => {
    expect(brokenWords(heard(answer(201), repeat(202)))).toEqual([
      expect.stringMatching(/^after the final answer to key came 202/),
    ]);
  });

  it('finds a final answer told again with a Retry-After', () => {
    expect(brokenWords(heard(answer(201), repeat(201, { retryAfterSeconds: 1 })))).toEqual([
      'the final answer to key bids its caller come back',
    ]);
  });

  it('finds work that two requests under one key are told to have begun', () => {
    expect(brokenWords(heard(answer(202), repeat(201, { replayed: false })))).toEqual([
      'the work of key was begun 2 times',
    ]);
  });
});

describe('openWords', () => {
  it('are the keys whose work was told as open, and never as ended', () => {
    expect(openWords(heard(answer(504), repeat(202)))).toEqual(['key']);
    expect(openWords(heard(answer(202), repeat(201)))).toEqual([]);
    const overtaken = { problem: '/problems/engagement-not-editable', replayed: false };
    expect(openWords(heard(answer(202), repeat(409, overtaken)))).toEqual([]);
    expect(openWords(heard(answer(0, { engagementId: undefined })))).toEqual([]);
  });
});
