import { SlidingSecond } from './sliding-second.js';

/** What the ledger tells of CreateEngagement calls since the simulator started or was reset. */
export interface CallCounts {
  /** Every call that reached the simulator, refused and faulty ones too. */
  readonly total: number;
  readonly throttled: number;
  /** The most calls, throttled ones included, that ever came within one second. */
  readonly maxPerSlidingSecond: number;
}

/** Counts CreateEngagement calls and says which are too many for AWS's quota. */
export class CallMeter {
  private readonly arrived = new SlidingSecond();
  private readonly admitted = new SlidingSecond();
  private total = 0;
  private throttled = 0;
  private maxPerSlidingSecond = 0;

  /** @param ratePerSecond the quota; 0 is unlimited. */
  constructor(private readonly ratePerSecond: number) {}

  /** A call has come; times are in milliseconds of a clock that never goes back. */
  arrive(now: number): void {
    const earlier = this.arrived.countAt(now);
    this.arrived.add(now);
    this.total += 1;
    this.maxPerSlidingSecond = Math.max(this.maxPerSlidingSecond, earlier + 1);
  }

  /**
   * Whether the quota lets a call through now. A refused call takes nothing from the quota: a caller that keeps
   * asking too fast still gets its full rate, and one that slows down recovers at once.
   */
  admit(now: number): boolean {
    if (this.ratePerSecond > 0 && this.admitted.countAt(now) >= this.ratePerSecond) {
      this.throttled += 1;
      return false;
    }
    if (this.ratePerSecond > 0) {
      this.admitted.add(now);
    }
    return true;
  }

  /** What was counted so far. */
  counts(): CallCounts {
    return { total: this.total, throttled: this.throttled, maxPerSlidingSecond: this.maxPerSlidingSecond };
  }
}
