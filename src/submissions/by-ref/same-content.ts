import { changedFields } from '../../engagements/changed-fields.js';
import {
  contentOf,
  type EngagementContent,
  type EngagementRecord,
  type ShownEngagement,
} from '../../engagements/engagement.record.js';
import { engagementContent } from '../../engagements/reading/engagement-content.js';
import { readEngagement } from '../../engagements/reading/read-engagement.js';
import { isEditable, whileOpen } from '../../engagements/status.js';
import { DomainError } from '../../errors/domain-error.js';
import { isSentContent } from '../sent-content.js';

/** All of a document, as a JSON Pointer. */
const ALL = '';

/**
 * Where an engagement holds other content than somebody wants, as JSON Pointers. Of content that is erased here the
 * SHA-256 of what was sent is compared, where it was read.
 */
export function differences(
  engagement: ShownEngagement | EngagementRecord,
  content: EngagementContent,
): readonly string[] {
  if (engagement.personalDataErasedAt !== undefined) {
    return wasSent(engagement, content) ? [] : [ALL];
  }
  const differs = changedFields(contentOf(engagement), comparable(content));
  return differs.length === 0 || isEditable(engagement.status)
    ? differs
    : differencesAnew(engagement, content);
}

/** As `differences`. What was locked or sent before an upgrade may be in another canonical form than the same would be now. */
function differencesAnew(engagement: ShownEngagement, content: EngagementContent): readonly string[] {
  const readAnew = engagementContent(readEngagement(contentOf(engagement)).value);
  return changedFields(readAnew, comparable(content));
}

function comparable({ catalog, externalRef, title, description, contexts = [] }: EngagementContent): object {
  return { catalog, externalRef, title, description, contexts };
}

/**
 * Holds back who wants another content than that of an engagement whose content can't be changed any more, or not now.
 * @param content missing: any will do
 * @throws DomainError `engagement-not-editable` with `differs`
 */
export function requireSameContent(
  engagement: ShownEngagement | EngagementRecord,
  content: EngagementContent | undefined,
): void {
  if (content === undefined || isEditable(engagement.status)) {
    return;
  }
  const differs = differences(engagement, content);
  if (differs.length > 0) {
    throw notReplaceable(engagement, differs);
  }
}

/**
 * Holds back who is to be told of the end of a submission, where the last one was of other content than theirs: how
 * theirs ended is in the history alone.
 * @param content missing: any will do
 * @throws DomainError `idempotency-key-reused`
 */
export function requireOwnRefusal(
  engagement: EngagementRecord,
  content: EngagementContent | undefined,
): void {
  if (content !== undefined && engagement.status === 'rejected' && !isOfLast(engagement, content)) {
    throw new DomainError(
      'idempotency-key-reused',
      'What you sent was not created in AWS, and something else was submitted since. Send yours under a new key.',
      { engagementId: engagement.id },
    );
  }
}

/** Whether the last submission was of this content. */
function isOfLast(engagement: EngagementRecord, content: EngagementContent): boolean {
  return (
    wasSent(engagement, content) ||
    (wasSent(engagement, contentOf(engagement)) && differencesAnew(engagement, content).length === 0)
  );
}

function notReplaceable(
  { id, status, partnerCentral, personalDataErasedAt }: ShownEngagement,
  differs: readonly string[],
): DomainError {
  const detail =
    personalDataErasedAt === undefined
      ? `The engagement is ${status}, with other content.`
      : `The engagement is ${status}, and what was sent to AWS is not this. It was erased here on ${personalDataErasedAt}.`;
  return new DomainError('engagement-not-editable', detail, {
    engagementId: id,
    members: { engagementStatus: status, differs, ...(partnerCentral && { arn: partnerCentral.arn }) },
    ...whileOpen(status),
  });
}

function wasSent({ submission }: ShownEngagement | EngagementRecord, content: EngagementContent): boolean {
  return submission === undefined || !('requestSha256' in submission) || isSentContent(content, submission);
}
