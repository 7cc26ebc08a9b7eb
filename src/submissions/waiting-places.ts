import { CallerCounts } from '../auth/caller-counts.js';

/** The most callers that wait in a process, and of them the most of one caller. */
const MAX_WAITING = 1000;
const MAX_WAITING_OF_ONE = 300;

/** Of those the most that only look, so that there is room for who submits: looks can be had for nothing. */
const MAX_LOOKING = 700;
const MAX_LOOKING_OF_ONE = 200;

/** What somebody waits for: the outcome of what they have asked for, or news of what is there. */
export type AwaitedThing = 'outcome' | 'news';

/** How many wait in this process: each holds a connection, and is looked for once a second. */
export class WaitingPlaces {
  private readonly waiting = new CallerCounts();
  private readonly looking = new CallerCounts();

  /** @returns how to give the place back; undefined where there is none */
  take(caller: string, thing: AwaitedThing): (() => void) | undefined {
    const counts = thing === 'news' ? [this.waiting, this.looking] : [this.waiting];
    if (!this.hasRoom(caller, thing)) {
      return undefined;
    }
    for (const count of counts) {
      count.add(caller);
    }
    return () => {
      for (const count of counts) {
        count.remove(caller);
      }
    };
  }

  private hasRoom(caller: string, thing: AwaitedThing): boolean {
    const { waiting, looking } = this;
    return (
      waiting.total < MAX_WAITING &&
      waiting.of(caller) < MAX_WAITING_OF_ONE &&
      (thing === 'outcome' || (looking.total < MAX_LOOKING && looking.of(caller) < MAX_LOOKING_OF_ONE))
    );
  }
}
