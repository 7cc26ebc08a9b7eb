/** An event that wakes the one who waits for it, even if it was set before anybody waited. */
export class AutoResetEvent {
  private isSet = false;
  private wake = () => {};

  set(): void {
    this.isSet = true;
    this.wake();
  }

  /** Waits until it is set, for `ms` at most, and resets it; not at all if it was set since the last wait. For one waiter. */
  async wait(ms: number): Promise<void> {
    if (!this.isSet) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isSet = false;
  }
}
