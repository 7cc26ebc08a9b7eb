import { randomInt } from 'node:crypto';

import { type Operation } from '../wire/operation.js';
import { type Fault, type FaultKind, type Moment, type NewFault } from './fault.js';
import { readFault } from './read-fault.js';
import { seededRandom } from './seeded-random.js';

/** `late` is past the patience of callers: the AWS SDK has no limit of its own, and 10 s is an ordinary one. */
const defaultDelaysMs: Partial<Record<FaultKind, number>> = { delay: 1000, late: 30_000 };

interface Pending {
  fault: Fault;
  readonly random: () => number;
}

/** The faults that wait for calls, in the order they were added. */
export class FaultList {
  private pending: Pending[] = [];
  private added = 0;

  /**
   * Adds a fault after those already there.
   * @throws FieldError when its description is wrong.
   */
  add(description: unknown): Fault {
    const fault = complete(readFault(description), `fault-${this.added + 1}`);
    this.added += 1;
    this.pending.push({ fault, random: seededRandom(fault.seed) });
    return fault;
  }

  list(): Fault[] {
    return this.pending.map(({ fault }) => fault);
  }

  clear(): void {
    this.pending = [];
  }

  /**
   * The fault that strikes this call: the first one added that is for this operation and whose chance comes up. At
   * most one strikes; one that has struck as often as it should is gone.
   * @param isInHand whether the call repeats a token that is being worked on
   */
  take(operation: Operation, isInHand = false): Fault | undefined {
    const struck = this.pending.find(
      ({ fault, random }) =>
        (fault.operation === undefined || fault.operation === operation) &&
        !(isInHand && fault.spares === 'in-hand') &&
        random() < fault.probability,
    );
    if (struck === undefined) {
      return undefined;
    }
    const { fault } = struck;
    if (fault.remaining !== undefined) {
      struck.fault = { ...fault, remaining: fault.remaining - 1 };
      this.pending = this.pending.filter((one) => one.fault.remaining !== 0);
    }
    return fault;
  }
}

function complete(fault: NewFault, id: string): Fault {
  const { kind, times } = fault;
  return {
    id,
    kind,
    operation: kind === 'late' ? 'CreateEngagement' : fault.operation,
    times,
    remaining: times,
    probability: fault.probability ?? 1,
    seed: fault.seed ?? randomInt(2 ** 32),
    delayMs: fault.delayMs ?? defaultDelaysMs[kind] ?? 0,
    error: kind === 'error' ? completeError(fault.error) : undefined,
    when: fault.when ?? momentOf(kind),
    spares: fault.spares,
  };
}

function completeError(error: NewFault['error']): Fault['error'] {
  const name = error?.name ?? 'InternalServerException';
  return {
    name,
    message: error?.message ?? 'A fault of the simulator.',
    members: error?.members ?? {},
    retryAfterSeconds: error?.retryAfterSeconds,
    nameIn: error?.nameIn ?? 'both',
  };
}

function momentOf(kind: NewFault['kind']): Moment {
  return kind === 'garbage' || kind === 'reset-after' || kind === 'late' ? 'after' : 'before';
}
