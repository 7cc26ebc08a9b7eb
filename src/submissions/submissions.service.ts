import { Injectable } from '@nestjs/common';
import { type Caller, requireScope } from '../auth/caller.js';
import type { Reach } from '../auth/reach.js';
import type { CatalogName } from '../config/settings.js';
import type { Transaction } from '../database/transaction.js';
import { contentOf, type EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { keptFindings } from '../engagements/kept-readiness.js';
import { DomainError } from '../errors/domain-error.js';
import type { Finding } from '../errors/finding.js';
import type { IdempotencyKey } from '../idempotency/idempotency-key.js';
import { createEngagementRequest, type FrozenRequest } from '../partner-central/create-engagement.request.js';
import { currentTraceparent } from '../tracing/trace-context.js';
import type { NewSubmission } from './statements/open-submission.js';
import type { Urgency } from './submission-state.js';
import { takenUp } from './submission-transitions.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** Who submits, and whether anybody waits for it. */
interface SubmitOptions {
  readonly caller: Caller;
  readonly urgency: Urgency;
}

/** Submitting, within the caller's transaction: the request is frozen and due. What follows is the worker's. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly repository: SubmissionsRepository,
  ) {}

  /**
   * Submits a locked engagement, or joins the submission that is open.
   * @throws DomainError `forbidden`, `catalog-not-allowed`, `engagement-not-ready`, `already-submitted`
   */
  async submit(
    transaction: Transaction,
    engagement: EngagementRecord,
    options: SubmitOptions,
  ): Promise<void> {
    const { id, status, catalog, partnerCentral } = engagement;
    requireCatalogScope(options.caller, catalog, id);
    switch (status) {
      case 'draft':
      case 'rejected':
        await this.open(transaction, engagement, options);
        break;
      case 'submitting':
        await this.repository.join(transaction, id, options.urgency);
        break;
      case 'unresolved':
        await this.takeUp(transaction, engagement, options);
        break;
      case 'submitted':
        throw new DomainError('already-submitted', 'Partner Central has this engagement already.', {
          engagementId: id,
          members: { arn: partnerCentral?.arn },
        });
    }
  }

  /**
   * Freezes the request of a locked engagement that is no longer, or not yet, being submitted.
   * @throws DomainError `catalog-not-allowed`, `engagement-not-ready`
   */
  async open(transaction: Transaction, engagement: EngagementRecord, options: SubmitOptions): Promise<void> {
    const opened = await this.repository.open(
      transaction,
      engagement,
      this.submissionOf(engagement, options),
    );
    if (!opened) {
      throw new Error(`The engagement ${engagement.id} has changed under its lock`);
    }
  }

  /**
   * As `open`, for an engagement that is not locked: with the key that it was asked for under, in one statement.
   * @returns false where it has changed since it was read, or the key is not new: nothing is done then
   * @throws DomainError `catalog-not-allowed`, `engagement-not-ready`
   */
  async openUnlocked(
    engagement: EngagementRecord,
    options: SubmitOptions,
    key: IdempotencyKey | undefined,
  ): Promise<boolean> {
    return this.repository.openUnlocked(engagement, this.submissionOf(engagement, options), key);
  }

  /**
   * The request that submit would send, or sent.
   * @throws DomainError `engagement-not-found`, `engagement-not-ready`, `personal-data-erased`
   */
  async requestOf(id: string, reach: Reach): Promise<FrozenRequest> {
    const engagement = await this.engagements.get(id, reach);
    const { status, clientToken, submission, personalDataErasedAt } = engagement;
    if (personalDataErasedAt !== undefined) {
      throw new DomainError('personal-data-erased', `It was erased on ${personalDataErasedAt}.`, {
        engagementId: id,
      });
    }
    if (status === 'draft' || status === 'rejected' || submission === undefined) {
      requireReady(keptFindings(engagement), id);
      return createEngagementRequest(contentOf(engagement), clientToken);
    }
    return {
      clientToken: submission.clientToken,
      body: submission.request,
      sha256: submission.requestSha256,
    };
  }

  /** The submission of an engagement that can be submitted. */
  private submissionOf(engagement: EngagementRecord, { caller, urgency }: SubmitOptions): NewSubmission {
    requireCatalogScope(caller, engagement.catalog, engagement.id);
    requireReady(keptFindings(engagement), engagement.id);
    // The setting may have changed since it was saved.
    this.engagements.requireAllowed(engagement.catalog, engagement.id);
    const request = createEngagementRequest(contentOf(engagement), engagement.clientToken);
    return { request, urgency, actor: caller.id, traceparent: currentTraceparent() };
  }

  private async takeUp(
    transaction: Transaction,
    { id, submission }: EngagementRecord,
    { caller, urgency }: SubmitOptions,
  ): Promise<void> {
    const locked = submission && (await this.repository.lock(transaction, submission.id));
    if (locked === undefined) {
      throw new Error(`The engagement ${id} is unresolved and has no open submission`);
    }
    const transition = takenUp(locked.state, urgency);
    await this.repository.apply(transaction, locked, transition, { actor: caller.id, keepsHold: true });
  }
}

/**
 * Production takes a scope of its own: what went out in it can't be taken back.
 * @param engagementId is named by the problem, where there is an engagement yet
 * @throws DomainError `forbidden`
 */
export function requireCatalogScope(caller: Caller, catalog: CatalogName, engagementId?: string): void {
  if (catalog === 'AWS') {
    requireScope(caller, 'engagements:submit:aws', engagementId);
  }
}

/**
 * Holds back what lacks something that Partner Central asks for.
 * @param engagementId is named by the problem, where there is an engagement yet
 * @throws DomainError `engagement-not-ready` with all findings
 */
export function requireReady(errors: readonly Finding[], engagementId?: string): void {
  if (errors.length > 0) {
    throw new DomainError('engagement-not-ready', 'The engagement lacks what Partner Central asks for.', {
      errors,
      ...(engagementId === undefined ? {} : { engagementId }),
    });
  }
}
