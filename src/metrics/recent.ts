/** How long a value is given again, in milliseconds: scrapes that come at once, or one after the other, share it. */
const MAX_AGE_MS = 2000;

/** How long it is waited for, in milliseconds. A scrape has to answer with everything else when a database does not. */
const LIMIT_MS = 2000;

/** A value that is asked for now and then, by one question at a time, and not for longer than a scrape may take. */
export class Recent<T> {
  private last: { readonly value: T; readonly at: number } | undefined;
  private asking: Promise<T> | undefined;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly limits = { maxAgeMs: MAX_AGE_MS, limitMs: LIMIT_MS },
  ) {}

  /** @returns undefined where there is no answer in time, or none at all */
  async value(): Promise<T | undefined> {
    if (this.last !== undefined && performance.now() - this.last.at < this.limits.maxAgeMs) {
      return this.last.value;
    }
    const timeout = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      timeout.resolve(undefined);
    }, this.limits.limitMs);
    try {
      return await Promise.race([this.answer(), timeout.promise]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A question that nobody waits for any more goes on: asking again would only add to what the database has to do. */
  private answer(): Promise<T> {
    this.asking ??= this.askNow().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async askNow(): Promise<T> {
    const value = await this.ask();
    this.last = { value, at: performance.now() };
    return value;
  }
}
