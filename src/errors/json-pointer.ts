/** Appends a key or index to a JSON Pointer, escaped as RFC 6901 section 3 says. */
export function pointerTo(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
