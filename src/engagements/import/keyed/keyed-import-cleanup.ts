import { Injectable } from '@nestjs/common';
import { HourlyCleanup } from '../../../database/hourly-cleanup.js';
import { PrismaService } from '../../../database/prisma.service.js';

/** How many imports one statement deletes, with 10,000 rows each at most: a statement may take 12 seconds. */
const AT_ONCE = 10;

/** Deletes imports that nobody has sent for a day, with their rows and their Idempotency-Keys. */
@Injectable()
export class KeyedImportCleanup {
  constructor(
    private readonly prisma: PrismaService,
    cleanup: HourlyCleanup,
  ) {
    cleanup.add(() => this.deleteExpired());
  }

  /** @returns how many were deleted */
  async deleteExpired(): Promise<number> {
    let total = 0;
    for (;;) {
      const deleted = await this.deleteSome();
      total += deleted;
      if (deleted < AT_ONCE) {
        return total;
      }
    }
  }

  /** Those that another process is deleting are left to it. */
  private async deleteSome(): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM keyed_imports WHERE id IN (
        SELECT id FROM keyed_imports WHERE used_at < now() - interval '24 hours'
        ORDER BY used_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`;
  }
}
