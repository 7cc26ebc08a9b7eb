import type { Finding } from '../errors/finding.js';
import type { EngagementContent, KeptReadiness } from './engagement.record.js';

/** What a caller wrote, found to be savable. */
export interface CheckedEngagement {
  readonly content: EngagementContent;
  /** Its contexts as JSON text. */
  readonly contexts: string;
  /** All that stands in the way of submitting it. */
  readonly submitFindings: readonly Finding[];
  readonly readiness: KeptReadiness;
}

/** An engagement that is to be saved. */
export interface NewEngagement extends CheckedEngagement {
  readonly createdBy: string;
  readonly clientToken: string;
}
