import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';

/**
 * How much longer than a second a full second's worth of slots takes. AWS counts in any sliding second: with slots of
 * exactly 1/15 s, a call that leaves a millisecond late and one that leaves on time make sixteen. The 3.5 % are the
 * leeway for lateness, 35 ms at any rate, and leave 96.6 % of the quota.
 */
const LEEWAY = 1.035;

/** A slot missed by more than this is let go for another, in milliseconds: the leeway, less what the network varies. */
const TOLERANCE_MS = 25;

/** After a throttle: nobody sends for a moment, then everybody at half the pace for a while. */
const PAUSE_SECONDS = 1;
const SLOW_SECONDS = 20;

/** The moment that is reserved for one CreateEngagement call. */
export class Slot {
  /** @param opensAt on the clock of `performance.now()` */
  constructor(private readonly opensAt: number) {}

  /** Waits for the moment. @throws AbortError when the signal comes first */
  async opened(signal?: AbortSignal): Promise<void> {
    await delay(Math.max(0, this.opensAt - performance.now()), undefined, { signal });
  }

  /** Whether it is over, so that the call would come together with those of later slots. */
  isMissed(): boolean {
    return performance.now() - this.opensAt > TOLERANCE_MS;
  }
}

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

  /**
   * Waits for a slot of its own.
   * @returns the slot, which has just opened: the call is to be made at once
   * @throws AbortError when the signal comes first; the slot is lost then, which costs nobody more than its length
   */
  async turn(signal?: AbortSignal): Promise<Slot> {
    for (;;) {
      const slot = await this.reserve();
      await slot.opened(signal);
      if (!slot.isMissed()) {
        return slot;
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

  private async reserve(): Promise<Slot> {
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
    // From now rather than from before the query, which may have waited for others': a slot may open a little late,
    // but never early.
    return new Slot(performance.now() + Math.max(0, row?.wait_ms ?? 0));
  }
}
