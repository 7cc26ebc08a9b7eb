const escape =
  /\\+(?:u[0-9A-Fa-f]{4}|[nrtbf"'/\\])|&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9A-Fa-f]{1,6});/g;

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** What JSON breaks lines and columns with. */
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A text as it reads, and where in the original each of its characters came from. */
export interface Unescaped {
  readonly text: string;
  /** @param index of a character, or the length */
  origin(index: number): number;
}

/**
 * A text without the escapes of JSON and of HTML: AWS may quote a value from either. What is none stays as it is.
 */
export function unescaped(original: string): Unescaped {
  const escapes = Array.from(original.matchAll(escape));
  if (escapes.length === 0) {
    return { text: original, origin: (index) => index };
  }
  const origins: number[] = [];
  let text = '';
  let done = 0;
  const copyUpTo = (end: number) => {
    for (let index = done; index < end; index += 1) {
      origins.push(index);
    }
    text += original.slice(done, end);
  };
  for (const { 0: found, index } of escapes) {
    copyUpTo(index);
    const character = meaning(found);
    for (let unit = 0; unit < character.length; unit += 1) {
      origins.push(index);
    }
    text += character;
    done = index + found.length;
  }
  copyUpTo(original.length);
  return { text, origin: (index) => origins[index] ?? original.length };
}

function meaning(found: string): string {
  if (found.startsWith('&')) {
    const name = found.slice(1, -1);
    return name.startsWith('#') ? fromCode(Number(`0${name.slice(1)}`)) : (named[name] ?? found);
  }
  const escaped = found.replace(/^\\+/, '');
  if (escaped.startsWith('u')) {
    return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  }
  return controls[escaped] ?? (escaped === '' ? '\\' : escaped);
}

const fromCode = (code: number) => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : ' ');
