import type { Caller } from './caller.js';

/**
 * Whose engagements a caller may see and change: their own, or everyone's. Every statement that reads or changes
 * engagements for a caller takes one, and it is made of a caller only.
 */
export class Reach {
  /** @param owner whose they are; undefined: everyone's */
  private constructor(readonly owner: string | undefined) {}

  static of({ id, scopes }: Caller): Reach {
    return new Reach(scopes.has('engagements:admin') ? undefined : id);
  }

  /** What is a caller's own, however far they reach. */
  static ownOf({ id }: Caller): Reach {
    return new Reach(id);
  }

  /** What of it is one caller's own: nothing new to somebody who reaches only their own. */
  ownedBy(owner: string): Reach {
    return this.owner === undefined ? new Reach(owner) : this;
  }
}
