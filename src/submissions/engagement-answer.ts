import { toEngagementResponse } from '../engagements/dto/engagement.response.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import type { Answer } from '../http/answer.js';
import { etagOf } from '../http/etag.js';
import { submissionError } from './submission-error.js';

/** Seconds after which to look at a submission that is still open. */
const POLL_AFTER_SECONDS = 1;

/**
 * The answer to saving or submitting an engagement, from where it stands.
 * @throws DomainError the problem that its submission ended in, where it did
 */
export function engagementAnswer(engagement: EngagementRecord, done: 200 | 201): Answer {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    location: `/engagements/${engagement.id}`,
    etag: etagOf(engagement.version),
  };
  const body = toEngagementResponse(engagement);
  switch (engagement.status) {
    case 'rejected':
    case 'unresolved':
      throw submissionError(engagement);
    case 'submitting':
      return { status: 202, headers: { ...headers, 'retry-after': String(POLL_AFTER_SECONDS) }, body };
    case 'draft':
    case 'submitted':
      return { status: done, headers, body };
  }
}
