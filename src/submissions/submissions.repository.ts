import { Inject, Injectable } from '@nestjs/common';
import { WORKER } from '../audit/engagement-history.js';
import { everyonesEngagements } from '../auth/owned-tables.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { isDatabaseUnavailable, isUniqueViolation } from '../database/database-errors.js';
import { Prisma } from '../database/generated/client.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import type { StoredProblem } from '../errors/stored-problem.js';
import type { IdempotencyKey } from '../idempotency/idempotency-key.js';
import type { Standing } from './standing.js';
import { type ApplyOptions, applyTransition, isAsBegun } from './statements/apply-transition.js';
import {
  type ClaimedRow,
  claimToLookUp,
  claimToSend,
  type Sending,
  toClaimed,
} from './statements/claim-submission.js';
import { type NewSubmission, openSubmission } from './statements/open-submission.js';
import { tellWorkers } from './statements/tell-workers.js';
import { SubmissionMetrics } from './submission-metrics.js';
import { slotSecondsOf } from './submission-policy.js';
import { type LockedRow, toLocked } from './submission-rows.js';
import {
  type BegunAttempt,
  type ClaimedSubmission,
  type LockedSubmission,
  type Step,
  type Transition,
  urgencies,
  type Urgency,
} from './submission-state.js';

/** Slack for rounding: a due time further ahead than its delay and this was set by a clock that was wrong. */
const ROUNDING = '1 second';

/** Submissions in Postgres. A row is its own job; all its times are Postgres's. */
@Injectable()
export class SubmissionsRepository {
  private readonly leaseSeconds: number;
  private readonly sending: Omit<Sending, 'mayBegin'>;

  constructor(
    private readonly prisma: PrismaService,
    private readonly metrics: SubmissionMetrics,
    @Inject(SETTINGS) settings: Settings,
  ) {
    const { leaseMs, giveUpMs } = settings.submission;
    this.leaseSeconds = leaseMs / 1000;
    this.sending = { slotSeconds: slotSecondsOf(settings), giveUpSeconds: giveUpMs / 1000 };
  }

  /**
   * Opens a submission of a locked engagement, with its history. It is due at once.
   * @returns false where the engagement is at another version
   */
  async open(
    transaction: Transaction,
    engagement: EngagementRecord,
    submission: NewSubmission,
  ): Promise<boolean> {
    const opened = await transaction.$queryRaw<unknown[]>(openSubmission(engagement, submission));
    return opened.length > 0;
  }

  /**
   * As `open`, by itself, with the key that it was asked for under.
   * @returns false where the engagement has changed since it was read, or the key is not new
   */
  async openUnlocked(
    engagement: EngagementRecord,
    submission: NewSubmission,
    key: IdempotencyKey | undefined,
  ): Promise<boolean> {
    try {
      const opened = await this.prisma.run(
        key === undefined ? 'open-submission' : 'open-keyed-submission',
        openSubmission(engagement, submission, key),
      );
      return opened.length > 0;
    } catch (error) {
      // The same key has committed since the statement began.
      if (isUniqueViolation(error)) {
        return false;
      }
      throw error;
    }
  }

  /** Raises the urgency of an engagement's open submission, if it has to be. */
  async join(transaction: Transaction, engagementId: string, urgency: Urgency): Promise<void> {
    await transaction.$queryRaw`
      WITH submission AS (
        UPDATE submissions SET urgency = ${urgencies[urgency]}::int2
        WHERE engagement_id = ${engagementId}::uuid AND settled_at IS NULL AND urgency < ${urgencies[urgency]}::int2
        RETURNING step
      )
      SELECT ${tellWorkers} FROM submission`;
  }

  /**
   * Claims the most urgent due step of a kind that nobody holds, of the caller whose turn it is. An attempt that can be sent
   * at once begins with it.
   * @param holder nobody else's, and never used before
   */
  async claim(step: Step, holder: string): Promise<ClaimedSubmission | undefined> {
    try {
      return await this.claimAndBegin(step, holder, true);
    } catch (error) {
      if (step !== 'send' || isDatabaseUnavailable(error)) {
        throw error;
      }
      // One whose attempt can't begin would stand in everybody's way. Claimed by itself, it is put off when it fails.
      return await this.claimAndBegin(step, holder, false);
    }
  }

  /**
   * Makes due what lies further ahead than it was planned: Postgres's clock was ahead then.
   * @returns how many there were
   */
  async mendDueTimes(): Promise<number> {
    return this.prisma.$executeRaw`
      UPDATE submissions SET due_at = clock_timestamp()
      WHERE settled_at IS NULL AND due_at > now() + make_interval(secs => delay_ms / 1000.0) + ${ROUNDING}::interval`;
  }

  /**
   * Holds on to what was claimed. One that is locked is passed over: waiting for it would let all the others lapse.
   * @returns the holders that still have theirs
   */
  async renew(holders: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ held_by: string }[]>`
      UPDATE submissions
      SET held_until = clock_timestamp() + make_interval(secs => ${this.leaseSeconds}::float8)
      WHERE id IN (SELECT id FROM submissions WHERE held_by = ANY(${[...holders]}::uuid[]) FOR UPDATE SKIP LOCKED)
      RETURNING held_by`;
    return rows.map(({ held_by }) => held_by);
  }

  /** Gives back what was claimed and not begun: it is due at once. */
  async release({ id, holder }: ClaimedSubmission): Promise<void> {
    await this.prisma.$queryRaw`
      WITH submission AS (
        UPDATE submissions SET held_by = NULL, held_until = NULL
        WHERE id = ${id}::uuid AND held_by = ${holder}::uuid AND NOT attempt_open
        RETURNING step
      )
      SELECT ${tellWorkers} FROM submission`;
  }

  /**
   * Begins the next attempt, with its history, in one statement: it stands between a slot of the pace and the call.
   * @returns undefined where the submission is somebody else's by now, settled, or gone
   */
  async begin({ id, holder }: ClaimedSubmission): Promise<BegunAttempt | undefined> {
    const statement = Prisma.sql`
      WITH begun AS (
        UPDATE submissions
        SET attempts = attempts + 1, attempt_open = true,
            held_until = clock_timestamp() + make_interval(secs => ${this.leaseSeconds}::float8)
        WHERE id = ${id}::uuid AND held_by = ${holder}::uuid AND step = 'send' AND settled_at IS NULL
          AND NOT attempt_open
        RETURNING engagement_id, attempts
      ), event AS (
        INSERT INTO engagement_events (engagement_id, actor, type, details)
        SELECT engagement_id, ${WORKER}, 'attempt-started', jsonb_build_object('attempt', attempts) FROM begun
      )
      SELECT attempts, clock_timestamp() AS started_at FROM begun`;
    const [row] = await this.prisma.run<{ attempts: number; started_at: Date }>('begin-attempt', statement);
    return row === undefined ? undefined : { number: row.attempts, startedAt: row.started_at };
  }

  /** The open submission under its lock and its engagement's; undefined where it is settled or gone. */
  async lock(transaction: Transaction, id: string): Promise<LockedSubmission | undefined> {
    const [row] = await transaction.$queryRaw<LockedRow[]>`
      SELECT submission.id, engagement_id, status, attempts, attempt_open, outcome_unknown, unknown_attempts, setbacks,
        lost_in_a_row, urgency, held_by, catalog,
        (extract(epoch FROM clock_timestamp() - requested_at) * 1000)::float8 AS open_for_ms,
        (coalesce(extract(epoch FROM clock_timestamp() - waiting_since), 0) * 1000)::float8 AS waiting_for_ms
      FROM ${everyonesEngagements} engagement JOIN submissions submission ON submission.engagement_id = engagement.id
      WHERE submission.id = ${id}::uuid AND settled_at IS NULL
      FOR UPDATE OF engagement, submission`;
    return row === undefined ? undefined : toLocked(row);
  }

  /**
   * Decides on an open submission under its lock, and writes what that makes of it, in one transaction.
   * @param decide returns undefined to leave it as it is; it may be called more than once
   * @returns its engagement's status; undefined where it is left as it is, settled or gone
   */
  async decideOn(
    id: string,
    actor: string,
    decide: (locked: LockedSubmission) => Transition | undefined,
  ): Promise<Transition['status'] | undefined> {
    const applied = await inTransaction(this.prisma, async (transaction) => {
      const locked = await this.lock(transaction, id);
      const transition = locked && decide(locked);
      if (locked === undefined || transition === undefined) {
        return undefined;
      }
      await this.apply(transaction, locked, transition, { actor });
      return { transition, catalog: locked.catalog };
    });
    if (applied !== undefined) {
      this.metrics.applied(applied.transition, applied.catalog);
    }
    return applied?.transition.status;
  }

  /** Writes what a locked submission becomes: its row, its engagement's status, and its history. */
  async apply(
    transaction: Transaction,
    locked: Pick<LockedSubmission, 'id'>,
    transition: Transition,
    options: ApplyOptions,
  ): Promise<void> {
    await transaction.$queryRaw(applyTransition(locked, transition, options));
  }

  /**
   * As `decideOn`, without its lock and by one statement, for what was decided on a submission as it was claimed.
   * @returns false where somebody has decided on it since, so that it is to be decided anew
   */
  async applyToBegun(
    claimed: ClaimedSubmission,
    attempt: number,
    transition: Transition,
    options: ApplyOptions,
  ): Promise<boolean> {
    const statement = applyTransition(claimed, transition, options, isAsBegun(claimed, attempt));
    const applied = await this.prisma.run(`apply-with-${transition.events.length}-events`, statement);
    if (applied.length > 0) {
      this.metrics.applied(transition, claimed.catalog);
    }
    return applied.length > 0;
  }

  /** Where engagements stand, by their ids, for callers who were shown them before. What is gone is missing. */
  async standingsOf(engagementIds: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    const rows = await this.prisma.run<Standing & { id: string }>(
      'standings-of-engagements',
      Prisma.sql`SELECT id, status, version FROM ${everyonesEngagements} WHERE id = ANY(${engagementIds}::uuid[])`,
    );
    return new Map(rows.map(({ id, ...standing }) => [id, standing]));
  }

  /**
   * Seconds until the next step of an engagement's open submission, by Postgres's clock; undefined where none is open.
   * While AWS accepts no credentials of ours that is not before the next probe.
   */
  async secondsUntilNextStep(engagementId: string): Promise<number | undefined> {
    const [row] = await this.prisma.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM greatest(due_at, (SELECT probe_at FROM submission_pace)) - clock_timestamp())::float8
        AS seconds
      FROM submissions WHERE engagement_id = ${engagementId}::uuid AND settled_at IS NULL`;
    return row?.seconds;
  }

  /** Whether another open submission has the same title and description: what AWS has may be the other one's. */
  async hasOpenTwin({ id }: ClaimedSubmission): Promise<boolean> {
    const twins = await this.prisma.$queryRaw<unknown[]>`
      SELECT 1
      FROM submissions one JOIN submissions other ON other.settled_at IS NULL AND other.id <> one.id
        AND other.request::jsonb -> 'Catalog' = one.request::jsonb -> 'Catalog'
        AND other.request::jsonb -> 'Title' = one.request::jsonb -> 'Title'
        AND other.request::jsonb -> 'Description' = one.request::jsonb -> 'Description'
      WHERE one.id = ${id}::uuid
      LIMIT 1`;
    return twins.length > 0;
  }

  /** During a credentials outage: says of those that were not sent yet what they wait for. */
  async tellWaiting(transaction: Transaction, problem: StoredProblem): Promise<void> {
    await transaction.$executeRaw`
      UPDATE submissions
      SET last_error = ${JSON.stringify(problem)}::jsonb, waiting_since = coalesce(waiting_since, clock_timestamp())
      WHERE settled_at IS NULL AND step = 'send' AND attempts = 0 AND last_error IS NULL`;
  }

  /**
   * Makes due at once what has been put off for a problem that is over. Workers are told in any case: of what the pace
   * alone has held back, no row changes.
   */
  async makeDue({ code }: StoredProblem): Promise<void> {
    await this.prisma.$queryRaw`
      WITH due AS (
        UPDATE submissions SET due_at = least(due_at, clock_timestamp()), delay_ms = 0, waiting_since = NULL
        WHERE settled_at IS NULL AND step = 'send' AND held_by IS NULL AND last_error ->> 'code' = ${code}
      )
      SELECT pg_notify('submission_due', 'send')::text`;
  }

  private async claimAndBegin(
    step: Step,
    holder: string,
    mayBegin: boolean,
  ): Promise<ClaimedSubmission | undefined> {
    const askedAt = performance.now();
    const claim = { holder, leaseSeconds: this.leaseSeconds };
    const statement =
      step === 'send' ? claimToSend(claim, { ...this.sending, mayBegin }) : claimToLookUp(claim);
    const [row] = await this.prisma.run<ClaimedRow>(`claim-to-${step}`, statement);
    return row && { ...toClaimed(row), holder, askedAt };
  }
}
