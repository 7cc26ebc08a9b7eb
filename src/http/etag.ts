import { DomainError } from '../errors/domain-error.js';

const entityTag = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/** A resource's version as its strong entity tag (RFC 9110 section 8.8.3). */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Holds a request back whose `If-Match` names other versions than the present one (RFC 9110 section 13.1.1).
 * @param engagementId is named by the problem, so that the caller can look at it
 * @throws DomainError `version-mismatch`, or `invalid-request` where the header can't be read
 */
export function requireMatch(ifMatch: string | undefined, version: number, engagementId?: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') {
    return;
  }
  const tags = parseTags('If-Match', ifMatch);
  // Strong comparison: a weak tag never matches.
  if (!tags.includes(etagOf(version))) {
    throw new DomainError('version-mismatch', `The engagement is at version ${version} now.`, {
      members: { currentVersion: version },
      ...(engagementId === undefined ? {} : { engagementId }),
    });
  }
}

/** Whether `If-None-Match` names the present version (RFC 9110 section 13.1.2), so that 304 is the answer. */
export function isUnchanged(ifNoneMatch: string | undefined, version: number): boolean {
  if (ifNoneMatch === undefined) {
    return false;
  }
  if (ifNoneMatch.trim() === '*') {
    return true;
  }
  return parseTags('If-None-Match', ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etagOf(version));
}

function parseTags(header: string, value: string): string[] {
  const tags = value.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => entityTag.test(tag))) {
    throw new DomainError('invalid-request', `The ${header} header is not a list of entity tags.`, {
      errors: [
        {
          parameter: header,
          code: 'INVALID_STRING_FORMAT',
          message: 'Write the ETag as it came, with its quotes: "3".',
        },
      ],
    });
  }
  return tags;
}
