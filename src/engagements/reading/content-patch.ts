import { DomainError } from '../../errors/domain-error.js';
import { applyJsonPatch } from './json-patch/apply-json-patch.js';
import { readJsonPatch } from './json-patch/patch-operation.js';
import { mergePatch } from './merge-patch.js';

/**
 * What an edit makes of an engagement's content, to be read and checked as an engagement. It is applied anew where
 * somebody else was faster, and leaves the content itself as it is.
 * @throws DomainError where it does not fit the content
 */
export type ContentPatch = (content: object, engagementId: string) => unknown;

/**
 * A JSON Merge Patch (RFC 7396).
 * @throws DomainError `invalid-request` for a list: a JSON Patch under the other's content type
 */
export function mergePatchOf(body: unknown): ContentPatch {
  if (Array.isArray(body)) {
    throw new DomainError('invalid-request', 'A list is no merge patch.', {
      errors: [
        {
          pointer: '',
          code: 'INVALID_VALUE',
          message:
            'Must be a JSON object; a list of operations is a JSON Patch: send it as application/json-patch+json.',
        },
      ],
    });
  }
  return (content) => mergePatch(content, body);
}

/**
 * A JSON Patch (RFC 6902).
 * @throws DomainError `invalid-request` with all that is wrong with the patch itself
 */
export function jsonPatchOf(body: unknown): ContentPatch {
  const operations = readJsonPatch(body);
  return (content, engagementId) => applyJsonPatch(operations, content, engagementId);
}
