import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Reach } from '../auth/reach.js';
import { ReadingShares } from './reading-shares.js';

const crm = Reach.of({ id: 'crm', scopes: new Set() });
const erp = Reach.of({ id: 'erp', scopes: new Set() });

it('reads five at a time for one owner, and for others meanwhile', async () => {
  const shares = new ReadingShares();
  const begun: string[] = [];
  const ends: PromiseWithResolvers<unknown>[] = [];
  const read = (reach: Reach, name: string) =>
    shares.read(reach, () => {
      begun.push(name);
      const end = Promise.withResolvers<unknown>();
      ends.push(end);
      return end.promise;
    });
  const reads = Array.from({ length: 8 }, (_, index) => read(crm, `crm ${index}`));
  reads.push(read(erp, 'erp'));
  expect(begun).toEqual(['crm 0', 'crm 1', 'crm 2', 'crm 3', 'crm 4', 'erp']);

  ends[0]?.resolve(undefined);
  ends[1]?.reject(new Error('away'));
  await expect(reads[1]).rejects.toThrow('away');
  await turn();
  expect(begun.slice(6)).toEqual(['crm 5', 'crm 6']);

  ends[2]?.resolve(undefined);
  await turn();
  for (const { resolve } of ends) {
    resolve(undefined);
  }
  await Promise.allSettled(reads);
  const again = Array.from({ length: 6 }, () => read(crm, 'again'));
  expect(begun.slice(9)).toHaveLength(5);
  ends[9]?.resolve(undefined);
  await again[0];
  await turn();
  expect(begun.slice(9)).toHaveLength(6);
});

it('has so many wait for one owner, and refuses more', async () => {
  const shares = new ReadingShares();
  const end = Promise.withResolvers<unknown>();
  const reads = Array.from({ length: 205 }, () => shares.read(crm, () => end.promise));
  await expect(shares.read(crm, () => end.promise)).rejects.toEqual(
    expect.objectContaining({ code: 'overloaded' }),
  );

  end.resolve('read');
  await Promise.all(reads);
  await expect(shares.read(crm, () => end.promise)).resolves.toBe('read');
});
