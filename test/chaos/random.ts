import { seededRandom } from '../../simulator/faults/seeded-random.js';

/** Choices that are the same for the same seed. */
export interface Random {
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** Whether something of this probability comes about. */
  chance(probability: number): boolean;
  /** One of these, each as likely as its weight says. */
  pick<T>(weighted: readonly (readonly [T, number])[]): T;
  /** The same in another order. */
  shuffle<T>(items: readonly T[]): T[];
  /** A seed for somebody else's choices. */
  seed(): number;
}

export function randomOf(seed: number): Random {
  const next = seededRandom(seed);
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (weighted) => pick(weighted, next()),
    shuffle: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ item }) => item),
    seed: () => Math.floor(next() * 2 ** 32),
  };
}

function pick<T>(weighted: readonly (readonly [T, number])[], at: number): T {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  let left = at * total;
  for (const [item, weight] of weighted) {
    left -= weight;
    if (left < 0) {
      return item;
    }
  }
  throw new Error('There is nothing to pick from.');
}
