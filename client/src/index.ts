export type { Api } from './api.js';
export type { PutOptions } from './engagements.js';
export { type FieldMap, findingsByField, type SortedFindings } from './findings-by-field.js';
export type { components, operations, paths } from './generated/api.js';
export type { ImportOptions, LeadImport, LeadSource } from './lead-import.js';
export { PartnerEngagements, type PartnerEngagementsOptions } from './partner-engagements.js';
export {
  Conflict,
  Declined,
  Invalid,
  NotEditable,
  NotFound,
  NotReady,
  ProblemError,
  Refused,
  Unauthorized,
  Unavailable,
} from './problem-error.js';
export { problemError } from './problem-errors.js';
export type { CallOptions } from './repetition.js';
export type {
  Catalog,
  Engagement,
  EngagementDraft,
  Finding,
  ImportedRow,
  ImportSummary,
  Problem,
  Retry,
} from './types.js';
export type { Attempt } from './until-answered.js';
