import { StartError } from './start-error.js';

/** What a start has brought up so far, so that it can be taken down again from any point on. */
export class RunningParts {
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #failure = Promise.withResolvers<never>();
  #stopping = false;

  constructor() {
    // Whoever waits for it hears of it; that nobody waits yet, or any more, is no fault.
    this.#failure.promise.catch(() => undefined);
  }

  /** @param stop is called once, after the stops of everything that was added later. */
  add(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  /** Counts the end of something that should run on as a failure, unless everything is being stopped. */
  failWhen(ended: Promise<void>, message: string): void {
    void ended.then(() => {
      if (!this.#stopping) {
        this.#failure.reject(new StartError(message));
      }
    });
  }

  /** @returns a promise that rejects when a part fails, and else stays open. */
  failure(): Promise<never> {
    return this.#failure.promise;
  }

  /** Stops the last part first: the API before the simulator before PostgreSQL. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const stop of this.#stops.splice(0).reverse()) {
      await stop();
    }
  }
}
