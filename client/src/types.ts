import type { components, paths } from './generated/api.js';

type Schemas = components['schemas'];
type PutByRef = paths['/engagements/by-ref/{externalRef}']['put'];

/** An engagement as the API takes it. */
export type EngagementDraft = Schemas['EngagementDraft'];

/** An engagement as the API answers with it. */
export type Engagement = PutByRef['responses'][200]['content']['application/json'];

export type Catalog = Schemas['Catalog'];

/** What went wrong (RFC 9457). */
export type Problem = Schemas['Problem'];

/** What the caller of a refused request should do. */
export type Retry = Problem['retry'];

/** One thing wrong with one field. */
export type Finding = Schemas['Finding'];

/** What an import tells of a row. */
export type ImportedRow = Schemas['ImportedRow'];

/** What an import tells at its end. */
export type ImportSummary = Schemas['ImportSummary'];

/** How a CSV is to be read: the parameters of `POST /engagements/import`. */
export type ImportParameters = NonNullable<paths['/engagements/import']['post']['parameters']['query']>;
