import { Injectable } from '@nestjs/common';
import { fromPrisma, type Job } from 'pg-boss';
import { JobQueue } from '../database/job-queue.js';
import { Notifications } from '../database/notifications.js';
import type { Transaction } from '../database/transaction.js';

/** One turn of a submission. */
export interface SubmissionTurn {
  readonly submissionId: string;
  /** Who asked that AWS be looked at before anything is sent, as the outcome of an earlier attempt is unknown. */
  readonly lookUp?: 'automatic' | 'operator';
  /** For an automatic look-up: how many attempts had been made when it was planned. */
  readonly attempts?: number;
  /** How many automatic look-ups have left it open. */
  readonly lookUps?: number;
}

/** The right to take a turn. It lapses when nobody holds on to it, and somebody else gets it. */
export type SubmissionJob = Job<SubmissionTurn>;

/** Higher ones go first: somebody waits for an interactive submission, and nobody for a deferred one. */
const priorities = { interactive: 10, deferred: 5, retry: 5, bulk: 0 } as const;
export type Priority = keyof typeof priorities;

/**
 * Turns that begin with a look-up stand apart: they take longer, AWS takes fewer of them (10 reads a second), and many
 * at once should not stand before a submission that somebody waits for.
 */
const queues = { attempt: 'submissions', lookUp: 'submission-look-ups' } as const;
export type TurnKind = keyof typeof queues;

const YEAR_SECONDS = 365 * 24 * 3600;

/** pg-boss's least heartbeat: a job whose worker is silent for this long goes to another. */
const HEARTBEAT_SECONDS = 10;

/** How long before the heartbeat runs out a job no longer counts as ours, in milliseconds. */
const LEASE_MARGIN_MS = 1000;

/**
 * The durable queue of submissions. A job commits or rolls back with the change that it belongs to.
 *
 * Jobs are fetched by hand rather than by pg-boss's workers: a worker takes the next one only when it has sent the
 * one before, so that an interactive submission passes a bulk of waiting ones.
 */
@Injectable()
export class SubmissionQueue {
  /** When each job in hand was last known to be ours. */
  private readonly heldAt = new WeakMap<SubmissionJob, Moment>();

  constructor(private readonly jobs: JobQueue) {
    jobs.onStart(async (boss) => {
      for (const queue of Object.values(queues)) {
        await boss.createQueue(queue, {
          heartbeatSeconds: HEARTBEAT_SECONDS,
          // Only a dead worker makes pg-boss retry: our own retries are new jobs, with a delay of their own.
          retryLimit: 100_000,
          retryDelay: 0,
          expireInSeconds: 3600,
          // Even a year without a worker loses no submission.
          retentionSeconds: YEAR_SECONDS,
          deleteAfterSeconds: 3600,
        });
      }
    });
  }

  /**
   * Puts a submission's turn into the queue, in the transaction of the change that it belongs to.
   * @throws DomainError `database-unavailable` while the queue has not been able to start
   */
  async add(
    transaction: Transaction,
    turn: SubmissionTurn,
    options: { priority: Priority; startAfter?: Date },
  ): Promise<void> {
    const { priority, startAfter } = options;
    await this.jobs.require().send(queueOf(turn), turn, {
      db: fromPrisma(transaction),
      priority: priorities[priority],
      ...(startAfter === undefined ? {} : { startAfter }),
    });
    if (startAfter === undefined) {
      await Notifications.notify(transaction, 'submission_due', turn.submissionId);
    }
  }

  /** The most urgent turn of this kind that is due, if any. */
  async take(kind: TurnKind): Promise<SubmissionJob | undefined> {
    const asked = now();
    const [job] = (await this.jobs.running?.fetch<SubmissionTurn>(queues[kind])) ?? [];
    if (job !== undefined) {
      this.heldAt.set(job, asked);
    }
    return job;
  }

  /** Holds on to jobs in hand. To be called well within the heartbeat. */
  async hold(jobs: readonly SubmissionJob[]): Promise<void> {
    const byQueue = Map.groupBy(jobs, ({ data }) => queueOf(data));
    await Promise.all([...byQueue].map(([queue, some]) => this.holdOf(queue, some)));
  }

  /**
   * Whether nobody else can have the job yet. By our own clocks alone, so that it is known without a moment in between:
   * to be asked right before something is done that can't be taken back.
   */
  holds(job: SubmissionJob): boolean {
    const heldAt = this.heldAt.get(job);
    return heldAt !== undefined && millisecondsSince(heldAt) < HEARTBEAT_SECONDS * 1000 - LEASE_MARGIN_MS;
  }

  /** The turn has been taken. Within a transaction, only if that commits. */
  async done(job: SubmissionJob, transaction?: Transaction): Promise<void> {
    const options = transaction === undefined ? {} : { db: fromPrisma(transaction) };
    await this.jobs.require().complete(queueOf(job.data), job, null, options);
  }

  /** Gives a turn back, for another worker to take at once. */
  async giveBack(job: SubmissionJob): Promise<void> {
    await this.jobs.require().fail(queueOf(job.data), job);
  }

  private async holdOf(queue: string, jobs: readonly SubmissionJob[]): Promise<void> {
    const asked = now();
    const answer: object = await this.jobs.require().touch(queue, [...jobs]);
    if ('affected' in answer && answer.affected === jobs.length) {
      jobs.forEach((job) => this.heldAt.set(job, asked));
    } else if (jobs.length > 1) {
      // Some are done by now, or have gone to others. Nobody says which, so they are asked about one by one.
      await Promise.all(jobs.map((job) => this.holdOf(queue, [job])));
    }
  }
}

function queueOf({ lookUp }: SubmissionTurn): string {
  return queues[lookUp === undefined ? 'attempt' : 'lookUp'];
}

/** A moment on both clocks: the one stands still while the machine is suspended, the other can be set back. */
interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

function now(): Moment {
  return { monotonic: performance.now(), wall: Date.now() };
}

function millisecondsSince({ monotonic, wall }: Moment): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}
