const second = 1000;

/**
 * Counts what happened within the last second. A ring buffer of times, in milliseconds of a clock that never goes
 * back: each event costs constant time, however many there are, and the memory follows the busiest second.
 */
export class SlidingSecond {
  private times = new Float64Array(16);
  private oldest = 0;
  private count = 0;

  /** How many events lie less than a second before now. */
  countAt(now: number): number {
    while (this.count > 0 && now - (this.times[this.oldest] ?? 0) >= second) {
      this.oldest = (this.oldest + 1) % this.times.length;
      this.count -= 1;
    }
    return this.count;
  }

  /** Adds an event that happens now. */
  add(now: number): void {
    if (this.count === this.times.length) {
      this.grow();
    }
    this.times[(this.oldest + this.count) % this.times.length] = now;
    this.count += 1;
  }

  private grow(): void {
    const larger = new Float64Array(this.times.length * 2);
    larger.set(this.times.subarray(this.oldest));
    larger.set(this.times.subarray(0, this.oldest), this.times.length - this.oldest);
    this.times = larger;
    this.oldest = 0;
  }
}
