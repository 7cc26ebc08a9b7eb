import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { ClaimedSubmission, Step } from './submission-state.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** How much of a lease no longer counts as ours: for the way from asking to the socket, and clocks that run unevenly. */
const MARGIN = 0.1;

/** What this process has claimed, and how long it may count on it. */
@Injectable()
export class SubmissionLeases {
  private readonly leaseMs: number;
  /** When each holder was last known to have its own. */
  private readonly heldAt = new Map<string, Moment>();
  private renewedAt = performance.now();

  constructor(
    private readonly repository: SubmissionsRepository,
    @Inject(SETTINGS) { submission }: Settings,
  ) {
    this.leaseMs = submission.leaseMs;
  }

  /** Claims the next step of a kind that is due, if any. */
  async claim(step: Step): Promise<ClaimedSubmission | undefined> {
    // Else, where Postgres was away or this process stood still, we would claim what we have in hand ourselves.
    if (this.heldAt.size > 0 && performance.now() - this.renewedAt > this.leaseMs / 2) {
      await this.renew();
    }
    const asked = now();
    const claimed = await this.repository.claim(step, randomUUID());
    if (claimed !== undefined) {
      this.heldAt.set(claimed.holder, asked);
    }
    return claimed;
  }

  /** Holds on to all that is claimed. To be called well within a lease. */
  async renew(): Promise<void> {
    const holders = [...this.heldAt.keys()];
    const asked = now();
    const renewed = holders.length === 0 ? [] : await this.repository.renew(holders);
    this.renewedAt = asked.monotonic;
    for (const holder of renewed) {
      if (this.heldAt.has(holder)) {
        this.heldAt.set(holder, asked);
      }
    }
  }

  /**
   * Whether nobody else can have it yet. By our own clocks alone: asking Postgres would take time in which the
   * lease could lapse. To be asked right before something is done that can't be taken back.
   */
  holds({ holder }: ClaimedSubmission): boolean {
    const heldAt = this.heldAt.get(holder);
    return heldAt !== undefined && millisecondsSince(heldAt) < this.leaseMs * (1 - MARGIN);
  }

  /** Gives back what was not begun. */
  async release(claimed: ClaimedSubmission): Promise<void> {
    try {
      await this.repository.release(claimed);
    } finally {
      this.forget(claimed);
    }
  }

  /** Lets go of what is over, or left to lapse. */
  forget({ holder }: ClaimedSubmission): void {
    this.heldAt.delete(holder);
  }
}

/**
 * A moment on both of this process's clocks, to measure how long ago it was: the one stands still while the machine is
 * suspended, the other can be set.
 */
interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

function now(): Moment {
  return { monotonic: performance.now(), wall: Date.now() };
}

function millisecondsSince({ monotonic, wall }: Moment): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}
