/**
 * A reference of the caller's, as a part of a path. The server takes blanks around a reference away, so that one keeps
 * `.` and `..` from being read as steps of the path, which they are even where they are percent-encoded
 * (https://url.spec.whatwg.org/#single-dot-path-segment).
 * @throws TypeError where it can't be in an address
 */
export function refInPath(externalRef: string): string {
  if (externalRef.trim() === '') {
    throw new TypeError('The externalRef is empty.');
  }
  if (hasLoneSurrogate.test(externalRef)) {
    throw new TypeError('The externalRef has half a character in it (a lone surrogate).');
  }
  return /^\.{1,2}$/.test(externalRef) ? `${externalRef} ` : externalRef;
}

const hasLoneSurrogate = /\p{Surrogate}/u;
