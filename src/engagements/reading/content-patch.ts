import { DomainError } from '../../errors/domain-error.js';
import { applyJsonPatch } from './json-patch/apply-json-patch.js';
import { readJsonPatch } from './json-patch/patch-operation.js';
import { mergePatch } from './merge-patch.js';

/**
 * What an edit makes of an engagement's content, to be read and checked as an engagement. It is applied anew where
 * somebody else was faster, and leaves the content itself as it is. The patch itself is looked at no earlier: whose the
 * engagement is comes before what is wrong with it.
 * @throws DomainError `invalid-request` with all that is wrong with the patch itself; where it does not fit the content
 */
export type ContentPatch = (content: object, engagementId: string) => unknown;

/** A JSON Merge Patch (RFC 7396). A list is none: it is a JSON Patch under the other's content type. */
export function mergePatchOf(body: unknown): ContentPatch {
  return (content) => {
    if (Array.isArray(body)) {
      throw listRefused();
    }
    return mergePatch(content, body);
  };
}

/** A JSON Patch (RFC 6902). */
export function jsonPatchOf(body: unknown): ContentPatch {
  return (content, engagementId) => applyJsonPatch(readJsonPatch(body), content, engagementId);
}

function listRefused(): DomainError {
  return new DomainError('invalid-request', 'A list is no merge patch.', {
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
