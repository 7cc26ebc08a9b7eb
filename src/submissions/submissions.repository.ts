import { Inject, Injectable } from '@nestjs/common';
import { EngagementHistory, WORKER } from '../audit/engagement-history.js';
import { type CatalogName, SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import type { StoredProblem } from '../errors/stored-problem.js';
import { credentialsProblem } from '../partner-central/classify-error.js';
import type { FrozenRequest } from '../partner-central/create-engagement.request.js';
import {
  type Step,
  type SubmissionState,
  type Transition,
  type Urgency,
  urgencies,
} from './submission-transitions.js';

/** A step of an open submission that somebody has claimed: it is theirs while they hold on to it. */
export interface ClaimedSubmission {
  readonly id: string;
  readonly engagementId: string;
  /** A new one for each claim. */
  readonly holder: string;
  readonly catalog: CatalogName;
  readonly request: FrozenRequest;
  readonly requestedAt: Date;
  /** Attempts begun before. */
  readonly attempts: number;
  /** The last of them has no outcome: its process died, or stands still. */
  readonly attemptOpen: boolean;
  /** Milliseconds, by Postgres's clock. */
  readonly tryingForMs: number;
  /** How long ago AWS refused the last attempt, where an earlier one may have worked. */
  readonly refusedForMs?: number;
}

/** An attempt that has begun. Its number is the fencing token that its outcome is written under. */
export interface BegunAttempt {
  readonly number: number;
  /** By Postgres's clock. */
  readonly startedAt: Date;
}

/** An open submission under its lock and its engagement's. */
export interface LockedSubmission {
  readonly id: string;
  readonly engagementId: string;
  readonly state: SubmissionState;
  readonly attemptOpen: boolean;
  readonly heldBy: string | null;
  /** Somebody works on it, and holds on to it. */
  readonly isHeld: boolean;
}

/** Longer than any lease that can be set, and than any delay: what lies further ahead is from a clock that was wrong. */
const LONGEST_LEASE = '60 seconds';
const LONGEST_DELAY = '2 hours';

interface ClaimedRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly catalog: CatalogName;
  readonly client_token: string;
  readonly request: string;
  readonly request_sha256: string;
  readonly requested_at: Date;
  readonly attempts: number;
  readonly attempt_open: boolean;
  readonly trying_for_ms: number;
  readonly refused_for_ms: number | null;
}

interface LockedRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly status: SubmissionState['status'];
  readonly attempts: number;
  readonly attempt_open: boolean;
  readonly outcome_unknown: boolean;
  readonly unknown_attempts: number;
  readonly setbacks: number;
  readonly lost_in_a_row: number;
  readonly urgency: number;
  readonly held_by: string | null;
  readonly is_held: boolean;
  readonly open_for_ms: number;
  readonly trying_for_ms: number;
}

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

  /** Opens a submission of a locked engagement. It is due at once. */
  async open(
    transaction: Transaction,
    engagementId: string,
    { clientToken, body, sha256 }: FrozenRequest,
    urgency: Urgency,
  ): Promise<void> {
    // What everybody waits for at this moment is told of it too.
    await transaction.$queryRaw`
      WITH opened AS (
        INSERT INTO submissions (engagement_id, client_token, request, request_sha256, urgency, last_error)
        SELECT ${engagementId}::uuid, ${clientToken}::uuid, ${body}, ${sha256}, ${urgencies[urgency]}::int2,
          (SELECT ${JSON.stringify(credentialsProblem)}::jsonb FROM submission_pace WHERE credentials_refused_at IS NOT NULL)
        RETURNING id
      )
      SELECT pg_notify('submission_due', id::text)::text FROM opened`;
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
   * Claims the most urgent step of a kind that is due and that nobody holds. While AWS accepts no credentials of ours
   * nothing is sent but a probe now and then, and nothing else is claimed for it but what is to be given up.
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
          AND (due_at <= clock_timestamp() OR due_at > clock_timestamp() + ${LONGEST_DELAY}::interval)
          AND (held_until IS NULL OR held_until <= clock_timestamp()
            OR held_until > clock_timestamp() + ${LONGEST_LEASE}::interval)
          AND (step <> 'send' OR NOT EXISTS (
            SELECT 1 FROM submission_pace WHERE credentials_refused_at IS NOT NULL
              AND probe_at BETWEEN clock_timestamp() AND clock_timestamp() + ${LONGEST_LEASE}::interval)
            OR trying_since < clock_timestamp() - make_interval(secs => ${this.giveUpSeconds}::float8))
        ORDER BY urgency DESC, due_at
        LIMIT 1
        FOR UPDATE SKIP LOCKED
      )
      RETURNING submission.id, engagement_id, engagement.catalog, submission.client_token, request, request_sha256,
        requested_at, attempts, attempt_open,
        (extract(epoch FROM clock_timestamp() - trying_since) * 1000)::float8 AS trying_for_ms,
        (extract(epoch FROM clock_timestamp() - refused_at) * 1000)::float8 AS refused_for_ms`;
    return row === undefined ? undefined : toClaimed(row, holder);
  }

  /**
   * Holds on to what was claimed.
   * @returns the holders that still have theirs
   */
  async renew(holders: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ held_by: string }[]>`
      UPDATE submissions
      SET held_until = clock_timestamp() + make_interval(secs => ${this.leaseSeconds}::float8)
      WHERE held_by = ANY(${[...holders]}::uuid[])
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
        lost_in_a_row, urgency, held_by, coalesce(held_until > clock_timestamp(), false) AS is_held,
        (extract(epoch FROM clock_timestamp() - requested_at) * 1000)::float8 AS open_for_ms,
        (extract(epoch FROM clock_timestamp() - trying_since) * 1000)::float8 AS trying_for_ms
      FROM engagements engagement JOIN submissions submission ON submission.engagement_id = engagement.id
      WHERE submission.id = ${id}::uuid AND settled_at IS NULL
      FOR UPDATE OF engagement, submission`;
    return row === undefined ? undefined : toLocked(row);
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
            settled_at = CASE WHEN ${next === undefined} THEN clock_timestamp() END,
            urgency = coalesce(${next?.urgency ?? null}::int2, urgency),
            outcome_unknown = ${transition.outcomeUnknown},
            unknown_attempts = ${transition.unknownAttempts},
            setbacks = ${transition.setbacks},
            lost_in_a_row = ${transition.lostInARow},
            refused_at = CASE ${transition.refusal} WHEN 'now' THEN clock_timestamp() WHEN 'kept' THEN refused_at END,
            trying_since = CASE WHEN ${transition.triedAnew} THEN clock_timestamp() ELSE trying_since END,
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

  /** Seconds until the next step of an engagement's open submission, by Postgres's clock; undefined where none is open. */
  async secondsUntilNextStep(engagementId: string): Promise<number | undefined> {
    const [row] = await this.prisma.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM due_at - clock_timestamp())::float8 AS seconds
      FROM submissions WHERE engagement_id = ${engagementId}::uuid AND settled_at IS NULL`;
    return row?.seconds;
  }

  /** Whether another open submission differs from this one in its token only. */
  async hasOpenTwin({ id, request }: ClaimedSubmission): Promise<boolean> {
    const twins = await this.prisma.$queryRaw<unknown[]>`
      SELECT 1 FROM submissions
      WHERE settled_at IS NULL AND id <> ${id}::uuid
        AND replace(request, client_token::text, '') = ${request.body.replace(request.clientToken, '')}
      LIMIT 1`;
    return twins.length > 0;
  }

  /** Tells those that have not been sent yet what they are waiting for. */
  async tellWaiting(problem: StoredProblem): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE submissions SET last_error = ${JSON.stringify(problem)}::jsonb
      WHERE settled_at IS NULL AND step = 'send' AND attempts = 0 AND last_error IS NULL`;
  }

  /** Makes due at once what has been put off for a problem that is over. */
  async makeDue({ code }: StoredProblem): Promise<void> {
    await this.prisma.$queryRaw`
      WITH due AS (
        UPDATE submissions SET due_at = clock_timestamp()
        WHERE settled_at IS NULL AND step = 'send' AND held_by IS NULL AND due_at > clock_timestamp()
          AND last_error ->> 'code' = ${code}
        RETURNING id
      )
      SELECT pg_notify('submission_due', '')::text`;
  }
}

function toClaimed(row: ClaimedRow, holder: string): ClaimedSubmission {
  return {
    id: row.id,
    engagementId: row.engagement_id,
    holder,
    catalog: row.catalog,
    request: { clientToken: row.client_token, body: row.request, sha256: row.request_sha256 },
    requestedAt: row.requested_at,
    attempts: row.attempts,
    attemptOpen: row.attempt_open,
    tryingForMs: row.trying_for_ms,
    ...(row.refused_for_ms === null ? {} : { refusedForMs: row.refused_for_ms }),
  };
}

function toLocked(row: LockedRow): LockedSubmission {
  return {
    id: row.id,
    engagementId: row.engagement_id,
    state: {
      status: row.status,
      attempts: row.attempts,
      outcomeUnknown: row.outcome_unknown,
      unknownAttempts: row.unknown_attempts,
      setbacks: row.setbacks,
      lostInARow: row.lost_in_a_row,
      urgency: row.urgency,
      openForMs: row.open_for_ms,
      tryingForMs: row.trying_for_ms,
    },
    attemptOpen: row.attempt_open,
    heldBy: row.held_by,
    isHeld: row.is_held,
  };
}
