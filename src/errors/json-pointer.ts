/** Appends a key or index to a JSON Pointer, escaped as RFC 6901 section 3 says. */
export function pointerTo(parent: string, key: string | number): string {
  const name = String(key);
  // Hardly any name needs it, and to look is ten times as fast as to replace nothing.
  return /[~/]/.test(name)
    ? `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    : `${parent}/${name}`;
}
