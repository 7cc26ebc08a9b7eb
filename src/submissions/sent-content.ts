import type { EngagementContent, SubmissionRecord } from '../engagements/engagement.record.js';
import { createEngagementRequest, hasRequest } from '../partner-central/create-engagement.request.js';

/** Whether what a submission was to send is just this content, of which there may be no request yet. */
export function isSentContent(
  content: EngagementContent,
  { clientToken, requestSha256 }: Pick<SubmissionRecord, 'clientToken' | 'requestSha256'>,
): boolean {
  return hasRequest(content) && createEngagementRequest(content, clientToken).sha256 === requestSha256;
}
