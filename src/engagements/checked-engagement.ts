import type { Finding } from '../errors/finding.js';
import type { EngagementContent, KeptReadiness } from './engagement.record.js';

/** What a caller wrote, and all that is found of it. */
export interface JudgedEngagement {
  /** Why it can't be saved as it is: what is wrong. */
  readonly wrong: readonly Finding[];
  /** All that stands in the way of submitting: what is wrong, and what is missing or too short. */
  readonly submitFindings: readonly Finding[];
  /** What AWS takes, but is probably not meant, on any day. */
  readonly warnings: readonly Finding[];
  /** There if and only if nothing is wrong. */
  readonly content?: EngagementContent;
}

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
