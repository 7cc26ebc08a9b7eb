/** A bell that is heard even if it rang before anybody waited for it. */
export class Bell {
  private rang = false;
  private answer = () => {};

  ring(): void {
    this.rang = true;
    this.answer();
  }

  /** Forgets that it rang. */
  reset(): void {
    this.rang = false;
  }

  /** Resolves when it rings, at once if it did since the last reset, or after `ms`; and forgets that it rang. */
  async rung(ms: number): Promise<void> {
    if (!this.rang) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.answer = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.rang = false;
  }
}
