import { Injectable } from '@nestjs/common';
import { HourlyCleanup } from '../database/hourly-cleanup.js';
import { PrismaService } from '../database/prisma.service.js';

/** Deletes expired keys: they are kept for a day at least. */
@Injectable()
export class IdempotencyCleanup {
  constructor(
    private readonly prisma: PrismaService,
    cleanup: HourlyCleanup,
  ) {
    cleanup.add(() => this.run());
  }

  /** @returns how many were deleted */
  async run(): Promise<number> {
    return this.prisma
      .$executeRaw`DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`;
  }
}
