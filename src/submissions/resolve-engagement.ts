import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { Reach } from '../auth/reach.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { PrismaService } from '../database/prisma.service.js';
import { inTransaction } from '../database/transaction.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { whileOpen } from '../engagements/status.js';
import { DomainError } from '../errors/domain-error.js';
import type { CreatedEngagement } from '../partner-central/attempt-outcome.js';
import { classifyError } from '../partner-central/classify-error.js';
import { type Comparison, EngagementSearch } from '../partner-central/engagement-search.js';
import { type AskedResolution, readResolution } from './dto/resolution.dto.js';
import type { LockedSubmission, Resolution } from './submission-state.js';
import { SubmissionMetrics } from './submission-metrics.js';
import { resolved } from './submission-transitions.js';
import { SubmissionsRepository } from './submissions.repository.js';

type SubmittedEngagement = EngagementRecord & Required<Pick<EngagementRecord, 'submission'>>;

/** `POST /engagements/{id}/resolution`: an operator settles by hand what AWS will not. */
@Injectable()
export class ResolveEngagement {
  constructor(
    private readonly prisma: PrismaService,
    private readonly engagements: EngagementsService,
    private readonly repository: SubmissionsRepository,
    private readonly search: EngagementSearch,
    private readonly metrics: SubmissionMetrics,
  ) {}

  /**
   * @param body says what the operator knows
   * @throws DomainError `engagement-not-found`, `invalid-request`, `engagement-not-unresolved`, `resolution-refused`, and
   *   AWS's own where it does not answer
   */
  async run(id: string, body: unknown, caller: Caller): Promise<EngagementRecord> {
    const reach = Reach.of(caller);
    // Whose it is comes before all else.
    const engagement = await this.engagements.get(id, reach);
    const asked = readResolution(body);
    const seen = requireUnresolved(engagement);
    const resolution = await this.verify(seen, asked);
    try {
      const { settled, transition } = await inTransaction(this.prisma, async (transaction) => {
        const engagement = requireUnresolved(await this.engagements.lock(transaction, id, reach));
        // The submission that was looked at: nothing else is known of another one.
        const locked = await this.repository.lock(transaction, seen.submission.id);
        requireNothingInHand(locked, resolution, engagement);
        const transition = resolved(locked.state, resolution, locked.attemptOpen);
        await this.repository.apply(transaction, locked, transition, { actor: caller.id });
        return { settled: await this.engagements.lock(transaction, id, reach), transition };
      });
      this.metrics.applied(transition, settled.catalog);
      return settled;
    } catch (error) {
      throw isUniqueViolation(error) ? refused(id, 'Another engagement here has this Arn.') : error;
    }
  }

  /** What an operator says that AWS has is looked up first. */
  private async verify(
    { id, catalog, submission }: SubmittedEngagement,
    asked: AskedResolution,
  ): Promise<Resolution> {
    if (asked.outcome === 'not-created') {
      return asked;
    }
    let comparison: Comparison | undefined;
    try {
      comparison = await this.search.compare(asked.arn, { catalog, body: submission.request });
    } catch (error) {
      throw lookUpProblem(error, submission.request, id);
    }
    return { outcome: 'created', engagement: requireSame(comparison, id) };
  }
}

function requireUnresolved(engagement: EngagementRecord): SubmittedEngagement {
  const { id, status, submission } = engagement;
  if (status !== 'unresolved' || submission === undefined) {
    throw new DomainError('engagement-not-unresolved', `The engagement is ${status}.`, {
      engagementId: id,
      ...whileOpen(status),
    });
  }
  return { ...engagement, submission };
}

/** A request under way could create what is about to be settled as not created. */
function requireNothingInHand(
  locked: LockedSubmission | undefined,
  { outcome }: Resolution,
  { id, status }: EngagementRecord,
): asserts locked is LockedSubmission {
  if (locked === undefined || (outcome === 'not-created' && locked.attemptOpen)) {
    throw new DomainError('engagement-not-unresolved', 'A request of it is under way right now.', {
      engagementId: id,
      ...whileOpen(status),
    });
  }
}

function requireSame(comparison: Comparison | undefined, id: string): CreatedEngagement {
  if (comparison === undefined) {
    throw refused(id, 'Partner Central has no engagement with this Arn in this catalog.');
  }
  if (comparison.differences.length > 0) {
    throw refused(id, `Partner Central’s engagement differs in ${comparison.differences.join(', ')}.`);
  }
  return comparison.engagement;
}

function refused(engagementId: string, message: string): DomainError {
  return new DomainError('resolution-refused', message, {
    engagementId,
    errors: [{ pointer: '/arn', code: 'INVALID_VALUE', message }],
  });
}

/** AWS was asked, and did not say. */
function lookUpProblem(error: unknown, body: string, engagementId: string): DomainError {
  const { code, detail, errors: _errors, ...members } = classifyError(error, body).problem;
  if (code === 'partner-central-validation') {
    return refused(engagementId, detail);
  }
  // Nothing was done, so that there is nothing to wait for.
  const isPassing = code === 'partner-central-unavailable' || code === 'partner-central-timeout';
  return new DomainError(code, detail, { engagementId, members, ...(isPassing ? { retry: 'same' } : {}) });
}
