import type { CatalogName } from '../config/settings.js';
import type { EngagementStatus } from '../database/generated/enums.js';
import type { StoredProblem } from '../errors/stored-problem.js';
import type { ContextDto } from './dto/context.dto.js';
import type { EngagementDraftDto } from './dto/engagement-draft.dto.js';

/** What a caller wrote of an engagement, in canonical form; its catalog is always set. */
export type EngagementContent = EngagementDraftDto & { readonly catalog: CatalogName };

/** An engagement as it is shown. What only passes through on its way from the database stays JSON text. */
export interface ShownEngagement {
  readonly id: string;
  readonly status: EngagementStatus;
  readonly version: number;
  readonly catalog: CatalogName;
  readonly externalRef?: string;
  readonly title?: string;
  readonly description?: string;
  /** A list, as JSON text. */
  readonly contexts: string;
  readonly createdBy: string;
  /** RFC 3339, in UTC, to the millisecond. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly readiness: KeptReadiness;
  readonly partnerCentral?: PartnerCentralRecord;
  /** When what the caller wrote of it was erased, as RFC 3339. */
  readonly personalDataErasedAt?: string;
  /** The last submission, once submit was asked for. */
  readonly submission?: ShownSubmission;
}

/** Readiness as it was found when an engagement was saved, so that reading need not find it again. */
export interface KeptReadiness {
  /** What stands in the way of submitting: a list of findings, as JSON text. */
  readonly errors: string;
  /** What is warned of whatever the day: a list of findings, as JSON text. */
  readonly warnings: string;
  /** The number of the rules that it was found by. */
  readonly rules: number;
  /** The first day that a project is to be complete by, as YYYY-MM-DD: after it there is something to warn of. */
  readonly firstTargetDate?: string;
}

/** An engagement as it is worked on. */
export interface EngagementRecord extends ShownEngagement {
  /** The ClientToken of the open submission, or of the next one. */
  readonly clientToken: string;
  readonly submission?: SubmissionRecord;
}

export interface PartnerCentralRecord {
  readonly id: string;
  readonly arn: string;
  readonly modifiedAt?: string;
}

export interface ShownSubmission {
  readonly attempts: number;
  readonly requestedAt: Date;
  /**
   * When it is next sent or looked up; missing while an attempt is under way, and once it is settled. It may lie in the
   * past, while it waits for its turn.
   */
  readonly nextAttemptAt?: Date;
  readonly settledAt?: Date;
  /** What the last failed attempt ended in, or what it waits for. */
  readonly lastError?: StoredProblem;
  /** The pointers of those findings in it whose values were changed since. */
  readonly mended?: readonly string[];
}

export interface SubmissionRecord extends ShownSubmission {
  readonly id: string;
  readonly clientToken: string;
  /** The frozen CreateEngagement request, to the byte. */
  readonly request: string;
  readonly requestSha256: string;
}

/** What the caller wrote of a kept engagement. */
export function contentOf(engagement: ShownEngagement): EngagementContent {
  const { catalog, externalRef, title, description } = engagement;
  return {
    catalog,
    ...(externalRef === undefined ? {} : { externalRef }),
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    contexts: readContexts(engagement.contexts),
  };
}

function readContexts(text: string): ContextDto[] {
  const contexts: unknown = JSON.parse(text);
  if (!isKeptContexts(contexts)) {
    throw new TypeError('Kept contexts are no list');
  }
  return contexts;
}

/** They were checked when they were saved, and nobody else writes them. */
function isKeptContexts(value: unknown): value is ContextDto[] {
  return Array.isArray(value);
}
