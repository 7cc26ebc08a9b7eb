import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { readinessOf } from '../engagements/readiness.js';
import { DomainError } from '../errors/domain-error.js';
import { requireMatch } from '../http/etag.js';
import { createEngagementRequest, type FrozenRequest } from '../partner-central/create-engagement.request.js';
import { SubmissionRunner } from './submission-runner.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** How often a submit begins anew when somebody else changed the engagement in between. */
const MAX_RACES = 5;

/** How often an attempt that runs in another process is looked after, in milliseconds. */
const POLL_MS = 200;

/** Submitting: the request is frozen, sent, and its outcome waited for. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly repository: SubmissionsRepository,
    private readonly runner: SubmissionRunner,
  ) {}

  /**
   * Saves and submits in one call. Nothing is saved of what is not ready.
   * @throws DomainError `engagement-not-ready` and those of saving
   */
  async createAndSubmit(body: unknown, caller: Caller, waitMs: number): Promise<EngagementRecord> {
    const content = this.engagements.read(body);
    requireReady(content);
    const { id } = await this.engagements.create(content, caller.id);
    return this.submit(id, undefined, waitMs);
  }

  /**
   * Submits an engagement, or joins the submission that is open, and waits for its outcome.
   * @returns the engagement as it is then; still `submitting` when the time was too short
   * @throws DomainError `engagement-not-found`, `version-mismatch`, `catalog-not-allowed`, `engagement-not-ready`,
   *   `already-submitted`
   */
  async submit(id: string, ifMatch: string | undefined, waitMs: number): Promise<EngagementRecord> {
    const submissionId = await this.begin(id, ifMatch);
    this.runner.start(submissionId);
    return this.outcome(id, submissionId, waitMs);
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

  /** The open submission of the engagement: a new one, or the one that is open already. */
  private async begin(id: string, ifMatch: string | undefined): Promise<string> {
    for (let race = 0; race < MAX_RACES; race += 1) {
      const engagement = await this.engagements.get(id);
      const submissionId = await this.openOrJoin(engagement, ifMatch);
      if (submissionId !== undefined) {
        return submissionId;
      }
    }
    throw new DomainError('version-mismatch', 'Others keep changing the engagement.', { engagementId: id });
  }

  /** Undefined where somebody else changed the engagement in between. */
  private async openOrJoin(engagement: EngagementRecord, ifMatch?: string): Promise<string | undefined> {
    const { id, status, submission, partnerCentral, version } = engagement;
    switch (status) {
      case 'draft':
      case 'rejected': {
        const request = freeze(engagement);
        this.engagements.requireAllowed(engagement.content.catalog);
        requireMatch(ifMatch, version);
        return this.repository.open(engagement, request);
      }
      case 'unresolved':
        requireMatch(ifMatch, version);
        return (await this.repository.reopen(engagement)) ? submission?.id : undefined;
      case 'submitting':
        requireMatch(ifMatch, version);
        return submission?.id;
      case 'submitted':
        throw new DomainError('already-submitted', 'Partner Central has this engagement already.', {
          engagementId: id,
          members: { arn: partnerCentral?.arn },
        });
    }
  }

  private async outcome(id: string, submissionId: string, waitMs: number): Promise<EngagementRecord> {
    const deadline = Date.now() + waitMs;
    await Promise.race([this.runner.ended(submissionId), delay(waitMs, undefined, { ref: false })]);
    let engagement = await this.engagements.get(id);
    // Somebody else's attempt, in another process.
    while (engagement.status === 'submitting' && Date.now() < deadline) {
      await delay(Math.min(POLL_MS, Math.max(0, deadline - Date.now())));
      engagement = await this.engagements.get(id);
    }
    return engagement;
  }
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
