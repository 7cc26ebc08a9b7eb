const SECONDS = 60;

/** How often something has happened within the last minute, to the second. */
export class SlidingMinute {
  private readonly counts = new Array<number>(SECONDS).fill(0);
  /** The second that was counted last. */
  private second: number;

  /** @param clock in milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.second = this.now();
  }

  add(): void {
    this.forget();
    const place = this.second % SECONDS;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
  }

  count(): number {
    this.forget();
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  private forget(): void {
    const now = this.now();
    const from = Math.max(this.second + 1, now - SECONDS + 1);
    for (let second = from; second <= now; second += 1) {
      this.counts[second % SECONDS] = 0;
    }
    this.second = now;
  }

  private now(): number {
    return Math.floor(this.clock() / 1000);
  }
}
