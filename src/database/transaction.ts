import type { Prisma } from './generated/client.js';

/** A client within a transaction. What is written through it commits or rolls back together. */
export type Transaction = Prisma.TransactionClient;
