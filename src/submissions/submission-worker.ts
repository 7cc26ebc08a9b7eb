import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { databaseTroubles, reportDatabaseTrouble } from '../database/database-trouble.js';
import { Notifications } from '../database/notifications.js';
import { causeOf } from '../errors/failure-cause.js';
import { loggableError } from '../errors/loggable-error.js';
import { CALLS_IN_HAND } from '../partner-central/call-gate.js';
import { PartnerCentralClient } from '../partner-central/partner-central.client.js';
import { LastingTrouble } from '../trouble/lasting-trouble.js';
import { AutoResetEvent } from './auto-reset-event.js';
import { LookUpStep } from './look-up-step.js';
import { type PreparedAttempt, SendStep } from './send-step.js';
import { SubmissionLeases } from './submission-leases.js';
import { SubmissionPace } from './submission-pace.js';
import type { ClaimedSubmission, Step } from './submission-state.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** How often the database is looked at without a notification: for steps that have become due. */
const POLL_MS = 500;

/** How often in a lease what is in hand is held on to. */
const RENEWALS = 3;

/** How long calls in flight may go on after the signal to stop, before they are cut off: exit is due in 30 s. */
const GRACE_MS = 20_000;

/**
 * Claims what submissions need next and does it. It sends one after the other, each until its bytes are out, so that at
 * most one for each worker is ahead of the one whose turn it is; and it looks up one after the other. Any number of
 * workers may run, in any number of processes.
 */
@Injectable()
export class SubmissionWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SubmissionWorker.name);
  private readonly inHand = new Set<Promise<unknown>>();
  private readonly stopping = new AbortController();
  private readonly cutOff = new AbortController();
  private readonly due: Record<Step, AutoResetEvent> = {
    send: new AutoResetEvent(),
    look_up: new AutoResetEvent(),
  };
  private unsubscribe = () => {};
  private renewing: NodeJS.Timeout | undefined;
  private loops: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly leases: SubmissionLeases,
    private readonly repository: SubmissionsRepository,
    private readonly sendStep: SendStep,
    private readonly lookUpStep: LookUpStep,
    private readonly notifications: Notifications,
    private readonly partnerCentral: PartnerCentralClient,
    private readonly pace: SubmissionPace,
    private readonly trouble: LastingTrouble,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    const { worker, leaseMs } = this.settings.submission;
    if (!worker) {
      return;
    }
    this.unsubscribe = this.notifications.subscribe('submission_due', (step) => {
      this.wake(step);
    });
    this.renewing = setInterval(() => void this.renew(), leaseMs / RENEWALS);
    this.loops = Promise.all([this.runSends(), this.runLookUps()]);
  }

  /** Claims nothing new, finishes the calls in flight, and cuts off those that take too long. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wake();
    this.unsubscribe();
    const timer = setTimeout(() => {
      this.cutOff.abort();
    }, GRACE_MS);
    await this.loops;
    await Promise.all(this.inHand);
    clearTimeout(timer);
    clearInterval(this.renewing);
  }

  private async runSends(): Promise<void> {
    // Without credentials nothing is warm; the first attempt will tell.
    await this.partnerCentral.warmUp().catch(() => undefined);
    while (!this.stopping.signal.aborted) {
      const claimed = this.inHand.size < CALLS_IN_HAND ? await this.claim('send') : undefined;
      if (claimed === undefined) {
        await this.due.send.wait(POLL_MS);
      } else if (claimed.attemptOpen) {
        await this.recordLost(claimed);
      } else {
        await this.startSending(claimed);
      }
    }
  }

  /** One after the other: AWS takes few reads, and nobody is in a hurry but an operator, whose are first of their caller's. */
  private async runLookUps(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const claimed = await this.claim('look_up');
      if (claimed === undefined) {
        await this.due.look_up.wait(POLL_MS);
      } else if (claimed.attemptOpen) {
        await this.recordLost(claimed);
      } else {
        await this.keepInHand(claimed, this.lookUpStep.run(claimed, this.cutOff.signal));
      }
    }
  }

  /** @param step of what is due; both are looked for where that is not said */
  private wake(step?: string): void {
    if (step !== 'look_up') {
      this.due.send.set();
    }
    if (step !== 'send') {
      this.due.look_up.set();
    }
  }

  private async claim(step: Step): Promise<ClaimedSubmission | undefined> {
    try {
      const claimed = await this.leases.claim(step);
      this.trouble.over(step, 'queue-stopped', ...databaseTroubles);
      return claimed;
    } catch (error) {
      this.tellDatabaseTrouble(step, error, 'What is due can’t be read');
      await delay(POLL_MS);
      return undefined;
    }
  }

  /** That its last attempt was lost comes before anything else. */
  private recordLost(claimed: ClaimedSubmission): Promise<void> {
    return this.keepInHand(claimed, this.sendStep.recordLost(claimed));
  }

  /** Waits until the call is sent, not until it is answered. */
  private async startSending(claimed: ClaimedSubmission): Promise<void> {
    let attempt: PreparedAttempt | undefined;
    try {
      attempt = await this.sendStep.prepare(claimed, this.stopping.signal);
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        this.tellAboutOne(claimed, error, 'An attempt could not begin');
        await delay(POLL_MS);
      }
      await this.sendStep.giveBack(claimed, error).catch(() => undefined);
    }
    if (attempt === undefined) {
      this.leases.forget(claimed);
    } else {
      void this.keepInHand(claimed, this.sendStep.send(attempt, this.cutOff.signal));
    }
  }

  /**
   * Holds on to what is claimed while its work goes on. If that fails its lease lapses, and another worker claims it.
   * @returns when the work is over; it never rejects
   */
  private keepInHand(claimed: ClaimedSubmission, work: Promise<void>): Promise<void> {
    const kept = work
      .catch((error: unknown) => {
        this.tellAboutOne(claimed, error, 'A step failed, and is left to lapse');
      })
      .finally(() => {
        if (this.inHand.size >= CALLS_IN_HAND) {
          // There is room for another call.
          this.due.send.set();
        }
        this.inHand.delete(kept);
        this.leases.forget(claimed);
      });
    this.inHand.add(kept);
    return kept;
  }

  private async renew(): Promise<void> {
    try {
      await this.leases.renew();
      if ((await this.repository.mendDueTimes()) > 0) {
        this.wake();
      }
      await this.pace.tellTrouble();
    } catch (error) {
      this.tellDatabaseTrouble('hold', error, 'What is in hand could not be held on to');
      return;
    }
    this.trouble.over('hold', 'queue-stopped', ...databaseTroubles);
  }

  /** Nothing can be done while it lasts, and it is tried again at once: only what lasts is worth a line. */
  private tellDatabaseTrouble(source: string, error: unknown, what: string): void {
    this.logger.debug({ err: loggableError(error) }, what);
    if (!reportDatabaseTrouble(this.trouble, source, error)) {
      this.trouble.report('queue-stopped', source, causeOf(error));
    }
  }

  /** What is wrong with one submission alone is told each time: it is tried again at growing distances. */
  private tellAboutOne({ id, engagementId }: ClaimedSubmission, error: unknown, what: string): void {
    const line = { submissionId: id, engagementId, cause: causeOf(error), err: loggableError(error) };
    if (isDatabaseUnavailable(error)) {
      this.logger.debug(line, what);
    } else {
      this.logger.error(line, what);
    }
  }
}
