import { describe, expect, it } from '@jest/globals';

import { type NewFault } from './fault.js';
import { FaultList } from './fault-list.js';

function listOf(...faults: NewFault[]): FaultList {
  const list = new FaultList();
  faults.forEach((fault) => list.add(fault));
  return list;
}

const struck = (list: FaultList, calls: number) =>
  Array.from({ length: calls }, () => list.take('CreateEngagement')?.kind);

describe('FaultList', () => {
  it('strikes with the first added first, one for each call, and lets it go when it is used up', () => {
    const list = listOf({ kind: 'html', times: 2 }, { kind: 'hang', times: 1 });
    expect(struck(list, 4)).toEqual(['html', 'html', 'hang', undefined]);
    expect(list.list()).toEqual([]);
  });

  it('strikes until it is deleted when times is missing', () => {
    const list = listOf({ kind: 'hang' });
    expect(struck(list, 3)).toEqual(['hang', 'hang', 'hang']);
    list.clear();
    expect(struck(list, 1)).toEqual([undefined]);
  });

  it('strikes only its operation', () => {
    const list = listOf({ kind: 'hang', operation: 'GetEngagement', times: 1 }, { kind: 'html', times: 1 });
    expect(struck(list, 2)).toEqual(['html', undefined]);
    expect(list.take('GetEngagement')?.kind).toBe('hang');
  });

  it('strikes no other operation with late', () => {
    const list = listOf({ kind: 'late', times: 1 });
    expect(list.take('ListEngagements')).toBeUndefined();
    expect(struck(list, 2)).toEqual(['late', undefined]);
  });

  it('tells how many times are left', () => {
    const list = listOf({ kind: 'hang', times: 3 });
    struck(list, 1);
    expect(list.list()).toMatchObject([{ id: 'fault-1', times: 3, remaining: 2 }]);
  });

  it('strikes the same calls for the same seed, as often as its probability says', () => {
    const fault = { kind: 'hang', probability: 0.3, seed: 7 } as const;
    const calls = struck(listOf(fault), 1000);
    expect(struck(listOf(fault), 1000)).toEqual(calls);
    expect(struck(listOf({ ...fault, seed: 8 }), 1000)).not.toEqual(calls);
    expect(calls.filter((kind) => kind === 'hang').length / 1000).toBeCloseTo(0.3, 1);
  });

  it.each([
    { probability: 0, hits: 0 },
    { probability: 1, hits: 100 },
  ])('strikes $hits of 100 calls at probability $probability', ({ probability, hits }) => {
    expect(struck(listOf({ kind: 'hang', probability }), 100).filter(Boolean)).toHaveLength(hits);
  });

  it('counts only the calls it struck', () => {
    const calls = struck(listOf({ kind: 'hang', probability: 0.5, times: 5, seed: 1 }), 100);
    expect(calls.filter(Boolean)).toHaveLength(5);
  });

  it.each([
    {
      kind: 'error',
      expected: { when: 'before', delayMs: 0, error: { name: 'InternalServerException', nameIn: 'both' } },
    },
    { kind: 'delay', expected: { when: 'before', delayMs: 1000 } },
    { kind: 'hang', expected: { when: 'before' } },
    { kind: 'reset-before', expected: { when: 'before' } },
    { kind: 'reset-after', expected: { when: 'after' } },
    { kind: 'html', expected: { when: 'before' } },
    { kind: 'garbage', expected: { when: 'after' } },
    { kind: 'late', expected: { when: 'after', delayMs: 30_000, operation: 'CreateEngagement' } },
  ])('fills in what is missing of $kind', ({ kind, expected }) => {
    expect(new FaultList().add({ kind })).toMatchObject({
      kind,
      probability: 1,
      seed: expect.any(Number),
      ...expected,
    });
  });
});

it.each([
  { fault: [], message: 'The body must be a JSON object.' },
  { fault: {}, message: 'kind is required: one of error, delay' },
  { fault: { kind: 'crash' }, message: 'kind must be one of error, delay' },
  { fault: { kind: 'hang', time: 1 }, message: 'unknown field "time"; known are operation, kind' },
  { fault: { kind: 'hang', operation: 'ListTasks' }, message: 'operation must be one of CreateEngagement' },
  { fault: { kind: 'hang', times: 0 }, message: 'times must be a whole number from 1' },
  { fault: { kind: 'hang', times: 1.5 }, message: 'times must be a whole number' },
  { fault: { kind: 'hang', times: null }, message: 'times must be a whole number' },
  { fault: { kind: 'hang', probability: 1.1 }, message: 'probability must be a number from 0 to 1.' },
  { fault: { kind: 'hang', probability: '0.5' }, message: 'probability must be a number' },
  { fault: { kind: 'hang', seed: -1 }, message: 'seed must be a whole number from 0' },
  { fault: { kind: 'delay', delayMs: -1 }, message: 'delayMs must be a whole number from 0' },
  { fault: { kind: 'delay', delayMs: 2 ** 31 }, message: 'delayMs must be a whole number' },
  { fault: { kind: 'hang', when: 'later' }, message: 'when must be one of before, after.' },
  { fault: { kind: 'reset-after', when: 'after' }, message: 'when is not for the reset kinds' },
  {
    fault: { kind: 'late', operation: 'GetEngagement' },
    message: 'operation must be CreateEngagement, or missing, for the kind late.',
  },
  { fault: { kind: 'late', when: 'before' }, message: 'when is not for the kind late' },
  { fault: { kind: 'late', error: { name: 'X' } }, message: 'error is only for the kind error.' },
  { fault: { kind: 'hang', error: { name: 'X' } }, message: 'error is only for the kind error.' },
  { fault: { kind: 'error', error: 'X' }, message: 'error must be a JSON object.' },
  { fault: { kind: 'error', error: {} }, message: "error.name must be an exception's name" },
  { fault: { kind: 'error', error: { name: 'a\r\nb' } }, message: 'error.name' },
  { fault: { kind: 'error', error: { name: 'X', message: 1 } }, message: 'error.message must be a string.' },
  {
    fault: { kind: 'error', error: { name: 'X', members: [] } },
    message: 'error.members must be a JSON object.',
  },
  {
    fault: { kind: 'error', error: { name: 'X', nameIn: 'footer' } },
    message: 'nameIn must be one of both, header, body.',
  },
  { fault: { kind: 'error', error: { name: 'X', code: 1 } }, message: 'error has an unknown field "code"' },
])('refuses $fault: $message', ({ fault, message }) => {
  expect(() => new FaultList().add(fault)).toThrow(message);
});
