/** The most callers that wait in a process, and of them the most of one caller. */
const MAX_WAITING = 1000;
const MAX_WAITING_OF_ONE = 300;

/** How many wait for an outcome in this process: each holds a connection, and is looked for once a second. */
export class WaitingPlaces {
  private taken = 0;
  private readonly byCaller = new Map<string, number>();

  /** @returns how to give the place back; undefined where there is none */
  take(caller: string): (() => void) | undefined {
    const own = this.byCaller.get(caller) ?? 0;
    if (this.taken >= MAX_WAITING || own >= MAX_WAITING_OF_ONE) {
      return undefined;
    }
    this.change(caller, 1);
    return () => {
      this.change(caller, -1);
    };
  }

  private change(caller: string, by: 1 | -1): void {
    this.taken += by;
    const own = (this.byCaller.get(caller) ?? 0) + by;
    if (own === 0) {
      this.byCaller.delete(caller);
    } else {
      this.byCaller.set(caller, own);
    }
  }
}
