import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { WORKER } from '../audit/engagement-history.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import { loggableError } from '../errors/loggable-error.js';
import type { AttemptOutcome, CreatedEngagement } from '../partner-central/attempt-outcome.js';
import { PartnerCentralClient } from '../partner-central/partner-central.client.js';
import { AttemptLog } from './attempt-log.js';
import { SubmissionMetrics } from './submission-metrics.js';
import { SubmissionLeases } from './submission-leases.js';
import { Slot, SubmissionPace } from './submission-pace.js';
import { inAttemptSpan } from './submission-spans.js';
import { type SubmissionPolicy, submissionPolicy } from './submission-policy.js';
import type {
  BegunAttempt,
  ClaimedSubmission,
  EndedAttempt,
  SubmissionState,
  Transition,
} from './submission-state.js';
import {
  acceptedLate,
  afterAttempt,
  afterCredentialsOutage,
  afterFailedBeginning,
  afterLostAttempt,
  isTooOldToSend,
  lookedUpFirst,
  withoutCredentials,
} from './submission-transitions.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** How long an outcome is held on to while the database is away, and how often it is tried, in milliseconds. */
const RECORD_FOR_MS = 60_000;
const RECORD_EVERY_MS = 500;

/** How many further slots an attempt waits for that began too late. Then it goes out late, which AWS may throttle. */
const MAX_LATER_SLOTS = 2;

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
  private readonly policy: SubmissionPolicy;

  constructor(
    private readonly repository: SubmissionsRepository,
    private readonly engagements: EngagementsRepository,
    private readonly leases: SubmissionLeases,
    private readonly pace: SubmissionPace,
    private readonly partnerCentral: PartnerCentralClient,
    private readonly metrics: SubmissionMetrics,
    private readonly log: AttemptLog,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.policy = submissionPolicy(settings);
  }

  /**
   * Waits for a slot of the pace and begins an attempt. It begins only in its slot, so that a process that dies while
   * it waits leaves nothing behind that may have been sent.
   * @param stopping ends the waiting: the submission is given back then
   * @returns undefined where there is nothing to send
   */
  async prepare(claimed: ClaimedSubmission, stopping: AbortSignal): Promise<PreparedAttempt | undefined> {
    const { begun } = claimed;
    if (begun !== undefined) {
      return this.sendIn(new Slot(claimed.askedAt, false), claimed, begun);
    }
    if (isTooOldToSend(claimed.state, claimed.absentForMs)) {
      await this.moveUnbegun(claimed, lookedUpFirst);
      return undefined;
    }
    const slot = await this.pace.nextSlot(stopping);
    if (slot === undefined) {
      await this.giveBackOrGiveUp(claimed);
      return undefined;
    }
    const attempt = await this.repository.begin(claimed);
    if (attempt === undefined) {
      // An operator wants it looked up first, or it is somebody else's by now.
      await this.leases.release(claimed);
      return undefined;
    }
    return this.sendIn(slot, claimed, attempt);
  }

  /**
   * Sends the frozen request and records what came of it. Where that can't be recorded the attempt is left open: it
   * counts as lost once its lease has lapsed, and so against `SUBMISSION_MAX_ATTEMPTS`.
   */
  async send(attempt: PreparedAttempt, cutOff: AbortSignal): Promise<void> {
    const { claimed, number } = attempt;
    const sentAt = performance.now();
    // A process that was paused before this leaves may wake up when all is settled, and under another token. AWS would
    // take the old request for a new engagement.
    const mayLeave = () => this.leases.holds(claimed);
    this.metrics.callBegins();
    const outcome = await inAttemptSpan(claimed, number, () =>
      this.partnerCentral.createEngagement(claimed.request, cutOff, mayLeave),
    );
    this.metrics.attemptEnded(outcome.kind);
    const ended = { ...attempt, durationMs: Math.round(performance.now() - sentAt) };
    this.log.heed(outcome);
    await this.heedOutcome(attempt, outcome).catch((error: unknown) => {
      this.logger.debug({ err: loggableError(error) }, 'The pace could not be changed');
    });
    await this.record(claimed, ended, outcome);
  }

  /**
   * Gives back what could not begin. If it has begun after all, as only the answer was lost, that changes nothing, and
   * its lease has to lapse.
   * @param why decides when it is due again: at once, unless it would fail again and keep others from their turn
   */
  async giveBack(claimed: ClaimedSubmission, why: unknown): Promise<void> {
    const mayBeMended = isDatabaseUnavailable(why) || (why instanceof Error && why.name === 'AbortError');
    if (mayBeMended) {
      await this.leases.release(claimed);
    } else {
      await this.moveUnbegun(claimed, (state) => afterFailedBeginning(state, this.policy));
    }
  }

  /** Records that an attempt was lost: its process died, and AWS may be at work on it even now. */
  async recordLost(claimed: ClaimedSubmission): Promise<void> {
    const status = await this.endAttempt(claimed, claimed.state.attempts, (state) =>
      afterLostAttempt(state, this.policy),
    );
    if (status !== undefined) {
      this.metrics.attemptEnded('lost');
    }
    this.log.lost(claimed, status);
  }

  /**
   * Beginning an attempt may take longer than its slot lasts: then it waits for another one.
   * @returns undefined where there is none, as AWS accepts no credentials of ours; the attempt is over then
   */
  private async sendIn(
    first: Slot,
    claimed: ClaimedSubmission,
    begun: BegunAttempt,
  ): Promise<PreparedAttempt | undefined> {
    let slot: Slot | undefined = first;
    try {
      for (let later = 0; slot?.isMissed() === true && later < MAX_LATER_SLOTS; later += 1) {
        slot = await this.pace.nextSlot();
      }
    } catch (error) {
      await this.record(claimed, { ...begun, durationMs: 0 }, notSent('No slot was to be had for it.'));
      throw error;
    }
    if (slot === undefined) {
      await this.record(
        claimed,
        { ...begun, durationMs: 0 },
        { ...withoutCredentials, cause: 'credentials-outage' },
      );
    }
    return slot && { ...begun, claimed, isProbe: slot.isProbe };
  }

  /** What an outcome means for the whole fleet. */
  private async heedOutcome({ isProbe }: PreparedAttempt, outcome: AttemptOutcome): Promise<void> {
    if (outcome.kind === 'notDone' && outcome.problem.code === 'partner-central-credentials') {
      await this.pace.beginCredentialsOutage(isProbe, outcome.cause);
      return;
    }
    const isThrottled = outcome.kind === 'notDone' && outcome.problem.code === 'partner-central-throttled';
    if (isThrottled) {
      await this.pace.slowDown();
    }
    if (isProbe && (isThrottled || isRead(outcome))) {
      await this.pace.endCredentialsOutage();
    }
  }

  /** Writes an outcome, and tells how the attempt ended, whether or not that could be written. */
  private async record(
    claimed: ClaimedSubmission,
    ended: EndedAttempt,
    outcome: AttemptOutcome,
  ): Promise<void> {
    let status: Transition['status'] | undefined;
    try {
      status = await this.write(claimed, ended, outcome);
    } finally {
      this.log.ended(claimed, ended, outcome, status);
    }
  }

  /**
   * Writes an outcome. That is worth waiting for the database: an outcome that is lost makes the attempt unknown. What
   * can't be written for another reason is written as unknown.
   * @returns what became of the engagement; undefined where it was written before, or another attempt has begun since
   */
  private async write(
    claimed: ClaimedSubmission,
    ended: EndedAttempt,
    outcome: AttemptOutcome,
  ): Promise<Transition['status'] | undefined> {
    try {
      return await this.writeOnceThereIsADatabase(claimed, ended, outcome);
    } catch (error) {
      if (isDatabaseUnavailable(error)) {
        throw error;
      }
      this.logger.error(
        { engagementId: claimed.engagementId, submissionId: claimed.id, err: loggableError(error) },
        'An outcome could not be written',
      );
      return await this.writeOnceThereIsADatabase(claimed, ended, unwritable);
    }
  }

  private async writeOnceThereIsADatabase(
    claimed: ClaimedSubmission,
    ended: EndedAttempt,
    outcome: AttemptOutcome,
  ): Promise<Transition['status'] | undefined> {
    const deadline = performance.now() + RECORD_FOR_MS;
    for (;;) {
      try {
        const status = await this.endBegun(claimed, ended, outcome);
        return status === undefined && outcome.kind === 'accepted'
          ? await this.acceptLate(claimed, ended.number, outcome.engagement)
          : status;
      } catch (error) {
        if (!isDatabaseUnavailable(error) || performance.now() > deadline) {
          throw error;
        }
        await delay(RECORD_EVERY_MS);
      }
    }
  }

  /** What has waited for too long is given up; the others are given back, and are not claimed before the next probe. */
  private async giveBackOrGiveUp(claimed: ClaimedSubmission): Promise<void> {
    if (claimed.state.waitingForMs < this.policy.giveUpMs) {
      await this.leases.release(claimed);
    } else {
      await this.moveUnbegun(claimed, (state) => afterCredentialsOutage(state, this.policy));
    }
  }

  private async moveUnbegun(
    { id, holder }: ClaimedSubmission,
    decide: (state: SubmissionState) => Transition,
  ): Promise<void> {
    await this.repository.decideOn(id, WORKER, ({ heldBy, state, attemptOpen }) =>
      heldBy === holder && !attemptOpen ? decide(state) : undefined,
    );
  }

  /** @returns undefined where that was written before, or the attempt is overtaken by another one */
  private async endBegun(
    claimed: ClaimedSubmission,
    ended: EndedAttempt,
    outcome: AttemptOutcome,
  ): Promise<Transition['status'] | undefined> {
    const transitionOf = (state: SubmissionState) => afterAttempt(state, ended, outcome, this.policy);
    // What somebody waits for. Of a good end nothing depends on the time that has passed since the claim.
    if (outcome.kind === 'accepted') {
      const transition = transitionOf({ ...claimed.state, attempts: ended.number });
      if (await this.repository.applyToBegun(claimed, ended.number, transition, { actor: WORKER })) {
        return transition.status;
      }
    }
    return this.endAttempt(claimed, ended.number, transitionOf);
  }

  /** @returns undefined where that was written before, or the attempt is overtaken by another one */
  private async endAttempt(
    { id }: ClaimedSubmission,
    number: number,
    decide: (state: SubmissionState) => Transition,
  ): Promise<Transition['status'] | undefined> {
    return this.repository.decideOn(id, WORKER, ({ state, attemptOpen }) =>
      state.attempts === number && attemptOpen ? decide(state) : undefined,
    );
  }

  /** AWS has it, whatever has been made of the attempt meanwhile: it was taken for lost, for one. */
  private async acceptLate(
    { id, engagementId }: ClaimedSubmission,
    number: number,
    engagement: CreatedEngagement,
  ): Promise<Transition['status'] | undefined> {
    const status = await this.repository.decideOn(id, WORKER, ({ state, attemptOpen }) =>
      acceptedLate(state, number, engagement, attemptOpen),
    );
    if (status === undefined && (await this.engagements.unrecordedArns([engagement.arn])).length > 0) {
      this.logger.error(
        { engagementId, arn: engagement.arn },
        'Partner Central has created an engagement whose submission was settled otherwise',
      );
    }
    return status;
  }
}

/** Whether AWS has read the call, and so accepts our credentials. What has another end may not have reached it. */
function isRead({ kind }: AttemptOutcome): boolean {
  return kind === 'accepted' || kind === 'refused' || kind === 'conflict';
}

/** The request has certainly not left this process. */
function notSent(why: string): AttemptOutcome {
  return {
    kind: 'notDone',
    cause: 'no-slot',
    problem: { code: 'partner-central-unavailable', detail: `The request was not sent. ${why}` },
  };
}

const unwritable: AttemptOutcome = {
  kind: 'unknown',
  problem: {
    code: 'partner-central-unavailable',
    detail:
      'Partner Central’s answer could not be recorded. It is not known whether the engagement was created.',
  },
};
