import { Inject, Injectable, Logger } from '@nestjs/common';
import { EngagementHistory, RECONCILIATION } from '../audit/engagement-history.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';
import { type LookUp, PartnerCentralLookUp } from '../partner-central/partner-central-look-up.js';
import { SubmissionAttempts } from './submission-attempts.js';
import { type SubmissionJob, SubmissionQueue } from './submission-queue.js';
import { type OpenSubmission, SubmissionsRepository } from './submissions.repository.js';

/** The longest time between two automatic look-ups. */
const MAX_DELAY_MS = 3_600_000;

/**
 * Settles submissions whose outcome is unknown: looks the engagement up in AWS, records it where it is found, and
 * sends the frozen request again where it is not. Each decision is in the engagement's history.
 */
@Injectable()
export class Reconciliation {
  private readonly logger = new Logger(Reconciliation.name);

  constructor(
    private readonly prisma: PrismaService,
    private readonly repository: SubmissionsRepository,
    private readonly history: EngagementHistory,
    private readonly queue: SubmissionQueue,
    private readonly attempts: SubmissionAttempts,
    private readonly partnerCentral: PartnerCentralLookUp,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Takes a turn that begins with a look-up.
   * @param signal cuts off what is under way
   * @param stopping ends the waiting for a slot
   */
  async run(job: SubmissionJob, signal: AbortSignal, stopping: AbortSignal): Promise<void> {
    const submission = await this.repository.findOpen(job.data.submissionId);
    // Where an attempt has ended since, another look-up is planned: this one comes too early after it.
    if (submission === undefined || (isOvertaken(job, submission) && !submission.attemptOpen)) {
      await this.queue.done(job);
      return;
    }
    const found = await this.lookUp(submission, signal);
    this.logger.log(
      { engagementId: submission.engagementId, found: found.kind },
      'Looked up in Partner Central',
    );
    if (found.kind === 'found') {
      await this.recordFound(job, submission, found);
    } else if (await this.maySendAgain(job, submission, found)) {
      const attempt = await this.attempts.prepare(job, stopping);
      if (attempt !== undefined) {
        await this.attempts.send(job, attempt, signal);
      }
    }
  }

  private async lookUp(submission: OpenSubmission, signal: AbortSignal): Promise<LookUp> {
    const { catalog, request, requestedAt } = submission;
    const found = await this.partnerCentral.lookUp(
      { catalog, body: request.body, since: requestedAt },
      (arns) => this.repository.unrecorded(arns),
      signal,
    );
    // Its twin may be under way with another token, and the one that AWS has may be the twin's.
    if (found.kind === 'found' && (await this.repository.hasOpenTwin(submission))) {
      return { kind: 'unclear', detail: 'Another open submission has the same content.' };
    }
    return found;
  }

  private async recordFound(
    job: SubmissionJob,
    submission: OpenSubmission,
    { engagement }: Extract<LookUp, { kind: 'found' }>,
  ): Promise<void> {
    await this.prisma.$transaction(async (transaction) => {
      await this.decide(submission, 'found in AWS', { arn: engagement.arn }, transaction);
      await this.repository.recordFound(transaction, submission, engagement, RECONCILIATION);
      await this.queue.done(job, transaction);
    });
  }

  /** An operator's word is enough, as the token makes it the same engagement; by itself, only after a certain no. */
  private async maySendAgain(
    job: SubmissionJob,
    submission: OpenSubmission,
    found: Exclude<LookUp, { kind: 'found' }>,
  ): Promise<boolean> {
    const { lookUp: asked, attempts, lookUps = 0 } = job.data;
    const detail = found.kind === 'unclear' ? { reason: found.detail } : {};
    return this.prisma.$transaction(async (transaction) => {
      if (asked === 'operator') {
        await this.decide(submission, `${found.kind}; sent again as asked`, detail, transaction);
        return true;
      }
      if (found.kind === 'absent' && isOvertaken(job, submission)) {
        // An attempt was under way a moment ago, if its process lives even now: its outcome stays unknown.
        await this.decide(submission, 'not in AWS, with an attempt open; sent again', {}, transaction);
        return true;
      }
      if (found.kind === 'absent') {
        await this.decide(submission, 'certainly not in AWS; sent again', {}, transaction);
        const { maxAttempts } = this.settings.submission;
        if (await this.repository.recordAbsent(transaction, submission, maxAttempts)) {
          return true;
        }
        // Somebody else has taken it up since.
        await this.queue.done(job, transaction);
        return false;
      }
      const delayMs = Math.min(MAX_DELAY_MS, this.settings.reconciliation.delayMs * 2 ** (lookUps + 1));
      await this.decide(submission, 'left open', { ...detail, retryInMs: delayMs }, transaction);
      await this.queue.done(job, transaction);
      await this.queue.add(
        transaction,
        { submissionId: submission.id, lookUp: 'automatic', attempts, lookUps: lookUps + 1 },
        { priority: 'bulk', startAfter: new Date(Date.now() + delayMs) },
      );
      return false;
    });
  }

  private decide(
    { engagementId }: OpenSubmission,
    decision: string,
    details: Readonly<Record<string, unknown>>,
    transaction: Parameters<EngagementHistory['append']>[0],
  ): Promise<void> {
    return this.history.append(transaction, {
      engagementId,
      actor: RECONCILIATION,
      type: 'reconciliation',
      details: { decision, ...details },
    });
  }
}

/** Whether an attempt has begun since an automatic look-up was planned: its own after a crash, or an operator's. */
function isOvertaken({ data }: SubmissionJob, { attempts }: OpenSubmission): boolean {
  return data.lookUp === 'automatic' && data.attempts !== attempts;
}
