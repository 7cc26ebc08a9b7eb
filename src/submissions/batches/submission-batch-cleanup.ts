import { Injectable } from '@nestjs/common';
import { everyonesBatches } from '../../auth/owned-tables.js';
import { HourlyCleanup } from '../../database/hourly-cleanup.js';
import { PrismaService } from '../../database/prisma.service.js';

/** Deletes batches that are older than 30 days, with what was said of their engagements. */
@Injectable()
export class SubmissionBatchCleanup {
  constructor(
    private readonly prisma: PrismaService,
    cleanup: HourlyCleanup,
  ) {
    cleanup.add(() => this.deleteExpired());
  }

  /** @returns how many were deleted */
  async deleteExpired(): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM ${everyonesBatches} WHERE created_at < now() - interval '30 days'`;
  }
}
