import type { CatalogName } from '../config/settings.js';
import type { EngagementStatus } from '../database/generated/enums.js';
import type { StoredProblem } from '../errors/stored-problem.js';
import type { EngagementDraftDto } from './dto/engagement-draft.dto.js';

/** An engagement as it is kept. */
export interface EngagementRecord {
  readonly id: string;
  readonly status: EngagementStatus;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** What the caller wrote, in canonical form; its catalog is always set. */
  readonly content: EngagementDraftDto & { readonly catalog: CatalogName };
  /** The ClientToken of the open submission, or of the next one. */
  readonly clientToken: string;
  readonly partnerCentral?: PartnerCentralRecord;
  /** The last submission, once submit was asked for. */
  readonly submission?: SubmissionRecord;
}

export interface PartnerCentralRecord {
  readonly id: string;
  readonly arn: string;
  readonly modifiedAt?: string;
}

export interface SubmissionRecord {
  readonly id: string;
  readonly clientToken: string;
  /** The frozen CreateEngagement request, to the byte. */
  readonly request: string;
  readonly requestSha256: string;
  readonly attempts: number;
  /** Whether any attempt ended without anyone knowing if the engagement was created. */
  readonly outcomeUnknown: boolean;
  readonly requestedAt: Date;
  /**
   * When it is next sent or looked up; missing while an attempt is under way, and once it is settled. It may lie in the
   * past, while it waits for its turn.
   */
  readonly nextAttemptAt?: Date;
  readonly settledAt?: Date;
  /** What the last failed attempt ended in, or what it waits for. */
  readonly lastError?: StoredProblem;
}
