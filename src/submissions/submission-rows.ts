import type { CatalogName } from '../config/settings.js';
import type { ClaimedSubmission, LockedSubmission, SubmissionState } from './submission-state.js';

/** What a claim returns, as the database names its columns. */
export interface ClaimedRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly catalog: CatalogName;
  readonly client_token: string;
  readonly request: string;
  readonly request_sha256: string;
  readonly requested_at: Date;
  readonly attempts: number;
  readonly attempt_open: boolean;
  readonly outcome_unknown: boolean;
  readonly open_for_ms: number;
  readonly waiting_for_ms: number;
  readonly refused_for_ms: number | null;
  readonly absent_for_ms: number | null;
}

/** What a lock returns. */
export interface LockedRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly status: SubmissionState['status'];
  readonly attempts: number;
  readonly attempt_open: boolean;
  readonly outcome_unknown: boolean;
  readonly unknown_attempts: number;
  readonly setbacks: number;
  readonly lost_in_a_row: number;
  readonly urgency: number;
  readonly held_by: string | null;
  readonly open_for_ms: number;
  readonly waiting_for_ms: number;
}

export function toClaimed(row: ClaimedRow, holder: string): ClaimedSubmission {
  return {
    id: row.id,
    engagementId: row.engagement_id,
    holder,
    catalog: row.catalog,
    request: { clientToken: row.client_token, body: row.request, sha256: row.request_sha256 },
    requestedAt: row.requested_at,
    attempts: row.attempts,
    attemptOpen: row.attempt_open,
    outcomeUnknown: row.outcome_unknown,
    openForMs: row.open_for_ms,
    waitingForMs: row.waiting_for_ms,
    ...(row.refused_for_ms === null ? {} : { refusedForMs: row.refused_for_ms }),
    ...(row.absent_for_ms === null ? {} : { absentForMs: row.absent_for_ms }),
  };
}

export function toLocked(row: LockedRow): LockedSubmission {
  return {
    id: row.id,
    engagementId: row.engagement_id,
    state: {
      status: row.status,
      attempts: row.attempts,
      outcomeUnknown: row.outcome_unknown,
      unknownAttempts: row.unknown_attempts,
      setbacks: row.setbacks,
      lostInARow: row.lost_in_a_row,
      urgency: row.urgency,
      openForMs: row.open_for_ms,
      waitingForMs: row.waiting_for_ms,
    },
    attemptOpen: row.attempt_open,
    heldBy: row.held_by,
  };
}
