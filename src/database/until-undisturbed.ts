import { setTimeout as delay } from 'node:timers/promises';
import { isConcurrencyConflict } from './database-errors.js';

/** How often work begins anew that Postgres has broken off for the sake of another transaction, and after how long. */
const MAX_TRIES = 5;
const LONGEST_PAUSE_MS = 50;

/** Does work that is a transaction of its own, and anew where Postgres broke it off for the sake of another one. */
export async function untilUndisturbed<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !isConcurrencyConflict(error)) {
        throw error;
      }
      await delay(Math.random() * LONGEST_PAUSE_MS * tries);
    }
  }
}
