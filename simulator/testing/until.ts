import { setImmediate as turn } from 'node:timers/promises';

/** Waits until something inside the simulator, which runs in this process, has come about. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await turn();
  }
}
