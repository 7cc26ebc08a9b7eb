import { Injectable } from '@nestjs/common';
import { everyonesBatches } from '../auth/owned-tables.js';
import { HourlyCleanup } from '../database/hourly-cleanup.js';
import { PrismaService } from '../database/prisma.service.js';

/**
 * Deletes expired keys. They are kept for a day, and for a day after the work that they stand for has come to its end:
 * whoever repeats a request must never begin anew what is still open. Those of batches and imports go with them.
 */
@Injectable()
export class IdempotencyCleanup {
  constructor(
    private readonly prisma: PrismaService,
    cleanup: HourlyCleanup,
  ) {
    cleanup.add(() => this.deleteExpired());
  }

  /** @returns how many were deleted */
  async deleteExpired(): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM idempotency_keys expired
      WHERE created_at < now() - interval '24 hours' AND import_id IS NULL
        AND NOT EXISTS (
          SELECT 1 FROM submissions
          WHERE submissions.engagement_id = expired.engagement_id
            AND (settled_at IS NULL OR settled_at > now() - interval '24 hours'))
        AND NOT EXISTS (SELECT 1 FROM ${everyonesBatches} batch WHERE batch.id = expired.batch_id)`;
  }
}
