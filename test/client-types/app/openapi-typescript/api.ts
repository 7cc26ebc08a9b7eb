import type { components, operations } from './generated.js';

type Schemas = components['schemas'];

/** What an operation may answer with instead of what it was asked for. */
type ProblemsOf<Operation extends { responses: object }> = {
  [Status in keyof Operation['responses']]: Operation['responses'][Status] extends {
    content: { 'application/problem+json': infer Told };
  }
    ? Told
    : never;
}[keyof Operation['responses']];

export type Problem = Schemas['Problem'];
export type Engagement = Schemas['Engagement'];
export type EngagementDraft = Schemas['EngagementDraft'];
export type EngagementPatch = Schemas['EngagementPatch'];
export type Finding = Schemas['Finding'];
export type Industry = Schemas['Industry'];
export type HistoryEvent = Schemas['HistoryEvent'];
export type ImportedRow = Schemas['ImportedRow'];
export type FrozenRequest = Schemas['FrozenRequest'];
export type Validation = Schemas['Validation'];
export type SubmissionBatch = Schemas['SubmissionBatch'];
export type SubmitProblem = ProblemsOf<operations['submitEngagement']>;
export type ListProblem = ProblemsOf<operations['listEngagements']>;
export type ListQuery = NonNullable<operations['listEngagements']['parameters']['query']>;
