import type { CallersModel } from './callers-model.js';
import type { Prisma } from './generated/client.js';
import type { PrismaService } from './prisma.service.js';
import { untilUndisturbed } from './until-undisturbed.js';

/** A client within a transaction. What is written through it commits or rolls back together. */
export type Transaction = Omit<Prisma.TransactionClient, CallersModel>;

/**
 * How long a transaction may wait for a connection, and take, in milliseconds. Prisma's own two seconds for the first
 * are too short for a burst: of 150 submissions at once some were answered 503 (two busy cores).
 */
const LIMITS = { maxWait: 5000, timeout: 10_000 };

/**
 * Does work in one transaction, and anew where Postgres broke it off for a deadlock or a serialization failure: then
 * nothing of it was done.
 *
 * Locks are taken in one order everywhere: the Idempotency-Key, the batch's or the import's row, the engagement's
 * row, the submission's row.
 * @param work may run more than once, so that it must do nothing but through its transaction
 */
export async function inTransaction<T>(
  prisma: PrismaService,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return untilUndisturbed(() => prisma.$transaction(work, LIMITS));
}
