/** Ends a request from which nothing was heard for too long, however long all of it takes. */
export class SilenceLimit {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout>;

  constructor(firstMs: number) {
    this.timer = this.endIn(firstMs);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** @param nextMs how long to wait for more */
  heard(nextMs: number): void {
    clearTimeout(this.timer);
    this.timer = this.endIn(nextMs);
  }

  /** Whatever the request is still about, it is not wanted any more. */
  end(): void {
    clearTimeout(this.timer);
    this.controller.abort();
  }

  private endIn(ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.controller.abort(new Error('Nothing was heard for too long'));
    }, ms);
  }
}
