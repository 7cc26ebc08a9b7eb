/** What may be asked for some times at once, and then at its own pace. */
class Allowance {
  private left: number;
  private countedAt = performance.now();

  constructor(
    private readonly burst: number,
    private readonly everyMs: number,
  ) {
    this.left = burst;
  }

  take(): boolean {
    const now = performance.now();
    this.left = Math.min(this.burst, this.left + (now - this.countedAt) / this.everyMs);
    this.countedAt = now;
    if (this.left < 1) {
      return false;
    }
    this.left -= 1;
    return true;
  }
}

export interface RefreshPlan {
  /** How old it gets before a new one is loaded behind the one that is used, in milliseconds. */
  readonly freshMs: number;
  /** How old it may be used. */
  readonly usableMs: number;
  /** For how long a failure stands for what would come of the next try. */
  readonly failureMs: number;
  /** How often a newer one may be asked for: so often at once, and once more after each while. */
  readonly newer: { readonly burst: number; readonly everyMs: number };
}

/** Something from elsewhere that is kept in memory and loaded again as it gets old, by one load at a time. */
export class Refreshed<T> {
  private latest: { readonly value: T; readonly asOf: number } | undefined;
  private failure: { readonly error: unknown; readonly at: number } | undefined;
  private loading: Promise<T> | undefined;
  private readonly allowance: Allowance;

  constructor(
    private readonly load: () => Promise<T>,
    private readonly plan: RefreshPlan,
  ) {
    this.allowance = new Allowance(plan.newer.burst, plan.newer.everyMs);
  }

  /** One that is usable. @throws what the load throws where there is none */
  async current(): Promise<T> {
    return this.atHand() ?? this.reload();
  }

  /** One that is usable, if there is one. */
  atHand(): T | undefined {
    const { latest } = this;
    const age = latest === undefined ? Infinity : performance.now() - latest.asOf;
    if (latest === undefined || age > this.plan.usableMs) {
      return undefined;
    }
    if (age > this.plan.freshMs) {
      void this.reload().catch(() => undefined);
    }
    return latest.value;
  }

  /**
   * One that was loaded from now on, for who has not found in the current one what may be new.
   * @returns undefined where that was asked for too often lately: whoever makes things up must not cost a load each
   * @throws what the load throws
   */
  async newer(): Promise<T | undefined> {
    if (this.recentFailure() === undefined && !this.allowance.take()) {
      return undefined;
    }
    // The one under way may have begun too early.
    await this.loading?.catch(() => undefined);
    return this.reload();
  }

  private async reload(): Promise<T> {
    const failure = this.recentFailure();
    if (failure !== undefined) {
      throw failure.error;
    }
    this.loading ??= this.loadNow().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /** Its age counts from before it was asked for. */
  private async loadNow(): Promise<T> {
    const asOf = performance.now();
    try {
      const value = await this.load();
      this.latest = { value, asOf };
      this.failure = undefined;
      return value;
    } catch (error) {
      this.failure = { error, at: performance.now() };
      throw error;
    }
  }

  private recentFailure() {
    const { failure } = this;
    return failure !== undefined && performance.now() - failure.at < this.plan.failureMs
      ? failure
      : undefined;
  }
}
