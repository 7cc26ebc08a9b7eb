/**
 * Calls that one process may have in hand at once, which is also how many sockets its pool has: at AWS's 15 a second
 * each may take ten seconds. With fewer sockets (the SDK's own number is 50), calls wait in the pool and use up their
 * time limit there: of 150 that AWS answered after 6 s, 50 ended as time-outs (measured with a limit of 10 s).
 */
export const CALLS_IN_HAND = 150;

/** Lets so many calls through as there are sockets; the others wait in front of it, before their time begins. */
export class CallGate {
  private free = CALLS_IN_HAND;
  private readonly waiting = new Set<() => void>();

  /**
   * Waits for a place.
   * @returns how to give it back, once
   * @throws AbortError when the signal comes first
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.free > 0) {
      this.free -= 1;
    } else {
      await this.untilLetIn(signal);
    }
    return () => {
      this.leave();
    };
  }

  private untilLetIn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.waiting.delete(letIn);
        reject(new DOMException('The call was cut off before it was sent', 'AbortError'));
      };
      const letIn = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.waiting.add(letIn);
    });
  }

  private leave(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.free += 1;
    } else {
      this.waiting.delete(next);
      next();
    }
  }
}
