import { parseArgs } from 'node:util';

export interface AttackOptions {
  readonly seed: number;
  /** How many mutated payloads are sent. */
  readonly mutations: number;
  /** An answer that takes longer is a fault, in milliseconds. */
  readonly slowMs: number;
  /** Keeps the logs of a run that went well, too. */
  readonly keep: boolean;
}

export const usage = `npm run test:attack -- [options]

  --seed N        the run's seed (1)
  --mutations N   payloads made from the OpenAPI document and mutated (10000)
  --slow MS       an answer that takes longer is a fault (2000)
  --keep          keeps the logs even when all is well`;

/** @throws Error naming the option that is wrong */
export function readOptions(args: readonly string[]): AttackOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      mutations: { type: 'string' },
      slow: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  return {
    seed: wholeNumber('seed', values.seed, 1),
    mutations: wholeNumber('mutations', values.mutations, 10_000),
    slowMs: wholeNumber('slow', values.slow, 2000),
    keep: values.keep,
  };
}

function wholeNumber(name: string, given: string | undefined, otherwise: number): number {
  const value = given === undefined ? otherwise : Number(given);
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`--${name} must be a whole number, not ${String(given)}.`);
  }
  return value;
}
