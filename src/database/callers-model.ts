/** What belongs to callers: Prisma's client would read and write it without asking whose it is. */
export type CallersModel =
  | 'engagement'
  | 'deletedEngagement'
  | 'engagementEvent'
  | 'submission'
  | 'submissionBatch'
  | 'submissionBatchRow'
  | 'idempotencyKey'
  | 'keyedImport'
  | 'keyedImportRow';
