import { Injectable } from '@nestjs/common';
import { EngagementHistory } from '../audit/engagement-history.js';
import type { Caller } from '../auth/caller.js';
import type { Transaction } from '../database/transaction.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { type Readiness, readinessOf } from '../engagements/readiness.js';
import { DomainError } from '../errors/domain-error.js';
import { createEngagementRequest, type FrozenRequest } from '../partner-central/create-engagement.request.js';
import type { Urgency } from './submission-state.js';
import { opened, takenUp } from './submission-transitions.js';
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
    private readonly engagementsRepository: EngagementsRepository,
    private readonly repository: SubmissionsRepository,
    private readonly history: EngagementHistory,
  ) {}

  /**
   * Submits a locked engagement, or joins the submission that is open.
   * @throws DomainError `catalog-not-allowed`, `engagement-not-ready`, `already-submitted`
   */
  async submit(
    transaction: Transaction,
    engagement: EngagementRecord,
    options: SubmitOptions,
  ): Promise<void> {
    const { id, status, content, partnerCentral } = engagement;
    switch (status) {
      case 'draft':
      case 'rejected':
        await this.open(transaction, engagement, readinessOf(content), options);
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
  async open(
    transaction: Transaction,
    { id, content, clientToken }: EngagementRecord,
    readiness: Readiness,
    { caller, urgency }: SubmitOptions,
  ): Promise<void> {
    requireReady(readiness, id);
    // The setting may have changed since it was saved.
    this.engagements.requireAllowed(content.catalog, id);
    const request = createEngagementRequest(content, clientToken);
    const { status, events } = opened(request, urgency);
    await this.engagementsRepository.changeStatus(transaction, id, { status });
    await this.repository.open(transaction, id, request, urgency);
    await this.history.append(
      transaction,
      ...events.map((event) => ({ engagementId: id, actor: caller.id, ...event })),
    );
  }

  /**
   * The request that submit would send, or sent.
   * @throws DomainError `engagement-not-found`, `engagement-not-ready`
   */
  async requestOf(id: string): Promise<FrozenRequest> {
    const { status, content, clientToken, submission } = await this.engagements.get(id);
    if (status === 'draft' || status === 'rejected' || submission === undefined) {
      requireReady(readinessOf(content), id);
      return createEngagementRequest(content, clientToken);
    }
    return {
      clientToken: submission.clientToken,
      body: submission.request,
      sha256: submission.requestSha256,
    };
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
 * Holds back what lacks something that Partner Central asks for.
 * @param engagementId is named by the problem, where there is an engagement yet
 * @throws DomainError `engagement-not-ready` with all findings
 */
export function requireReady({ ready, errors }: Readiness, engagementId?: string): void {
  if (!ready) {
    throw new DomainError('engagement-not-ready', 'The engagement lacks what Partner Central asks for.', {
      errors,
      ...(engagementId === undefined ? {} : { engagementId }),
    });
  }
}
