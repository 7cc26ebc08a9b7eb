import { Inject, Injectable, Logger } from '@nestjs/common';
import { type EngagementEvent, EngagementHistory, RECONCILIATION } from '../audit/engagement-history.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import { type LookUp, PartnerCentralLookUp } from '../partner-central/partner-central-look-up.js';
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
    private readonly partnerCentral: PartnerCentralLookUp,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Takes a turn that begins with a look-up. What is to be sent again goes back into the queue, as an ordinary turn.
   * @param signal cuts off what is under way
   */
  async run(job: SubmissionJob, signal: AbortSignal): Promise<void> {
    const submission = await this.repository.findOpen(job.data.submissionId);
    if (submission === undefined || isOvertaken(job, submission)) {
      await this.queue.done(job);
      return;
    }
    const found = await this.lookUp(submission, signal);
    this.logger.log(
      { engagementId: submission.engagementId, found: found.kind },
      'Looked up in Partner Central',
    );
    await this.prisma.$transaction(async (transaction) => {
      await this.settle(transaction, job, submission, found);
      await this.queue.done(job, transaction);
    });
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

  private async settle(
    transaction: Transaction,
    { data: { submissionId, lookUp: asked, lookUps = 0 } }: SubmissionJob,
    submission: OpenSubmission,
    found: LookUp,
  ): Promise<void> {
    if (found.kind === 'found') {
      const decision = decisionOn(submission, 'found in AWS', { arn: found.engagement.arn });
      await this.repository.recordFound(transaction, submission, found.engagement, decision);
      return;
    }
    const detail = found.kind === 'unclear' ? { reason: found.detail } : {};
    if (asked === 'operator') {
      // An operator's word is enough, as the token makes it the same engagement.
      await this.history.append(
        transaction,
        decisionOn(submission, `${found.kind}; sent again as asked`, detail),
      );
      await this.queue.add(transaction, { submissionId }, { priority: 'interactive' });
    } else if (found.kind === 'absent') {
      const { maxAttempts } = this.settings.submission;
      if (await this.repository.recordAbsent(transaction, submission, maxAttempts)) {
        await this.history.append(
          transaction,
          decisionOn(submission, 'certainly not in AWS; sent again', {}),
        );
        await this.queue.add(transaction, { submissionId }, { priority: 'retry' });
      }
    } else {
      await this.lookAgain(transaction, submission, lookUps, detail);
    }
  }

  private async lookAgain(
    transaction: Transaction,
    submission: OpenSubmission,
    lookUps: number,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { delayMs } = this.settings.reconciliation;
    const longest = Math.min(MAX_DELAY_MS, delayMs * 2 ** (lookUps + 1));
    // Those that became unresolved together should not come back together.
    const retryInMs = Math.round(longest * (0.5 + Math.random() / 2));
    await this.history.append(transaction, decisionOn(submission, 'left open', { ...detail, retryInMs }));
    const { id: submissionId, attempts } = submission;
    await this.queue.add(
      transaction,
      { submissionId, lookUp: 'automatic', attempts, lookUps: lookUps + 1 },
      { priority: 'bulk', startAfter: new Date(Date.now() + retryInMs) },
    );
  }
}

function decisionOn(
  { engagementId }: OpenSubmission,
  decision: string,
  details: Readonly<Record<string, unknown>>,
): EngagementEvent {
  return { engagementId, actor: RECONCILIATION, type: 'reconciliation', details: { decision, ...details } };
}

/**
 * Whether an attempt has begun since an automatic look-up was planned, as an operator's: AWS may be at work on it even
 * now. When it ends it plans what follows, so that this look-up may be dropped.
 */
function isOvertaken({ data }: SubmissionJob, { attempts }: OpenSubmission): boolean {
  return data.lookUp === 'automatic' && data.attempts !== attempts;
}
