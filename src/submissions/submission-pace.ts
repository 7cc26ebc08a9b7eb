import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';

/**
 * How much longer than a second a full second's worth of slots takes. AWS counts in any sliding second: with slots of
 * exactly 1/15 s, a call that leaves a millisecond late and one that leaves on time make sixteen. The 4 % are the
 * leeway for lateness, and leave 96 % of the quota.
 */
const LEEWAY = 1.04;

/** A slot missed by more than this is let go for another, in milliseconds: less than the leeway. */
const TOLERANCE_MS = 25;

/** After a throttle: nobody sends for a moment, then everybody at half the pace for a while. */
const PAUSE_SECONDS = 1;
const SLOW_SECONDS = 20;

/**
 * The pace of CreateEngagement calls, for all replicas together: Partner Central takes 15 a second for the whole
 * account. Each call reserves the next free slot by one atomic statement in Postgres, on Postgres's clock; nobody
 * races for it.
 */
@Injectable()
export class SubmissionPace {
  private readonly slotSeconds: number;

  constructor(
    private readonly prisma: PrismaService,
    @Inject(SETTINGS) { submission }: Settings,
  ) {
    this.slotSeconds = LEEWAY / submission.ratePerSecond;
  }

  /** Waits for a slot of its own. When it returns, the call is to be made at once. */
  async turn(): Promise<void> {
    for (;;) {
      const asked = performance.now();
      const waitMs = await this.reserve();
      await delay(waitMs);
      if (performance.now() - (asked + waitMs) <= TOLERANCE_MS) {
        return;
      }
    }
  }

  /** AWS has throttled a call, so somebody else uses the account too: slows the whole fleet down for a while. */
  async slowDown(): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE submission_pace
      SET next_slot = greatest(next_slot, clock_timestamp() + make_interval(secs => ${PAUSE_SECONDS}::float8)),
          slowed_until = clock_timestamp() + make_interval(secs => ${SLOW_SECONDS}::float8)`;
  }

  /** @returns how long until the reserved slot, in milliseconds */
  private async reserve(): Promise<number> {
    // The slot that is ours ends where the next free one now begins.
    const [row] = await this.prisma.$queryRaw<{ wait_ms: number }[]>`
      INSERT INTO submission_pace AS pace (id, next_slot)
      VALUES (1, clock_timestamp() + make_interval(secs => ${this.slotSeconds}::float8))
      ON CONFLICT (id) DO UPDATE
      SET next_slot = greatest(pace.next_slot, clock_timestamp()) + make_interval(secs => ${this.slotSeconds}::float8)
        * CASE WHEN pace.slowed_until > clock_timestamp() THEN 2 ELSE 1 END
      RETURNING (extract(epoch FROM pace.next_slot - clock_timestamp())
        - ${this.slotSeconds}::float8 * CASE WHEN pace.slowed_until > clock_timestamp() THEN 2 ELSE 1 END
      )::float8 * 1000 AS wait_ms`;
    return Math.max(0, row?.wait_ms ?? 0);
  }
}
