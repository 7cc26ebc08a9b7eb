import type { EngagementEvent } from '../audit/engagement-history.js';
import { Prisma } from '../database/generated/client.js';
import { jsonColumn } from '../database/json-column.js';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import type { Consequence } from './after-attempt.js';

/** What an attempt's outcome makes of the submission's columns. */
export function submissionColumns(consequence: Consequence): Prisma.SubmissionUpdateManyMutationInput {
  switch (consequence.status) {
    case 'submitted':
      return { settledAt: new Date(), nextAttemptAt: null, lastError: Prisma.DbNull };
    case 'rejected':
      return { settledAt: new Date(), lastError: jsonColumn(consequence.lastError) };
    case 'unresolved':
      return { outcomeUnknown: true, lastError: jsonColumn(consequence.lastError) };
    case 'submitting':
      return {
        outcomeUnknown: consequence.outcomeUnknown,
        nextAttemptAt: new Date(Date.now() + consequence.delayMs),
        lastError: jsonColumn(consequence.lastError),
      };
  }
}

/** What it makes of the engagement's. */
export function engagementColumns(consequence: Consequence): Prisma.EngagementUpdateInput {
  switch (consequence.status) {
    case 'submitted': {
      const { id, arn, modifiedAt } = consequence.engagement;
      return {
        status: 'submitted',
        partnerCentralId: id,
        partnerCentralArn: arn,
        partnerCentralModifiedAt: modifiedAt ?? null,
      };
    }
    case 'rejected':
      return { status: 'rejected', clientToken: consequence.nextClientToken };
    case 'unresolved':
    case 'submitting':
      return { status: consequence.status };
  }
}

/** What the history tells of an attempt that has ended. */
export function attemptDetails(
  attempt: { readonly number: number; readonly startedAt: Date },
  outcome: AttemptOutcome,
  consequence: Consequence,
) {
  return {
    attempt: attempt.number,
    outcome: outcome.kind,
    startedAt: attempt.startedAt.toISOString(),
    durationMs: Date.now() - attempt.startedAt.getTime(),
    awsRequestId: outcome.kind === 'accepted' ? outcome.awsRequestId : outcome.problem.awsRequestId,
    ...('lastError' in consequence ? { error: consequence.lastError } : {}),
    ...(consequence.status === 'submitting' ? { retryInMs: consequence.delayMs } : {}),
  };
}

/** What the history tells of a submission that is settled; nothing while it is open. */
export function settledEvents(
  engagementId: string,
  actor: string,
  consequence: Consequence,
): EngagementEvent[] {
  switch (consequence.status) {
    case 'submitting':
      return [];
    case 'submitted':
      return [
        {
          engagementId,
          actor,
          type: 'settled',
          details: { status: consequence.status, arn: consequence.engagement.arn },
        },
      ];
    case 'rejected':
    case 'unresolved':
      return [{ engagementId, actor, type: 'settled', details: { status: consequence.status } }];
  }
}
