import { parseArgs } from 'node:util';

/** How much is measured. */
export interface Plan {
  /** How often each contestant does each workload; the median counts. */
  readonly rounds: number;
  /** How long each time. */
  readonly seconds: number;
  /** How long before the first, so that V8 has compiled what it will. */
  readonly warmUpSeconds: number;
  readonly connections: number;
  /** How many engagements there are before each. */
  readonly rows: number;
  readonly submission: {
    /** How many in each round, one after the other. */
    readonly atRest: number;
    readonly pauseMs: number;
    /** How long AWS takes for each of these. */
    readonly awsMs: number;
    readonly connections: number;
    readonly perSecond: number;
    readonly pacedSeconds: number;
  };
}

const submission = { pauseMs: 120, awsMs: 100, connections: 16, perSecond: 15 };

// Rows: a multiple of the connections, so that no two connections change the same one.
const full: Plan = {
  rounds: 5,
  seconds: 2.5,
  warmUpSeconds: 1.5,
  connections: 32,
  rows: 4096,
  submission: { ...submission, atRest: 10, pacedSeconds: 20 },
};

const quick: Plan = {
  ...full,
  rounds: 3,
  seconds: 0.6,
  warmUpSeconds: 0.5,
  rows: 1024,
  submission: { ...submission, atRest: 5, pacedSeconds: 4 },
};

export interface Options {
  readonly plan: Plan;
  /** Whether the page and the chart are written. */
  readonly write: boolean;
  /** Whether it fails where the product is far slower than it should be. */
  readonly check: boolean;
}

/** The options that `npm run bench` was called with. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean' }, check: { type: 'boolean' }, write: { type: 'boolean' } },
  });
  const { quick: isQuick = false, check = false, write = !isQuick } = values;
  return { plan: isQuick ? quick : full, write, check };
}
