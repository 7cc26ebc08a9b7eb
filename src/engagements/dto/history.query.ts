import { PageCursor, PageLimit } from '../../validation/query-decorators.js';

/** Most histories have fewer events: whoever asks for no page gets all of them. */
const USUAL_LIMIT = 1000;

export class HistoryQuery {
  @PageLimit(USUAL_LIMIT, USUAL_LIMIT)
  limit = USUAL_LIMIT;

  @PageCursor()
  cursor?: string;
}
