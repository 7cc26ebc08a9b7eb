import type { EngagementStatus } from '../../database/generated/enums.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import type { StoredProblem } from '../../errors/stored-problem.js';

export const batchResults = ['queued', 'not-ready', 'already-submitted', 'not-found', 'refused'] as const;

/** What came of asking for an engagement's submission. */
type BatchResult = (typeof batchResults)[number];

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
