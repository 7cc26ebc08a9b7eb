import { parseArgs } from 'node:util';

/** How much of what a run has. */
export interface ChaosOptions {
  readonly seed: number;
  readonly submissions: number;
  /** How many engagements are put by their callers' own ids besides, each by one or several. */
  readonly puts: number;
  readonly kills: number;
  readonly pauses: number;
  readonly restarts: number;
  /** Whether PostgreSQL has a synchronous standby, and is lost in the middle of the run. */
  readonly failover: boolean;
  /** How often answers of Postgres to a commit are lost, a few at a time. */
  readonly losses: number;
  /** How often the AWS credentials expire for longer than all attempts take. */
  readonly expiries: number;
  /** The average time between two faults, in milliseconds. */
  readonly gapMs: number;
  /** How long everything may take to settle once the faults are over, in milliseconds. */
  readonly settleMs: number;
  /** Keeps the logs and the books of a run that went well, too. */
  readonly keep: boolean;
}

export const usage = `npm run test:chaos -- [options]

  --seed N          the run's seed; a random one unless given
  --submissions N   engagements to submit (100)
  --puts N          engagements that are put by their callers' own ids besides, by up to ten
                    callers each (a sixth)
  --kills N         kill -9 of an API or a worker (a tenth of the submissions)
  --pauses N        SIGSTOP beyond the lease (a hundredth)
  --restarts N      restarts of PostgreSQL (one for each 350)
  --failover        PostgreSQL has a synchronous standby, which takes its place when it is lost
                    in the middle of the run
  --losses N        answers to commits lost, a few at a time (a fortieth)
  --expiries N      times of expired AWS credentials (one for each 1000)
  --gap MS          the average time between two faults (1000)
  --settle MS       how long everything may take to settle once the faults are over (240000)
  --keep            keeps the logs and books even when all is well`;

/** @throws Error naming the option that is wrong */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      submissions: { type: 'string' },
      puts: { type: 'string' },
      kills: { type: 'string' },
      pauses: { type: 'string' },
      restarts: { type: 'string' },
      failover: { type: 'boolean', default: false },
      losses: { type: 'string' },
      expiries: { type: 'string' },
      gap: { type: 'string' },
      settle: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  const submissions = wholeNumber('submissions', values.submissions, 100, 1);
  return {
    seed: wholeNumber('seed', values.seed, Math.floor(Math.random() * 2 ** 32)),
    submissions,
    puts: wholeNumber('puts', values.puts, Math.ceil(submissions / 6)),
    kills: wholeNumber('kills', values.kills, Math.ceil(submissions / 10)),
    pauses: wholeNumber('pauses', values.pauses, Math.ceil(submissions / 100)),
    restarts: wholeNumber('restarts', values.restarts, Math.ceil(submissions / 350)),
    failover: values.failover,
    losses: wholeNumber('losses', values.losses, Math.ceil(submissions / 40)),
    expiries: wholeNumber('expiries', values.expiries, Math.ceil(submissions / 1000)),
    gapMs: wholeNumber('gap', values.gap, 1000, 1),
    settleMs: wholeNumber('settle', values.settle, 240_000, 1),
    keep: values.keep,
  };
}

function wholeNumber(name: string, given: string | undefined, otherwise: number, least = 0): number {
  const value = given === undefined ? otherwise : Number(given);
  if (!Number.isInteger(value) || value < least || value >= 2 ** 32) {
    throw new Error(`--${name} must be a whole number from ${least} on, not ${String(given)}.`);
  }
  return value;
}
