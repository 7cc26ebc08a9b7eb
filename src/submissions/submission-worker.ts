import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { Notifications } from '../database/notifications.js';
import { loggableError } from '../http/loggable-error.js';
import { PartnerCentralClient } from '../partner-central/partner-central.client.js';
import { Bell } from './bell.js';
import { Reconciliation } from './reconciliation.js';
import { LeaseLost, SubmissionAttempts } from './submission-attempts.js';
import { type SubmissionJob, SubmissionQueue, type TurnKind } from './submission-queue.js';

/** How often the queue is looked at without a notification: for turns that have become due. */
const POLL_MS = 500;

/** How often jobs in hand are held on to: a third of the queue's heartbeat. */
const HOLD_MS = 3000;

/** The most calls that one process has under way. At 15 a second they would each take ten seconds. */
const MAX_IN_HAND = 150;

/** How long calls in flight may go on after the signal to stop, before they are cut off: exit is due in 30 s. */
const GRACE_MS = 20_000;

/**
 * Takes submissions' turns from the queue, one at a time until it is sent, so that no more than one for each worker
 * is ahead of an interactive submission. Any number of workers may run, in any number of processes.
 */
@Injectable()
export class SubmissionWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SubmissionWorker.name);
  private readonly inHand = new Map<SubmissionJob, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly cutOff = new AbortController();
  private readonly bells: Record<TurnKind, Bell> = { attempt: new Bell(), lookUp: new Bell() };
  private unsubscribe = () => {};
  private holding: NodeJS.Timeout | undefined;
  private loops: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly queue: SubmissionQueue,
    private readonly attempts: SubmissionAttempts,
    private readonly reconciliation: Reconciliation,
    private readonly notifications: Notifications,
    private readonly partnerCentral: PartnerCentralClient,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.submission.worker) {
      return;
    }
    this.unsubscribe = this.notifications.subscribe('submission_due', () => {
      this.ring();
    });
    this.holding = setInterval(() => void this.hold(), HOLD_MS);
    this.loops = Promise.all([this.runAttempts(), this.runLookUps()]);
  }

  /** Takes nothing new, finishes the calls in flight, and cuts off those that take too long. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.ring();
    this.unsubscribe();
    const timer = setTimeout(() => {
      this.cutOff.abort();
    }, GRACE_MS);
    await this.loops;
    await Promise.all(this.inHand.values());
    clearTimeout(timer);
    clearInterval(this.holding);
  }

  private async runAttempts(): Promise<void> {
    // Without credentials nothing is warm; the first attempt will tell.
    await this.partnerCentral.warmUp().catch(() => undefined);
    while (!this.stopping.signal.aborted) {
      const job = this.inHand.size < MAX_IN_HAND ? await this.take('attempt') : undefined;
      await (job === undefined ? this.bells.attempt.rung(POLL_MS) : this.attempt(job));
    }
  }

  /** One after the other: AWS takes few reads, and nobody is in a hurry but an operator, who goes first. */
  private async runLookUps(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const job = await this.take('lookUp');
      await (job === undefined
        ? this.bells.lookUp.rung(POLL_MS)
        : this.keep(job, this.reconciliation.run(job, this.cutOff.signal)));
    }
  }

  private ring(): void {
    this.bells.attempt.ring();
    this.bells.lookUp.ring();
  }

  private async take(kind: TurnKind): Promise<SubmissionJob | undefined> {
    try {
      return await this.queue.take(kind);
    } catch (error) {
      this.logger.warn({ err: loggableError(error) }, 'The queue can’t be read');
      await delay(POLL_MS);
      return undefined;
    }
  }

  /** Waits until the call is sent, not until it is answered. */
  private async attempt(job: SubmissionJob): Promise<void> {
    const prepared = this.attempts.prepare(job, this.stopping.signal);
    const sent = prepared.then((attempt) =>
      attempt === undefined ? undefined : this.attempts.send(job, attempt, this.cutOff.signal),
    );
    void this.keep(job, sent);
    await prepared.catch(() => undefined);
  }

  /**
   * Keeps the job in hand while its work goes on. If that fails the job is given back, or lapses, and another worker
   * takes it.
   * @returns when the work is over; it never rejects
   */
  private keep(job: SubmissionJob, work: Promise<void>): Promise<void> {
    const kept = work
      .catch(async (error: unknown) => {
        if (error instanceof LeaseLost) {
          this.logger.warn({ job: job.id, err: loggableError(error) }, 'A turn was lost before it was sent');
        } else {
          this.logger.error({ job: job.id, err: loggableError(error) }, 'A turn failed and is given back');
        }
        await this.queue.giveBack(job).catch(() => undefined);
      })
      .finally(() => {
        this.inHand.delete(job);
        this.bells.attempt.ring();
      });
    this.inHand.set(job, kept);
    return kept;
  }

  private async hold(): Promise<void> {
    try {
      await this.queue.hold([...this.inHand.keys()]);
    } catch (error) {
      this.logger.warn({ err: loggableError(error) }, 'Jobs in hand could not be held on to');
    }
  }
}
