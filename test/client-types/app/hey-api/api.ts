import type { ListEngagementsData } from './generated/types.gen.js';

export type {
  Engagement,
  EngagementDraft,
  EngagementPatch,
  Finding,
  FrozenRequest,
  HistoryEvent,
  ImportedRow,
  Industry,
  ListEngagementsError as ListProblem,
  Problem,
  SubmissionBatch,
  SubmitEngagementError as SubmitProblem,
  Validation,
} from './generated/types.gen.js';

export type ListQuery = NonNullable<ListEngagementsData['query']>;
