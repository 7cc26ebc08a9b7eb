import { setTimeout as delay } from 'node:timers/promises';
import { isConcurrencyConflict } from './database-errors.js';
import type { Prisma } from './generated/client.js';
import type { PrismaService } from './prisma.service.js';

/** A client within a transaction. What is written through it commits or rolls back together. */
export type Transaction = Prisma.TransactionClient;

/** How often work begins anew that Postgres has broken off for the sake of another transaction, and after how long. */
const MAX_TRIES = 5;
const LONGEST_PAUSE_MS = 50;

/**
 * How long a transaction may wait for a connection, and take, in milliseconds. Prisma's own two seconds for the first
 * are too short for a burst: of 150 submissions at once some were answered 503 (two busy cores).
 */
const LIMITS = { maxWait: 5000, timeout: 10_000 };

/**
 * Does work in one transaction, and anew where Postgres broke it off for a deadlock or a serialization failure: then
 * nothing of it was done.
 *
 * Locks are taken in one order everywhere: the Idempotency-Key, the batch's row, the engagement's
 * row, the submission's row.
 * @param work may run more than once, so that it must do nothing but through its transaction
 */
export async function inTransaction<T>(
  prisma: PrismaService,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await prisma.$transaction(work, LIMITS);
    } catch (error) {
      if (tries === MAX_TRIES || !isConcurrencyConflict(error)) {
        throw error;
      }
      await delay(Math.random() * LONGEST_PAUSE_MS * tries);
    }
  }
}
