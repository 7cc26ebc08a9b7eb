import { Prisma } from '../../database/generated/client.js';

/**
 * Tells workers of a `submission` that is due, and for which step: whoever does other steps need not look. In one
 * transaction PostgreSQL sends the same notification once, however many submissions it is about.
 */
export const tellWorkers = Prisma.sql`pg_notify('submission_due', submission.step::text)::text`;
