import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { JobQueue } from '../database/job-queue.js';
import { PrismaService } from '../database/prisma.service.js';

const QUEUE = 'idempotency-cleanup';

/** Keys are kept for a day at least. */
const KEPT_MS = 24 * 3_600_000;

/** Deletes expired keys every hour, in whichever worker gets to it. */
@Injectable()
export class IdempotencyCleanup {
  constructor(
    private readonly prisma: PrismaService,
    jobs: JobQueue,
    @Inject(SETTINGS) settings: Settings,
  ) {
    if (settings.submission.worker) {
      jobs.onStart(async (boss) => {
        await boss.createQueue(QUEUE);
        await boss.schedule(QUEUE, '17 * * * *');
        await boss.work(QUEUE, () => this.run());
      });
    }
  }

  /** @returns how many were deleted */
  async run(now = new Date()): Promise<number> {
    const { count } = await this.prisma.idempotencyKey.deleteMany({
      where: { createdAt: { lt: new Date(now.getTime() - KEPT_MS) } },
    });
    return count;
  }
}
