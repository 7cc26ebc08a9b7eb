import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { BatchTurns } from './batch-turns.js';

/** Work that goes on until it is told to end, and what has begun of it, in its order. */
function heldWork() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  return {
    begun,
    work: (item: string) => {
      begun.push(item);
      return new Promise<void>((end) => ends.push(end));
    },
    endOldest: async () => {
      ends.shift()?.();
      await turn();
    },
  };
}

it('does five at a time of all batches, of each caller one in turn', async () => {
  const turns = new BatchTurns();
  const { begun, work, endOldest } = heldWork();
  const crm = ['a', 'b', 'c'].map((batch) =>
    turns.forEach([1, 2, 3, 4, 5].map(String), 'crm', (item) => work(batch + item)),
  );
  const erp = turns.forEach(['1', '2'], 'erp', (item) => work(`erp${item}`));
  expect(begun).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);

  for (let ended = 0; ended < 5; ended += 1) {
    await endOldest();
  }
  expect(begun.slice(5)).toEqual(['b1', 'erp1', 'b2', 'erp2', 'b3']);

  for (let ended = 0; ended < 12; ended += 1) {
    await endOldest();
  }
  await Promise.all([...crm, erp]);
  expect(begun).toHaveLength(17);
});

it('goes on after work that has failed', async () => {
  const turns = new BatchTurns();
  const failing = turns.forEach(['1', '2', '3', '4', '5'], 'crm', () => Promise.reject(new Error('Lost')));
  await expect(failing).rejects.toThrow('Lost');
  await turn();

  const { begun, work } = heldWork();
  void turns.forEach(['1', '2', '3', '4', '5'], 'crm', work);
  expect(begun).toHaveLength(5);
});

it('takes twenty batches of a caller at once, whatever becomes of them', async () => {
  const turns = new BatchTurns();
  const { work, endOldest } = heldWork();
  const many = Array.from({ length: 20 }, (_, index) => turns.batch('crm', () => work(String(index))));
  const refused = turns.batch('crm', () => Promise.resolve());
  await expect(refused).rejects.toEqual(expect.objectContaining({ code: 'overloaded' }));
  await expect(turns.batch('erp', () => Promise.reject(new Error('Lost')))).rejects.toThrow('Lost');

  await endOldest();
  await many[0];
  await expect(turns.batch('crm', () => Promise.resolve('done'))).resolves.toBe('done');
});
