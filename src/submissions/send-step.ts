import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { WORKER } from '../audit/engagement-history.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction } from '../database/transaction.js';
import { loggableError } from '../errors/loggable-error.js';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import { PartnerCentralClient } from '../partner-central/partner-central.client.js';
import { SubmissionLeases } from './submission-leases.js';
import { SubmissionPace } from './submission-pace.js';
import { submissionRules } from './submission-rules.js';
import {
  afterAttempt,
  afterClosedGate,
  afterLostAttempt,
  type EndedAttempt,
  type SubmissionRules,
  type SubmissionState,
  type Transition,
} from './submission-transitions.js';
import {
  type BegunAttempt,
  type ClaimedSubmission,
  SubmissionsRepository,
} from './submissions.repository.js';

/** How long an outcome is held on to while the database is away, and how often it is tried, in milliseconds. */
const RECORD_FOR_MS = 60_000;
const RECORD_EVERY_MS = 500;

/** An attempt that is to be sent at once. */
export interface PreparedAttempt extends BegunAttempt {
  readonly claimed: ClaimedSubmission;
  /** Whether it is to find out if AWS accepts our credentials again. */
  readonly isProbe: boolean;
}

/** How a submission is sent once: begun in its slot of the pace, sent, and its outcome recorded. */
@Injectable()
export class SendStep {
  private readonly logger = new Logger(SendStep.name);
  private readonly rules: SubmissionRules;

  constructor(
    private readonly prisma: PrismaService,
    private readonly repository: SubmissionsRepository,
    private readonly leases: SubmissionLeases,
    private readonly pace: SubmissionPace,
    private readonly partnerCentral: PartnerCentralClient,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.rules = submissionRules(settings);
  }

  /**
   * Waits for a slot of the pace and begins an attempt. The attempt begins last, so that a process that dies while it
   * waits leaves nothing behind that may have been sent.
   * @param stopping ends the waiting: the submission is given back then
   * @returns undefined where there is nothing to send
   */
  async prepare(claimed: ClaimedSubmission, stopping: AbortSignal): Promise<PreparedAttempt | undefined> {
    if (claimed.attemptOpen) {
      // Its process died, and AWS may be at work on it even now.
      await this.move(claimed, (state) => afterLostAttempt(state, this.rules));
      return undefined;
    }
    let slot = await this.pace.slot(stopping);
    if (slot === undefined) {
      await this.putOff(claimed);
      return undefined;
    }
    const begun = await this.repository.begin(claimed);
    if (begun === undefined) {
      return undefined;
    }
    while (slot?.isMissed() === true) {
      slot = await this.pace.slot();
    }
    return { ...begun, claimed, isProbe: slot?.isProbe ?? false };
  }

  /**
   * Sends the frozen request and records what came of it. Where that can't be recorded the attempt is left open: it
   * counts as lost once its lease has lapsed, and as one of those that are limited.
   */
  async send(attempt: PreparedAttempt, cutOff: AbortSignal): Promise<void> {
    const { claimed, number } = attempt;
    // A process that was paused here may wake up when all is settled, and under another token. AWS would take the
    // old request for a new engagement.
    if (!this.leases.holds(claimed)) {
      this.logger.warn(
        { submissionId: claimed.id, attempt: number },
        'The lease had run out before the call: nothing was sent',
      );
      return;
    }
    const sentAt = performance.now();
    const outcome = await this.partnerCentral.createEngagement(claimed.request, cutOff);
    const ended = { ...attempt, durationMs: Math.round(performance.now() - sentAt) };
    await this.heedOutcome(attempt, outcome).catch((error: unknown) => {
      this.logger.warn({ err: loggableError(error) }, 'The pace could not be changed');
    });
    const status = await this.record(claimed, ended, outcome);
    this.logger.log(
      {
        engagementId: claimed.engagementId,
        submissionId: claimed.id,
        attempt: number,
        outcome: outcome.kind,
        recorded: status !== undefined,
        status,
      },
      'Attempt ended',
    );
  }

  /** What an outcome means for the whole fleet. */
  private async heedOutcome({ isProbe }: PreparedAttempt, outcome: AttemptOutcome): Promise<void> {
    if (outcome.kind === 'notDone' && outcome.problem.code === 'partner-central-credentials') {
      await this.pace.closeForCredentials();
      return;
    }
    if (outcome.kind === 'notDone') {
      await this.pace.slowDown();
    }
    // An unknown outcome may not have reached AWS.
    if (isProbe && outcome.kind !== 'unknown') {
      await this.pace.openAgain();
    }
  }

  /**
   * An outcome is worth waiting for the database: else the next attempt would have to find it out again. One that
   * can't be written for any other reason is written as unknown.
   * @returns what became of the engagement; undefined where it was written before, or another attempt has begun since
   */
  private async record(
    claimed: ClaimedSubmission,
    ended: EndedAttempt,
    outcome: AttemptOutcome,
  ): Promise<Transition['status'] | undefined> {
    try {
      return await this.write(claimed, ended, outcome);
    } catch (error) {
      if (isDatabaseUnavailable(error)) {
        throw error;
      }
      this.logger.error(
        { submissionId: claimed.id, err: loggableError(error) },
        'An outcome could not be written',
      );
      return await this.write(claimed, ended, unwritable);
    }
  }

  private async write(
    claimed: ClaimedSubmission,
    ended: EndedAttempt,
    outcome: AttemptOutcome,
  ): Promise<Transition['status'] | undefined> {
    const deadline = performance.now() + RECORD_FOR_MS;
    for (;;) {
      try {
        return await this.move(
          claimed,
          (state) => afterAttempt(state, ended, outcome, this.rules),
          ended.number,
        );
      } catch (error) {
        if (!isDatabaseUnavailable(error) || performance.now() > deadline) {
          throw error;
        }
        await delay(RECORD_EVERY_MS);
      }
    }
  }

  /** What is waited for too long is given up; the others are given back, and are not claimed before the next probe. */
  private async putOff(claimed: ClaimedSubmission): Promise<void> {
    if (claimed.tryingForMs < this.rules.giveUpMs) {
      await this.leases.release(claimed);
      return;
    }
    await inTransaction(this.prisma, async (transaction) => {
      const locked = await this.repository.lock(transaction, claimed.id);
      if (locked?.heldBy === claimed.holder && !locked.attemptOpen) {
        const transition = afterClosedGate(locked.state, this.rules);
        await this.repository.apply(transaction, locked, transition, { actor: WORKER });
      }
    });
  }

  /**
   * Ends an attempt, in one transaction.
   * @param number of the attempt; what was written before, or overtaken by another attempt, is left alone
   */
  private async move(
    { id, attempts }: ClaimedSubmission,
    decide: (state: SubmissionState) => Transition,
    number = attempts,
  ): Promise<Transition['status'] | undefined> {
    return inTransaction(this.prisma, async (transaction) => {
      const locked = await this.repository.lock(transaction, id);
      if (locked === undefined || locked.state.attempts !== number || !locked.attemptOpen) {
        return undefined;
      }
      const transition = decide(locked.state);
      await this.repository.apply(transaction, locked, transition, { actor: WORKER });
      return transition.status;
    });
  }
}

const unwritable: AttemptOutcome = {
  kind: 'unknown',
  problem: {
    code: 'partner-central-unavailable',
    detail:
      'Partner Central’s answer could not be recorded. It is not known whether the engagement was created.',
  },
};
