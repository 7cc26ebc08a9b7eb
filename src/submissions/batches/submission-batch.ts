import type { EngagementStatus } from '../../database/generated/enums.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import { shortened } from '../../errors/finding-list.js';
import type { StoredProblem } from '../../errors/stored-problem.js';

export const batchResults = ['queued', 'not-ready', 'already-submitted', 'not-found', 'refused'] as const;

/** What came of asking for an engagement's submission. */
type BatchResult = (typeof batchResults)[number];

/** How many findings of one engagement a batch tells: with a hundred of each, 500 would make 10 MB. */
const BATCH_FINDINGS = 10;

/** A problem as a batch tells it. */
export function withFewFindings(problem: StoredProblem): StoredProblem {
  const { errors } = problem;
  return errors === undefined ? problem : { ...problem, errors: shortened(errors, BATCH_FINDINGS) };
}

/** An engagement of a batch, and what was said when its submission was asked for. */
export interface BatchRow {
  readonly id: string;
  readonly result: BatchResult;
  /** Why it was not queued. */
  readonly error?: StoredProblem;
}

/** Engagements that were submitted together. */
export interface SubmissionBatch {
  readonly id: string;
  readonly createdAt: Date;
  /** In the order of the request. */
  readonly rows: readonly BatchRow[];
}

/** Where an engagement of a batch stands now. */
export interface BatchState {
  readonly status: EngagementStatus;
  readonly arn?: string;
  readonly lastError?: StoredProblem;
}

/** The result that a refusal amounts to. */
export function resultOf(code: ErrorCode): BatchResult {
  switch (code) {
    case 'engagement-not-ready':
      return 'not-ready';
    case 'already-submitted':
      return 'already-submitted';
    case 'engagement-not-found':
      return 'not-found';
    default:
      return 'refused';
  }
}
