import { Injectable } from '@nestjs/common';
import { CallerCounts } from '../../auth/caller-counts.js';
import { DomainError } from '../../errors/domain-error.js';

/**
 * How many engagements of batches are submitted at a time in this process, to leave connections to other requests: with
 * as many of each batch, 590 batches of one caller had another one's list wait for a second.
 */
const AT_ONCE = 5;

/** The most batches of one caller at once: each is in hand until its last engagement has had its turn. */
const MAX_BATCHES_OF_ONE = 20;

/** Has the batches of this process share few connections to the database, in which callers take turns. */
@Injectable()
export class BatchTurns {
  private running = 0;
  private readonly batches = new CallerCounts();
  /** Who waits for a turn, in the order of their callers'. */
  private readonly waiting = new Map<string, (() => void)[]>();

  /**
   * Does a caller's batch.
   * @throws DomainError `overloaded` where the caller has too many under way
   */
  async batch<T>(caller: string, work: () => Promise<T>): Promise<T> {
    const own = this.batches.of(caller);
    if (own >= MAX_BATCHES_OF_ONE) {
      throw new DomainError(
        'overloaded',
        `You have ${own} batches under way: begin the next one when one of them has ended.`,
      );
    }
    this.batches.add(caller);
    try {
      return await work();
    } finally {
      this.batches.remove(caller);
    }
  }

  /** Does something for each item of a batch, some at a time, each in its caller's turn. */
  async forEach<T>(
    items: readonly T[],
    caller: string,
    work: (item: T, position: number) => Promise<void>,
  ): Promise<void> {
    for (let start = 0; start < items.length; start += AT_ONCE) {
      const some = items.slice(start, start + AT_ONCE);
      await Promise.all(some.map((item, index) => this.inTurn(caller, () => work(item, start + index))));
    }
  }

  private async inTurn(caller: string, work: () => Promise<void>): Promise<void> {
    if (this.running < AT_ONCE) {
      this.running += 1;
    } else {
      await new Promise<void>((begin) => {
        this.waiting.set(caller, [...(this.waiting.get(caller) ?? []), begin]);
      });
    }
    try {
      await work();
    } finally {
      this.handOn();
    }
  }

  /** Hands its place on to the caller whose turn is next, who comes last then. */
  private handOn(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.running -= 1;
      return;
    }
    const [caller, [begin, ...others]] = next;
    this.waiting.delete(caller);
    if (others.length > 0) {
      this.waiting.set(caller, others);
    }
    begin?.();
  }
}
