import type { CatalogName } from '../config/settings.js';
import type { LockedSubmission, SubmissionState } from './submission-state.js';

/** What is read of a submission's state, as the database names its columns. */
export interface StateRow {
  readonly status: SubmissionState['status'];
  readonly attempts: number;
  readonly outcome_unknown: boolean;
  readonly unknown_attempts: number;
  readonly setbacks: number;
  readonly lost_in_a_row: number;
  readonly urgency: number;
  readonly open_for_ms: number;
  readonly waiting_for_ms: number;
}

/** What a lock returns. */
export interface LockedRow extends StateRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly attempt_open: boolean;
  readonly held_by: string | null;
  readonly catalog: CatalogName;
}

export function toState(row: StateRow): SubmissionState {
  return {
    status: row.status,
    attempts: row.attempts,
    outcomeUnknown: row.outcome_unknown,
    unknownAttempts: row.unknown_attempts,
    setbacks: row.setbacks,
    lostInARow: row.lost_in_a_row,
    urgency: row.urgency,
    openForMs: row.open_for_ms,
    waitingForMs: row.waiting_for_ms,
  };
}

export function toLocked(row: LockedRow): LockedSubmission {
  return {
    id: row.id,
    engagementId: row.engagement_id,
    state: toState(row),
    attemptOpen: row.attempt_open,
    heldBy: row.held_by,
    catalog: row.catalog,
  };
}
