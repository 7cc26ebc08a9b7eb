/**
 * Submissions that one process may have in hand at once, for each of which its pool has a socket: at AWS's 15 a second
 * each may take ten seconds. With fewer sockets (the SDK's own number is 50), calls wait in the pool and use up their
 * time limit there: of 150 that AWS answered after 6 s, 50 ended as time-outs (measured with a limit of 10 s).
 */
export const CALLS_IN_HAND = 150;

/** Sockets of the pool. The ten more are for look-ups, so that no call of a submission has to wait for one. */
export const SOCKETS = CALLS_IN_HAND + 10;

/** The call came to its end before it was sent: cut off or out of time, or else by its cause. */
export class CallNotSent extends Error {
  override readonly name = 'CallNotSent';
}

/** Lets so many calls through as there are sockets; the others wait in front of it, before their time begins. */
export class CallGate {
  private free = SOCKETS;
  private readonly waiting = new Set<() => void>();

  /**
   * Waits for a place.
   * @returns how to give it back, once
   * @throws CallNotSent when the signal comes first
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted === true) {
      throw new CallNotSent();
    }
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
        reject(new CallNotSent());
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
