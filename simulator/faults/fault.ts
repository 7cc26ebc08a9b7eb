import { type JsonObject } from '../wire/json.js';
import { type Operation } from '../wire/operation.js';
import { type NamePlace } from '../wire/wire-error.js';

export const faultKinds = [
  'error',
  'delay',
  'hang',
  'reset-before',
  'reset-after',
  'html',
  'garbage',
  'late',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export const moments = ['before', 'after'] as const;

/** Whether a fault strikes before the call's work is done, or after. */
export type Moment = (typeof moments)[number];

/** Calls that a fault may leave alone. `in-hand`: repeats of a token that is being worked on. */
export const sparedCalls = ['in-hand'] as const;

export type SparedCalls = (typeof sparedCalls)[number];

/** Trouble that a caller of the simulator asks for; docs/simulator.md has each kind's meaning. */
export interface NewFault {
  readonly kind: FaultKind;
  /** Missing: every operation; `late` is of CreateEngagement only. */
  readonly operation?: Operation;
  /** How many calls it strikes; missing: all until it is deleted. */
  readonly times?: number;
  /** The chance, from 0 to 1, that it strikes a call it could; missing: 1. */
  readonly probability?: number;
  /** Makes the same calls be struck each time; missing: a random one, told in the answer. */
  readonly seed?: number;
  /**
   * What is waited before the fault strikes, in milliseconds. A `delay` is nothing but this: 1000 when missing. For
   * `late` it is when the work is done, counted from the call: 30,000 when missing.
   */
  readonly delayMs?: number;
  /** What an `error` answers; missing: an InternalServerException. */
  readonly error?: {
    readonly name: string;
    readonly message?: string;
    readonly members?: JsonObject;
    /** What its `Retry-After` header says; missing: there is none, as AWS's reference promises none. */
    readonly retryAfterSeconds?: number;
    /** Where the answer has the name; missing: `both` the header and the body. */
    readonly nameIn?: NamePlace;
  };
  /**
   * Missing: after the work for `garbage`, before it for the others. The `reset-` kinds say it themselves, and `late`
   * has the call checked as it comes.
   */
  readonly when?: Moment;
  /** Missing: none. With `in-hand` a refusal that AWS would not give: what it works on it refuses with a conflict. */
  readonly spares?: SparedCalls;
}

/** A fault with everything that was missing filled in. */
export interface Fault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly operation?: Operation;
  /** How many more calls it strikes; missing: all until it is deleted. */
  readonly remaining?: number;
  readonly times?: number;
  readonly probability: number;
  readonly seed: number;
  readonly delayMs: number;
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly members: JsonObject;
    readonly retryAfterSeconds?: number;
    readonly nameIn: NamePlace;
  };
  readonly when: Moment;
  readonly spares?: SparedCalls;
}
