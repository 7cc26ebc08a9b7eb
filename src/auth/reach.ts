import type { Caller } from './caller.js';

/**
 * Whose engagements a caller may see and change: their own, or everyone's. Every statement that reads or changes
 * engagements for a caller takes one, and only a caller has one.
 */
export class Reach {
  /** @param owner whose they are; undefined: everyone's */
  private constructor(readonly owner: string | undefined) {}

  static of({ id, scopes }: Caller): Reach {
    return new Reach(scopes.has('engagements:admin') ? undefined : id);
  }

  /** The part of it that is one caller's own. */
  narrowedTo(owner: string): Reach {
    return new Reach(this.owner === undefined || this.owner === owner ? owner : this.owner);
  }

  includes(owner: string): boolean {
    return this.owner === undefined || this.owner === owner;
  }
}
