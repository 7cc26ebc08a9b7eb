import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { PrismaService } from '../database/prisma.service.js';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import { PartnerCentralClient } from '../partner-central/partner-central.client.js';
import { afterAttempt, type Consequence } from './after-attempt.js';
import { type Slot, SubmissionPace } from './submission-pace.js';
import { type SubmissionJob, SubmissionQueue } from './submission-queue.js';
import { type Attempt, SubmissionsRepository } from './submissions.repository.js';

/** How long an outcome is held on to while the database is away, and how often it is tried, in milliseconds. */
const RECORD_FOR_MS = 60_000;
const RECORD_EVERY_MS = 500;

/** The process was paused, or Postgres was away, for longer than a turn is ours. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  override readonly message =
    'Nobody held on to the turn for too long; somebody else may have taken it over.';
}

/** How one attempt of a submission is made, whoever asked for it: begun, sent in its slot of the pace, recorded. */
@Injectable()
export class SubmissionAttempts {
  private readonly logger = new Logger(SubmissionAttempts.name);

  constructor(
    private readonly prisma: PrismaService,
    private readonly repository: SubmissionsRepository,
    private readonly queue: SubmissionQueue,
    private readonly pace: SubmissionPace,
    private readonly partnerCentral: PartnerCentralClient,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Waits for a slot of the pace and begins an attempt, which is then to be sent at once. The attempt begins last, so
   * that a process that dies while it waits leaves nothing behind that may have been sent.
   * @param stopping ends the waiting: the turn is given back then
   * @returns undefined where there is nothing to send any more
   */
  async prepare(job: SubmissionJob, stopping: AbortSignal): Promise<Attempt | undefined> {
    let slot: Slot;
    try {
      slot = await this.pace.turn(stopping);
    } catch (error) {
      if (!stopping.aborted) {
        throw error;
      }
      await this.queue.giveBack(job);
      return undefined;
    }
    const attempt = await this.repository.beginAttempt(job.data.submissionId);
    if (attempt === undefined) {
      await this.queue.done(job);
      return undefined;
    }
    while (slot.isMissed()) {
      slot = await this.pace.turn();
    }
    return { ...attempt, startedAt: new Date() };
  }

  /**
   * Sends the frozen request and records what came of it.
   * @throws LeaseLost when somebody else may have taken the turn over: nothing is sent then
   */
  async send(job: SubmissionJob, attempt: Attempt, signal: AbortSignal): Promise<void> {
    // A process that was paused here may wake up when all is settled, and under another token. AWS would take the
    // old request for a new engagement.
    if (!this.queue.holds(job)) {
      throw new LeaseLost();
    }
    const outcome = await this.partnerCentral.createEngagement(attempt.request, signal);
    if (outcome.kind === 'notDone' && outcome.problem.code === 'partner-central-throttled') {
      await this.pace.slowDown().catch(() => undefined);
    }
    if (outcome.kind === 'notDone' && outcome.problem.code === 'partner-central-credentials') {
      this.logger.warn(
        'Partner Central does not accept the AWS credentials of this service, or there are none.',
      );
    }
    const status = await this.persist(() => this.record(job, attempt, outcome));
    const { engagementId, id: submissionId, number } = attempt;
    this.logger.log(
      {
        engagementId,
        submissionId,
        attempt: number,
        outcome: outcome.kind,
        recorded: status !== undefined,
        status,
      },
      'Attempt ended',
    );
  }

  /**
   * Outcome, next turn and the end of this one, in one transaction.
   * @returns what became of the engagement; undefined where another attempt has begun since
   */
  private async record(
    job: SubmissionJob,
    attempt: Attempt,
    outcome: AttemptOutcome,
  ): Promise<Consequence['status'] | undefined> {
    const { submission, reconciliation } = this.settings;
    const remaining = attempt.attemptLimit - attempt.number;
    const consequence = afterAttempt(
      outcome,
      {
        remaining,
        made: Math.max(1, submission.maxAttempts - remaining),
        outcomeUnknown: attempt.outcomeUnknown,
      },
      submission.retryBaseMs,
    );
    return this.prisma.$transaction(async (transaction) => {
      if (!(await this.repository.record(transaction, attempt, outcome, consequence))) {
        return undefined;
      }
      await this.queue.done(job, transaction);
      const turn = { submissionId: attempt.id };
      if (consequence.status === 'submitting') {
        const startAfter = new Date(Date.now() + consequence.delayMs);
        await this.queue.add(transaction, turn, { priority: 'retry', startAfter });
      } else if (consequence.status === 'unresolved') {
        const startAfter = new Date(Date.now() + reconciliation.delayMs);
        await this.queue.add(
          transaction,
          { ...turn, lookUp: 'automatic', attempts: attempt.number },
          { priority: 'bulk', startAfter },
        );
      }
      return consequence.status;
    });
  }

  /** An outcome is worth waiting for the database: else the next attempt would have to find it out again. */
  private async persist<T>(write: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + RECORD_FOR_MS;
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isDatabaseUnavailable(error) || Date.now() > deadline) {
          throw error;
        }
        await delay(RECORD_EVERY_MS);
      }
    }
  }
}
