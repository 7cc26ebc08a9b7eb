import { DomainError } from '../errors/domain-error.js';

const entityTag = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/** A resource's version as its strong entity tag (RFC 9110 section 8.8.3). */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The versions that `If-Match` names (RFC 9110 section 13.1.1); undefined where any will do.
 * @throws DomainError `invalid-request` where the header can't be read
 */
export function readIfMatch(ifMatch: string | undefined): readonly number[] | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') {
    return undefined;
  }
  // Strong comparison: a weak tag never matches, nor does one that we do not give.
  return parseTags('If-Match', ifMatch).flatMap((tag) => {
    const version = /^"(?<version>[1-9]\d{0,9})"$/.exec(tag)?.groups?.['version'];
    return version === undefined ? [] : [Number(version)];
  });
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
