import { Injectable } from '@nestjs/common';
import { CallerCounts } from '../auth/caller-counts.js';
import type { Reach } from '../auth/reach.js';
import { DomainError } from '../errors/domain-error.js';

/**
 * How many lists and counts of one owner's engagements this process has the database do at a time: half of its
 * connections. What finds little among many takes a quarter of a second (`q=!!!` among 200,000), and 200 of those at once
 * had other callers wait until they were told that the database is away.
 */
const AT_ONCE_OF_ONE = 5;

/** How many more of them may wait for that: each is in hand meanwhile. */
const WAITING_OF_ONE = 200;

/** Has one owner's lists and counts wait for each other, rather than everybody for them. */
@Injectable()
export class ReadingShares {
  private readonly running = new CallerCounts();
  private readonly waiting = new Map<string, (() => void)[]>();

  /**
   * Reads what is within a reach when there is room for it.
   * @throws DomainError `overloaded` where too many wait for that
   */
  async read<T>({ owner = '' }: Reach, read: () => Promise<T>): Promise<T> {
    if (this.running.of(owner) < AT_ONCE_OF_ONE) {
      this.running.add(owner);
    } else {
      const queue = this.waiting.get(owner) ?? [];
      if (queue.length >= WAITING_OF_ONE) {
        throw new DomainError('overloaded', 'You have too many lists and counts under way.');
      }
      this.waiting.set(owner, queue);
      await new Promise<void>((begin) => queue.push(begin));
    }
    try {
      return await read();
    } finally {
      this.handOn(owner);
    }
  }

  /** Hands a place on to the next one, or gives it up. */
  private handOn(owner: string): void {
    const next = this.waiting.get(owner)?.shift();
    if (next !== undefined) {
      next();
      return;
    }
    this.waiting.delete(owner);
    this.running.remove(owner);
  }
}
