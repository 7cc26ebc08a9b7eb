import { Injectable } from '@nestjs/common';
import { HourlyCleanup } from '../database/hourly-cleanup.js';
import { PrismaService } from '../database/prisma.service.js';

/** Forgets the turns of callers who have had none for a day: theirs is the next one, with or without a row. */
@Injectable()
export class SubmissionTurnsCleanup {
  constructor(
    private readonly prisma: PrismaService,
    cleanup: HourlyCleanup,
  ) {
    cleanup.add(() => this.deleteExpired());
  }

  /**
   * Also those of a day that is yet to come, by a clock that was ahead. One that is being taken is passed over.
   * @returns how many were deleted
   */
  async deleteExpired(): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM submission_turns WHERE (step, caller) IN (
        SELECT step, caller FROM submission_turns
        WHERE taken_at NOT BETWEEN now() - interval '1 day' AND now() + interval '1 day'
        FOR UPDATE SKIP LOCKED)`;
  }
}
