import { Injectable, Logger } from '@nestjs/common';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import { LastingTrouble } from '../trouble/lasting-trouble.js';
import type { ClaimedSubmission, EndedAttempt, Transition } from './submission-state.js';

/** What reports trouble here. */
const SOURCE = 'attempt';

/** A line for each attempt that is over, with what an operator asks AWS Support about; nothing of what it sent. */
@Injectable()
export class AttemptLog {
  private readonly logger = new Logger('Attempts');

  constructor(private readonly trouble: LastingTrouble) {}

  /** @param status what became of the engagement; undefined where the outcome is recorded already, or overtaken */
  ended(
    { id, engagementId }: ClaimedSubmission,
    { number, durationMs }: EndedAttempt,
    outcome: AttemptOutcome,
    status: Transition['status'] | undefined,
  ): void {
    const line = {
      engagementId,
      submissionId: id,
      attempt: number,
      outcome: outcome.kind,
      ...whyOf(outcome),
      durationMs,
      recorded: status !== undefined,
      status,
    };
    if (outcome.kind === 'unknown') {
      this.logger.warn(line, 'Attempt ended');
    } else {
      this.logger.log(line, 'Attempt ended');
    }
  }

  /** Its process did not live to tell. */
  lost({ id, engagementId, state }: ClaimedSubmission, status: Transition['status'] | undefined): void {
    this.logger.warn(
      {
        engagementId,
        submissionId: id,
        attempt: state.attempts,
        outcome: 'unknown',
        problem: 'partner-central-timeout',
        cause: 'process-died',
        recorded: status !== undefined,
        status,
      },
      'Attempt lost',
    );
  }

  /** Whether Partner Central answers at all: what has another end has not reached it, or not for certain. */
  heed(outcome: AttemptOutcome): void {
    if (outcome.kind === 'unknown') {
      if (outcome.cause !== 'cut-off') {
        this.trouble.report('aws-unreachable', SOURCE, outcome.cause);
      }
    } else if (hasAnswered(outcome)) {
      this.trouble.over(SOURCE, 'aws-unreachable');
    }
  }
}

function whyOf(outcome: AttemptOutcome): Record<string, string | undefined> {
  return outcome.kind === 'accepted'
    ? { awsRequestId: outcome.awsRequestId }
    : { problem: outcome.problem.code, cause: outcome.cause, awsRequestId: outcome.problem.awsRequestId };
}

function hasAnswered(outcome: AttemptOutcome): boolean {
  return outcome.kind !== 'notDone' || outcome.problem.awsRequestId !== undefined;
}
