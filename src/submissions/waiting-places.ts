import { CallerCounts } from '../auth/caller-counts.js';

/** The most callers that wait in a process, and of them the most of one caller. */
const MAX_WAITING = 1000;
const MAX_WAITING_OF_ONE = 300;

/** How many wait for an outcome in this process: each holds a connection, and is looked for once a second. */
export class WaitingPlaces {
  private readonly waiting = new CallerCounts();

  /** @returns how to give the place back; undefined where there is none */
  take(caller: string): (() => void) | undefined {
    const { waiting } = this;
    if (waiting.total >= MAX_WAITING || waiting.of(caller) >= MAX_WAITING_OF_ONE) {
      return undefined;
    }
    waiting.add(caller);
    return () => {
      waiting.remove(caller);
    };
  }
}
