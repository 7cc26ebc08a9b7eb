import { Inject, Injectable } from '@nestjs/common';
import { EngagementHistory } from '../audit/engagement-history.js';
import type { Caller } from '../auth/caller.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { readinessOf } from '../engagements/readiness.js';
import { DomainError } from '../errors/domain-error.js';
import { requireMatch } from '../http/etag.js';
import type { Remember } from '../idempotency/idempotency.service.js';
import { createEngagementRequest, type FrozenRequest } from '../partner-central/create-engagement.request.js';
import { type Priority, SubmissionQueue } from './submission-queue.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** How often a submit begins anew when somebody else changed the engagement in between. */
const MAX_RACES = 5;

export interface SubmitOptions {
  readonly caller: Caller;
  readonly priority: Exclude<Priority, 'retry'>;
  readonly ifMatch?: string;
  /** Keeps the request's Idempotency-Key together with the submission. */
  readonly remember: Remember;
}

/** Submitting: the request is frozen and queued. What follows is the worker's. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly engagements: EngagementsService,
    private readonly repository: SubmissionsRepository,
    private readonly history: EngagementHistory,
    private readonly queue: SubmissionQueue,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Saves and submits in one transaction. Nothing is saved of what is not ready.
   * @returns the engagement's id
   * @throws DomainError `engagement-not-ready` and those of saving
   */
  async createAndSubmit(body: unknown, options: SubmitOptions): Promise<string> {
    const content = this.engagements.read(body);
    requireReady(content);
    const { id } = await this.engagements.create(content, {
      caller: options.caller,
      also: (transaction, engagement) => this.openIn(transaction, engagement, options),
    });
    return id;
  }

  /**
   * Submits an engagement, or joins the submission that is open.
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `catalog-not-allowed`, `engagement-not-ready`,
   *   `already-submitted`
   */
  async submit(id: string, options: SubmitOptions): Promise<void> {
    for (let race = 0; race < MAX_RACES; race += 1) {
      const engagement = await this.engagements.get(id);
      try {
        await this.prisma.$transaction((transaction) => this.openOrJoin(transaction, engagement, options));
        return;
      } catch (error) {
        if (!(error instanceof Raced)) {
          throw error;
        }
      }
    }
    throw new DomainError('version-mismatch', 'Others keep changing the engagement.', { engagementId: id });
  }

  /**
   * The request that submit would send, or sent.
   * @throws DomainError `engagement-not-found`, `engagement-not-ready`
   */
  async request(id: string): Promise<FrozenRequest> {
    const engagement = await this.engagements.get(id);
    const { status, submission } = engagement;
    if (status === 'draft' || status === 'rejected' || submission === undefined) {
      return freeze(engagement);
    }
    return {
      clientToken: submission.clientToken,
      body: submission.request,
      sha256: submission.requestSha256,
    };
  }

  private async openOrJoin(
    transaction: Transaction,
    engagement: EngagementRecord,
    options: SubmitOptions,
  ): Promise<void> {
    const { id, status, partnerCentral, version } = engagement;
    requireMatch(options.ifMatch, version, id);
    switch (status) {
      case 'draft':
      case 'rejected':
        await this.openIn(transaction, engagement, options);
        break;
      case 'unresolved':
        await options.remember(transaction, id);
        await this.reopenIn(transaction, engagement, options);
        break;
      case 'submitting':
        await options.remember(transaction, id);
        break;
      case 'submitted':
        throw new DomainError('already-submitted', 'Partner Central has this engagement already.', {
          engagementId: id,
          members: { arn: partnerCentral?.arn },
        });
    }
  }

  private async openIn(
    transaction: Transaction,
    engagement: EngagementRecord,
    { caller, priority, remember }: SubmitOptions,
  ): Promise<void> {
    const request = freeze(engagement);
    this.engagements.requireAllowed(engagement.content.catalog, engagement.id);
    await remember(transaction, engagement.id);
    const { maxAttempts } = this.settings.submission;
    const submissionId = await this.repository.open(transaction, engagement, request, maxAttempts);
    if (submissionId === undefined) {
      throw new Raced();
    }
    await this.queue.add(transaction, { submissionId }, { priority });
    const { clientToken, sha256 } = request;
    await this.told(transaction, engagement, caller, { clientToken, sha256, priority });
  }

  private async reopenIn(
    transaction: Transaction,
    engagement: EngagementRecord,
    { caller, priority }: SubmitOptions,
  ): Promise<void> {
    const submissionId = engagement.submission?.id;
    const { maxAttempts } = this.settings.submission;
    if (
      submissionId === undefined ||
      !(await this.repository.reopen(transaction, engagement, submissionId, maxAttempts))
    ) {
      throw new Raced();
    }
    await this.queue.add(transaction, { submissionId, lookUp: 'operator' }, { priority });
    await this.told(transaction, engagement, caller, { again: true, priority });
  }

  private told(
    transaction: Transaction,
    { id }: EngagementRecord,
    caller: Caller,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.history.append(transaction, {
      engagementId: id,
      actor: caller.id,
      type: 'submit-requested',
      details,
    });
  }
}

/** Somebody else changed the engagement in between: the transaction rolls back, and all begins anew. */
class Raced extends Error {
  override readonly name = 'Raced';
}

function freeze({ id, content, clientToken }: EngagementRecord): FrozenRequest {
  requireReady(content, id);
  return createEngagementRequest(content, clientToken);
}

function requireReady(content: EngagementRecord['content'], engagementId?: string): void {
  const { ready, errors } = readinessOf(content);
  if (!ready) {
    throw new DomainError('engagement-not-ready', 'The engagement lacks what Partner Central asks for.', {
      errors,
      ...(engagementId === undefined ? {} : { engagementId }),
    });
  }
}
