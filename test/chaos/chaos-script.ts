import { LEASE_MS } from './chaos-settings.js';
import type { ChaosOptions } from './options.js';
import { type Random, randomOf } from './random.js';
import { type CallerPlan, planCaller } from './caller-plan.js';
import { planPuts, type PutPlan } from './put-plan.js';

/** The programs that get killed and paused. */
export const programs = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;
export type ProgramName = (typeof programs)[number];

/** How PostgreSQL goes down: told to stop, made to stop at once, or by kill -9 of its first process. */
export const stops = ['fast', 'immediate', 'kill'] as const;
export type Stop = (typeof stops)[number];

/** What commits: the COMMIT of a transaction, or a write that is one by itself. */
export type Committing = 'transaction' | 'statement';

/** Whom a fault strikes: the first of `among` that qualifies. */
export interface Target {
  readonly among: readonly ProgramName[];
  /** How long it has to have been running: long enough to have work in hand. */
  readonly upMs: number;
  /** Whether its like has to be running: callers get nowhere while both APIs are down all the time. */
  readonly spareLast: boolean;
}

export type Action =
  /** kill -9; it is started again at once. */
  | { readonly kind: 'kill'; readonly target: Target }
  /** SIGSTOP, and SIGCONT after `forMs`. */
  | { readonly kind: 'pause'; readonly target: Target; readonly forMs: number }
  /** PostgreSQL goes down for `downMs`. */
  | { readonly kind: 'restart'; readonly stop: Stop; readonly downMs: number }
  /** PostgreSQL's server is lost with all its processes, and its standby takes its place. */
  | { readonly kind: 'fail-over' }
  /** The answers to the next commits are lost on their way from PostgreSQL. */
  | { readonly kind: 'lose-answers'; readonly to: Committing; readonly count: number }
  /** For `forMs` AWS accepts no credentials of the service. */
  | { readonly kind: 'expire-credentials'; readonly forMs: number };

/** One fault, and the callers that turn up in the time before it. */
export interface Step {
  readonly gapMs: number;
  readonly callers: readonly CallerPlan[];
  readonly putters: readonly PutPlan[];
  readonly action: Action;
}

/** Longer than a lease. */
const PAUSE_MS = [LEASE_MS * 1.25, LEASE_MS * 3] as const;

/** Longer than all attempts take together. */
const EXPIRY_MS = [10_000, 20_000] as const;

const LONGEST_UP_MS = 3000;

/** Writes a run's script: the same one for the same options. */
export function writeScript(options: ChaosOptions): Step[] {
  const random = randomOf(options.seed);
  const actions = withFailover(writeActions(options, random), options);
  const callers = Array.from({ length: options.submissions }, (_, index) =>
    planCaller(options.seed, index, random),
  );
  // By choices of their own, so that all else is the same with them and without.
  const ofPuts = randomOf(options.seed ^ 0x9075);
  const puts = Array.from({ length: options.puts }, (_, index) => planPuts(options.seed, index, ofPuts));
  return actions.map((action, index) => ({
    action,
    gapMs: Math.round(options.gapMs * (0.4 + 1.2 * random.next())),
    callers: callers.slice(share(callers, index, actions), share(callers, index + 1, actions)),
    putters: puts.slice(share(puts, index, actions), share(puts, index + 1, actions)).flat(),
  }));
}

/** In the middle: much has happened by then, and much is to come. */
function withFailover(actions: readonly Action[], { failover }: ChaosOptions): Action[] {
  return failover ? actions.toSpliced(actions.length / 2, 0, { kind: 'fail-over' }) : [...actions];
}

function share(callers: readonly unknown[], index: number, actions: readonly unknown[]): number {
  return Math.round((callers.length * index) / actions.length);
}

function writeActions(options: ChaosOptions, random: Random): Action[] {
  const { kills, pauses, restarts, losses, expiries } = options;
  const others = random.shuffle<Action>([
    ...Array.from({ length: kills }, (): Action => ({ kind: 'kill', target: writeTarget(random) })),
    ...Array.from({ length: pauses }, (): Action => ({
      kind: 'pause',
      target: writeTarget(random),
      forMs: random.between(...PAUSE_MS),
    })),
    ...Array.from({ length: losses }, (): Action => ({
      kind: 'lose-answers',
      to: random.chance(0.75) ? 'transaction' : 'statement',
      count: random.between(1, 4),
    })),
    ...Array.from({ length: expiries }, (): Action => ({
      kind: 'expire-credentials',
      forMs: random.between(...EXPIRY_MS),
    })),
  ]);
  // Evenly spread, and each way of going down in its turn: there are only a few of them.
  const ways = random.shuffle(stops);
  return Array.from({ length: restarts + 1 }, (_, index): Action[] => {
    const part = others.slice(
      Math.round((others.length * index) / (restarts + 1)),
      Math.round((others.length * (index + 1)) / (restarts + 1)),
    );
    const stop = ways[index % ways.length] ?? 'fast';
    return index === restarts
      ? part
      : [...part, { kind: 'restart', stop, downMs: random.between(500, 4000) }];
  }).flat();
}

function writeTarget(random: Random): Target {
  return {
    among: random.shuffle(programs),
    upMs: random.between(0, LONGEST_UP_MS),
    spareLast: random.chance(0.9),
  };
}
