import { Inject, Injectable } from '@nestjs/common';
import { EngagementHistory, WORKER } from '../audit/engagement-history.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import type { StoredProblem } from '../errors/stored-problem.js';
import type { IdempotencyKey } from '../idempotency/idempotency-key.js';
import { type NewSubmission, openSubmission } from './statements/open-submission.js';
import { type ClaimedRow, type LockedRow, toClaimed, toLocked } from './submission-rows.js';
import { MAX_PROBE_MS } from './submission-policy.js';
import {
  type BegunAttempt,
  type ClaimedSubmission,
  type LockedSubmission,
  type Step,
  type Transition,
  urgencies,
  type Urgency,
} from './submission-state.js';

/** Longer than any lease that can be set: what is held for longer is from a clock that was wrong. */
const LONGEST_LEASE = '61 seconds';

/** Slack for rounding: a due time further ahead than its delay and this was set by a clock that was wrong. */
const ROUNDING = '1 second';

/** What has been due for so long goes with the deferred ones: only those that somebody waits for pass it. */
const PATIENCE = '5 minutes';

/** Submissions in Postgres. A row is its own job; all its times are Postgres's. */
@Injectable()
export class SubmissionsRepository {
  private readonly leaseSeconds: number;
  private readonly giveUpSeconds: number;

  constructor(
    private readonly prisma: PrismaService,
    private readonly engagements: EngagementsRepository,
    private readonly history: EngagementHistory,
    @Inject(SETTINGS) { submission }: Settings,
  ) {
    this.leaseSeconds = submission.leaseMs / 1000;
    this.giveUpSeconds = submission.giveUpMs / 1000;
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
      WITH raised AS (
        UPDATE submissions SET urgency = ${urgencies[urgency]}::int2
        WHERE engagement_id = ${engagementId}::uuid AND settled_at IS NULL AND urgency < ${urgencies[urgency]}::int2
        RETURNING id
      )
      SELECT pg_notify('submission_due', id::text)::text FROM raised`;
  }

  /**
   * Claims the most urgent due step of a kind that nobody holds. During a credentials outage only a probe, and what is
   * to be given up, is claimed for `send`.
   * @param holder nobody else's, and never used before
   */
  async claim(step: Step, holder: string): Promise<ClaimedSubmission | undefined> {
    const [row] = await this.prisma.$queryRaw<ClaimedRow[]>`
      UPDATE submissions submission
      SET held_by = ${holder}::uuid,
          held_until = clock_timestamp() + make_interval(secs => ${this.leaseSeconds}::float8)
      FROM engagements engagement
      WHERE engagement.id = submission.engagement_id AND submission.id = (
        SELECT id FROM submissions
        WHERE settled_at IS NULL AND step = ${step}::"SubmissionStep"
          AND (due_at <= clock_timestamp()
            OR due_at > clock_timestamp() + make_interval(secs => delay_ms / 1000.0) + ${ROUNDING}::interval)
          AND (held_until IS NULL OR held_until <= clock_timestamp()
            OR held_until > clock_timestamp() + ${LONGEST_LEASE}::interval)
          AND (step <> 'send' OR NOT EXISTS (
            SELECT 1 FROM submission_pace WHERE credentials_refused_at IS NOT NULL
              AND probe_at BETWEEN clock_timestamp() AND clock_timestamp() + make_interval(secs => ${MAX_PROBE_MS / 1000}))
            OR waiting_since <= clock_timestamp() - make_interval(secs => ${this.giveUpSeconds}::float8))
        ORDER BY
          CASE WHEN due_at < clock_timestamp() - ${PATIENCE}::interval
            THEN greatest(urgency, ${urgencies.deferred}::int2) ELSE urgency END DESC,
          due_at
        LIMIT 1
        FOR UPDATE SKIP LOCKED
      )
      RETURNING submission.id, engagement_id, engagement.catalog, submission.client_token, request, request_sha256,
        requested_at, attempts, attempt_open, outcome_unknown,
        (extract(epoch FROM clock_timestamp() - requested_at) * 1000)::float8 AS open_for_ms,
        (coalesce(extract(epoch FROM clock_timestamp() - waiting_since), 0) * 1000)::float8 AS waiting_for_ms,
        (extract(epoch FROM clock_timestamp() - refused_at) * 1000)::float8 AS refused_for_ms,
        (extract(epoch FROM clock_timestamp() - absent_at) * 1000)::float8 AS absent_for_ms`;
    return row === undefined ? undefined : toClaimed(row, holder);
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
      WITH released AS (
        UPDATE submissions SET held_by = NULL, held_until = NULL
        WHERE id = ${id}::uuid AND held_by = ${holder}::uuid AND NOT attempt_open
        RETURNING id
      )
      SELECT pg_notify('submission_due', id::text)::text FROM released`;
  }

  /**
   * Begins the next attempt, with its history, in one statement: it stands between a slot of the pace and the call.
   * @returns undefined where the submission is somebody else's by now, settled, or gone
   */
  async begin({ id, holder }: ClaimedSubmission): Promise<BegunAttempt | undefined> {
    const [row] = await this.prisma.$queryRaw<{ attempts: number; started_at: Date }[]>`
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
    return row === undefined ? undefined : { number: row.attempts, startedAt: row.started_at };
  }

  /** The open submission under its lock and its engagement's; undefined where it is settled or gone. */
  async lock(transaction: Transaction, id: string): Promise<LockedSubmission | undefined> {
    const [row] = await transaction.$queryRaw<LockedRow[]>`
      SELECT submission.id, engagement_id, status, attempts, attempt_open, outcome_unknown, unknown_attempts, setbacks,
        lost_in_a_row, urgency, held_by,
        (extract(epoch FROM clock_timestamp() - requested_at) * 1000)::float8 AS open_for_ms,
        (coalesce(extract(epoch FROM clock_timestamp() - waiting_since), 0) * 1000)::float8 AS waiting_for_ms
      FROM engagements engagement JOIN submissions submission ON submission.engagement_id = engagement.id
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
    return inTransaction(this.prisma, async (transaction) => {
      const locked = await this.lock(transaction, id);
      const transition = locked && decide(locked);
      if (locked === undefined || transition === undefined) {
        return undefined;
      }
      await this.apply(transaction, locked, transition, { actor });
      return transition.status;
    });
  }

  /**
   * Writes what a submission becomes: its row, its engagement's status, and its history.
   * @param options.keepsHold whoever works on it goes on
   */
  async apply(
    transaction: Transaction,
    { id, engagementId }: Pick<LockedSubmission, 'id' | 'engagementId'>,
    transition: Transition,
    { actor, keepsHold = false }: { readonly actor: string; readonly keepsHold?: boolean },
  ): Promise<void> {
    const { next, lastError } = transition;
    const errorText = lastError ? JSON.stringify(lastError) : null;
    await transaction.$queryRaw`
      WITH changed AS (
        UPDATE submissions
        SET step = coalesce(${next?.step ?? null}::"SubmissionStep", step),
            due_at = clock_timestamp() + make_interval(secs => ${next === undefined ? null : next.inMs / 1000}::float8),
            delay_ms = ${Math.ceil(next?.inMs ?? 0)},
            settled_at = CASE WHEN ${next === undefined} THEN clock_timestamp() END,
            urgency = coalesce(${next?.urgency ?? null}::int2, urgency),
            outcome_unknown = ${transition.outcomeUnknown},
            unknown_attempts = ${transition.unknownAttempts},
            setbacks = ${transition.setbacks},
            lost_in_a_row = ${transition.lostInARow},
            refused_at = CASE ${transition.refusal} WHEN 'now' THEN clock_timestamp() WHEN 'kept' THEN refused_at END,
            waiting_since = CASE WHEN ${transition.isWaiting} THEN coalesce(waiting_since, clock_timestamp()) END,
            absent_at = CASE WHEN ${transition.absentNow} THEN clock_timestamp() ELSE absent_at END,
            last_error = CASE WHEN ${lastError === undefined} THEN last_error ELSE ${errorText}::jsonb END,
            held_by = CASE WHEN ${keepsHold} THEN held_by END,
            held_until = CASE WHEN ${keepsHold} THEN held_until END,
            attempt_open = attempt_open AND ${keepsHold}
        WHERE id = ${id}::uuid
        RETURNING id
      )
      SELECT pg_notify('submission_due', id::text)::text FROM changed WHERE ${next?.inMs === 0}`;
    await this.engagements.changeStatus(transaction, engagementId, transition);
    await this.history.append(
      transaction,
      ...transition.events.map((event) => ({ engagementId, actor, ...event })),
    );
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

  /** Makes due at once what has been put off for a problem that is over. */
  async makeDue({ code }: StoredProblem): Promise<void> {
    await this.prisma.$queryRaw`
      WITH due AS (
        UPDATE submissions SET due_at = least(due_at, clock_timestamp()), delay_ms = 0, waiting_since = NULL
        WHERE settled_at IS NULL AND step = 'send' AND held_by IS NULL AND last_error ->> 'code' = ${code}
        RETURNING id
      )
      SELECT pg_notify('submission_due', '')::text`;
  }
}
