import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { Prisma } from '../database/generated/client.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction } from '../database/transaction.js';
import { credentialsProblem } from '../partner-central/classify-error.js';
import { LastingTrouble } from '../trouble/lasting-trouble.js';
import type { TroubleKind } from '../trouble/trouble-kinds.js';
import { MAX_PROBE_MS, slotSecondsOf, submissionPolicy } from './submission-policy.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** What reports trouble here. */
const SOURCE = 'pace';

/** A slot missed by more than this is let go for another, in milliseconds: the leeway, less what the network varies. */
const TOLERANCE_MS = 25;

/** After a throttle: nobody sends for a moment, then everybody at half the pace for a while. */
const PAUSE_SECONDS = 1;
const SLOW_SECONDS = 20;

/**
 * What lies further ahead than this many slots is not from the fleet, each of whose workers has one at a time, but
 * from a clock of Postgres's that was ahead for a moment.
 */
const MAX_SLOTS_AHEAD = 100;

/** So many slots missed in a row, and one is used late: a process that lags would else never send. */
const MAX_MISSED_IN_A_ROW = 3;

/** The moment that is reserved for one CreateEngagement call. */
export class Slot {
  /**
   * @param opensAt on the clock of `performance.now()`
   * @param isProbe whether it is to find out if AWS accepts our credentials again
   */
  constructor(
    private readonly opensAt: number,
    readonly isProbe: boolean,
  ) {}

  /** Waits for the moment. @throws AbortError when the signal comes first */
  async opened(signal?: AbortSignal): Promise<void> {
    await delay(Math.max(0, this.opensAt - performance.now()), undefined, { signal });
  }

  /** Whether it is over, so that the call would come together with those of later slots. */
  isMissed(): boolean {
    return !this.isProbe && performance.now() - this.opensAt > TOLERANCE_MS;
  }
}

interface ReservedRow {
  readonly wait_ms: number;
  readonly is_probe: boolean;
}

/**
 * How CreateEngagement calls are sent, for all replicas together: Partner Central takes 15 a second for the whole
 * account. Each call reserves the next free slot by one atomic statement in Postgres, on Postgres's clock; nobody
 * races for it. While AWS accepts no credentials of ours there is a slot now and then only.
 */
@Injectable()
export class SubmissionPace {
  private readonly logger = new Logger(SubmissionPace.name);
  private readonly slotSeconds: number;
  private readonly probeSeconds: number;
  private readonly implausibleMs: number;

  constructor(
    private readonly prisma: PrismaService,
    private readonly submissions: SubmissionsRepository,
    private readonly trouble: LastingTrouble,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.slotSeconds = slotSecondsOf(settings);
    this.probeSeconds = submissionPolicy(settings).probeMs / 1000;
    // Slots may be of double length, and a throttle's pause stands before them.
    this.implausibleMs = (2 * MAX_SLOTS_AHEAD * this.slotSeconds + 5 * PAUSE_SECONDS) * 1000;
  }

  /**
   * Waits for a slot of its own.
   * @returns the slot, which has just opened: the call is to be made at once; undefined where none is given, as AWS
   *   accepts no credentials of ours
   * @throws AbortError when the signal comes first; the slot is lost then, which costs nobody more than its length
   */
  async nextSlot(signal?: AbortSignal): Promise<Slot | undefined> {
    for (let missed = 0; ; missed += 1) {
      const slot = await this.reserve();
      await slot?.opened(signal);
      if (slot?.isMissed() !== true || missed === MAX_MISSED_IN_A_ROW) {
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

  /**
   * AWS has not accepted our credentials: from now on one call now and then, a probe, finds out whether it does again.
   * What waits is told so when it begins, and by each probe: one that was opened in that very moment saw no outage yet,
   * and was not there yet to be told.
   * @param cause the exception's name, for the log
   */
  async beginCredentialsOutage(isProbe: boolean, cause: string | undefined): Promise<void> {
    const hasBegun = await inTransaction(this.prisma, async (transaction) => {
      const changed = await transaction.$executeRaw`
        UPDATE submission_pace
        SET credentials_refused_at = clock_timestamp(),
            probe_at = clock_timestamp() + make_interval(secs => ${this.probeSeconds}::float8)
        WHERE credentials_refused_at IS NULL`;
      if (changed > 0 || isProbe) {
        await this.submissions.tellWaiting(transaction, credentialsProblem);
      }
      return changed > 0;
    });
    this.trouble.report('aws-credentials', SOURCE, cause);
    if (hasBegun) {
      this.logger.warn(
        { cause },
        'Partner Central does not accept our credentials: submissions wait for probes',
      );
    }
  }

  /** A probe has shown that AWS accepts our credentials. */
  async endCredentialsOutage(): Promise<void> {
    const ended = await this.prisma.$executeRaw`
      UPDATE submission_pace SET credentials_refused_at = NULL, probe_at = NULL
      WHERE credentials_refused_at IS NOT NULL`;
    this.trouble.over(SOURCE, 'aws-credentials');
    if (ended > 0) {
      this.logger.log('Partner Central accepts our credentials again: submissions go on');
      await this.submissions.makeDue(credentialsProblem);
    }
  }

  /**
   * Has what holds the whole fleet back told by this process too: another one may have found it out, and its end. To be
   * called every few seconds.
   */
  async tellTrouble(): Promise<void> {
    const [row] = await this.prisma.run<{ refused: boolean; slowed: boolean }>(
      'read-pace',
      Prisma.sql`
        SELECT credentials_refused_at IS NOT NULL AS refused,
          coalesce(slowed_until > clock_timestamp(), false) AS slowed
        FROM submission_pace`,
    );
    this.tell('aws-credentials', row?.refused === true);
    this.tell('aws-throttled', row?.slowed === true);
  }

  private tell(kind: TroubleKind, holdsBack: boolean): void {
    if (holdsBack) {
      this.trouble.report(kind, SOURCE);
    } else {
      this.trouble.over(SOURCE, kind);
    }
  }

  private async reserve(): Promise<Slot | undefined> {
    const row = await this.reserveRow();
    if (row === undefined || row.wait_ms <= this.implausibleMs) {
      // From now rather than from before the query, which may have waited for others': a slot may open a little late,
      // but never early.
      return row && new Slot(performance.now() + Math.max(0, row.wait_ms), row.is_probe);
    }
    await this.resetFarSlot();
    return this.reserve();
  }

  private async reserveRow(): Promise<ReservedRow | undefined> {
    // Ours ends where `next_slot` is afterwards. `least` cuts a slow-down short that was set by a clock that was ahead.
    const statement = Prisma.sql`
      INSERT INTO submission_pace AS pace (id, next_slot)
      VALUES (1, clock_timestamp() + make_interval(secs => ${this.slotSeconds}::float8))
      ON CONFLICT (id) DO UPDATE
      SET next_slot = greatest(pace.next_slot, clock_timestamp()) + make_interval(secs => ${this.slotSeconds}::float8)
            * CASE WHEN pace.slowed_until > clock_timestamp() THEN 2 ELSE 1 END,
          slowed_until = CASE WHEN pace.slowed_until IS NOT NULL
            THEN least(pace.slowed_until, clock_timestamp() + make_interval(secs => ${SLOW_SECONDS}::float8)) END,
          probe_at = CASE WHEN pace.credentials_refused_at IS NOT NULL
            THEN clock_timestamp() + make_interval(secs => ${this.probeSeconds}::float8) END
      WHERE pace.credentials_refused_at IS NULL OR pace.probe_at <= clock_timestamp()
        OR pace.probe_at > clock_timestamp() + make_interval(secs => ${MAX_PROBE_MS / 1000}::float8)
      RETURNING credentials_refused_at IS NOT NULL AS is_probe,
        (extract(epoch FROM pace.next_slot - clock_timestamp())
          - ${this.slotSeconds}::float8 * CASE WHEN pace.slowed_until > clock_timestamp() THEN 2 ELSE 1 END
        )::float8 * 1000 AS wait_ms`;
    const [row] = await this.prisma.run<ReservedRow>('reserve-slot', statement);
    return row;
  }

  private async resetFarSlot(): Promise<void> {
    const mended = await this.prisma.$executeRaw`
      UPDATE submission_pace SET next_slot = clock_timestamp()
      WHERE next_slot > clock_timestamp() + make_interval(secs => ${this.implausibleMs / 1000}::float8)`;
    if (mended > 0) {
      this.logger.warn(
        'The next slot lay far in the future, as if Postgres’s clock had been ahead: it was set back.',
      );
    }
  }
}
