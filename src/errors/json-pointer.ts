/** Longer than the name of any field: only what is none can be, and is named by its beginning. */
const MAX_NAME_LENGTH = 128;

/** A name that a caller has chosen, as it is told back: 200 KB of it would help nobody. */
function shownName(name: string): string {
  // As a list of characters, no pair of surrogates is cut in two.
  return name.length <= MAX_NAME_LENGTH
    ? name
    : `${Array.from(name.slice(0, 2 * MAX_NAME_LENGTH))
        .slice(0, MAX_NAME_LENGTH)
        .join('')}…`;
}

/** Appends a key or index to a JSON Pointer, escaped as RFC 6901 section 3 says. */
export function pointerTo(parent: string, key: string | number): string {
  const name = shownName(String(key));
  // Hardly any name needs it, and to look is ten times as fast as to replace nothing.
  return /[~/]/.test(name)
    ? `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    : `${parent}/${name}`;
}
