import { Injectable } from '@nestjs/common';
import { JobQueue } from '../database/job-queue.js';
import { PrismaService } from '../database/prisma.service.js';

/** Keys are kept for a day at least. */
const KEPT_MS = 24 * 3_600_000;

/** Deletes expired keys every hour. */
@Injectable()
export class IdempotencyCleanup {
  constructor(
    private readonly prisma: PrismaService,
    jobs: JobQueue,
  ) {
    jobs.schedule('idempotency-cleanup', '17 * * * *', () => this.run());
  }

  /** @returns how many were deleted */
  async run(now = new Date()): Promise<number> {
    const { count } = await this.prisma.idempotencyKey.deleteMany({
      where: { createdAt: { lt: new Date(now.getTime() - KEPT_MS) } },
    });
    return count;
  }
}
