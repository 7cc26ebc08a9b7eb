import type { Finding } from '../errors/finding.js';
import type { ShownEngagement } from './engagement.record.js';

/**
 * What AWS found at the last submission, as long as the engagement is rejected for it and the value that a finding points
 * at is the one that AWS has seen. It stops nothing: AWS may take the same now.
 */
export function refusedFindings({ status, submission }: ShownEngagement): readonly Finding[] {
  const errors = status === 'rejected' ? submission?.lastError?.errors : undefined;
  if (errors === undefined) {
    return [];
  }
  const mended = submission?.mended ?? [];
  return errors
    .filter(({ pointer = '' }) => !mended.includes(pointer))
    .map((finding) => ({ ...finding, source: 'partner-central' }));
}

/**
 * The pointers of AWS's findings whose values have changed since, once more fields of the engagement are changed.
 * @param fields JSON Pointers of what is changed
 */
export function mendedBy(fields: readonly string[], engagement: ShownEngagement): readonly string[] {
  // AWS never sees the caller's own id.
  const seen = fields.filter((field) => field !== '/externalRef');
  const changed = refusedFindings(engagement)
    .map(({ pointer = '' }) => pointer)
    .filter((pointer) => seen.some((field) => isWithin(field, pointer) || isWithin(pointer, field)));
  return [...new Set([...(engagement.submission?.mended ?? []), ...changed])];
}

/** Whether a pointer is another one, or leads into what that one points at. */
function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}
