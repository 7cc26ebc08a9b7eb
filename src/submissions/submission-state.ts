import type { EventDetails, EventType } from '../audit/engagement-history.js';
import type { StoredProblem } from '../errors/stored-problem.js';
import type { CatalogName } from '../config/settings.js';
import type { CreatedEngagement } from '../partner-central/attempt-outcome.js';
import type { FrozenRequest } from '../partner-central/create-engagement.request.js';

/**
 * How urgent a step is among its caller's: the highest goes first. Somebody waits for an interactive one, nobody for a
 * deferred one.
 */
export const urgencies = { interactive: 10, deferred: 5, bulk: 0 } as const;
export type Urgency = keyof typeof urgencies;

export type Step = 'send' | 'look_up';

/** An open submission as it is decided on: read under its lock, its times measured by Postgres, in milliseconds. */
export interface SubmissionState {
  readonly status: 'submitting' | 'unresolved';
  /** Calls begun with the token. */
  readonly attempts: number;
  /** Whether any of them may have created the engagement. */
  readonly outcomeUnknown: boolean;
  /** How many ended unknown since somebody last asked for the submission. */
  readonly unknownAttempts: number;
  /** Steps without progress; each makes the next delay longer. */
  readonly setbacks: number;
  /** Attempts in a row that took their process with them. */
  readonly lostInARow: number;
  readonly urgency: number;
  /** Since it was frozen. */
  readonly openForMs: number;
  /** Since throttles or missing credentials are waited out; 0 where nothing is. */
  readonly waitingForMs: number;
}

/** An open submission under its lock and its engagement's. */
export interface LockedSubmission {
  readonly id: string;
  readonly engagementId: string;
  readonly state: SubmissionState;
  readonly attemptOpen: boolean;
  readonly heldBy: string | null;
  readonly catalog: CatalogName;
}

/** A step of an open submission that somebody has claimed: it is theirs while they hold on to it. */
export interface ClaimedSubmission {
  readonly id: string;
  readonly engagementId: string;
  readonly engagementVersion: number;
  /** A new one for each claim. */
  readonly holder: string;
  /** The last moment before it was claimed, on the clock of `performance.now()`. */
  readonly askedAt: number;
  readonly catalog: CatalogName;
  readonly request: FrozenRequest;
  readonly requestedAt: Date;
  /** As it was when it was claimed; its attempts are those that had begun before. */
  readonly state: SubmissionState;
  /** The last of them has no outcome: its process died, or stands still. */
  readonly attemptOpen: boolean;
  /** The attempt that has begun with the claim, in a slot of the pace, as it can be sent at once. */
  readonly begun?: BegunAttempt;
  /** How long ago AWS refused the last attempt, where an earlier one may have worked. */
  readonly refusedForMs?: number;
  /** How long ago AWS showed nothing of it. */
  readonly absentForMs?: number;
  /** The trace of the request that has asked for it, where it was part of one. */
  readonly traceparent?: string;
}

/** What a submission becomes. */
export interface Transition {
  readonly status: 'submitting' | 'submitted' | 'rejected' | 'unresolved';
  /** What is due next, and in how long; missing once it is settled. */
  readonly next?: { readonly step: Step; readonly inMs: number; readonly urgency: number };
  readonly outcomeUnknown: boolean;
  readonly unknownAttempts: number;
  readonly setbacks: number;
  readonly lostInARow: number;
  /** What becomes of AWS's refusal of something that it may have all the same: only the last attempt's counts. */
  readonly refusal: 'now' | 'kept' | 'overtaken';
  /** Whether throttles or missing credentials are being waited out. */
  readonly isWaiting: boolean;
  /** Whether AWS has just shown nothing of it. */
  readonly absentNow: boolean;
  /** Null clears the one before, undefined keeps it. */
  readonly lastError?: StoredProblem | null;
  /** What AWS has. */
  readonly created?: CreatedEngagement;
  /** The token of the next submission, as this one is certainly used up. */
  readonly nextClientToken?: string;
  /** What the history tells. */
  readonly events: readonly { readonly type: EventType; readonly details: EventDetails }[];
}

/** An attempt that has begun. Its number is the fencing token that its outcome is written under. */
export interface BegunAttempt {
  readonly number: number;
  /** By Postgres's clock. */
  readonly startedAt: Date;
}

/** An attempt that is over. */
export interface EndedAttempt extends BegunAttempt {
  readonly durationMs: number;
}

/** What AWS says when it is asked whether it has the engagement. */
export type LookUp =
  | { readonly kind: 'found'; readonly engagement: CreatedEngagement }
  /** It shows nothing that could be it, and shows others of ours. */
  | { readonly kind: 'absent' }
  /** It does not say, or what it says can't be trusted. */
  | {
      readonly kind: 'unclear';
      readonly detail: string;
      /** Of a call that failed, for the log. */
      readonly cause?: string | undefined;
      readonly awsRequestId?: string | undefined;
    };

/** An operator's word on an unresolved one. */
export type Resolution =
  | { readonly outcome: 'created'; readonly engagement: CreatedEngagement }
  | { readonly outcome: 'not-created' };
