/** How a language writes values. */
export interface Notation {
  readonly text: (value: string) => string;
  /** A member's name. */
  readonly name: (value: string) => string;
  readonly words: { readonly true: string; readonly false: string; readonly null: string };
  /** Whether a list of one item a line ends with a comma. */
  readonly hasTrailingComma: boolean;
  readonly indent: string;
  /** What stands between braces and what they hold. */
  readonly gap: string;
}

/** Of a line; what can't be folded may be longer. */
export const WIDTH = 100;

const jsonText = (value: string) => JSON.stringify(value);
const jsonWords = { true: 'true', false: 'false', null: 'null' };

export const json: Notation = {
  text: jsonText,
  name: jsonText,
  words: jsonWords,
  hasTrailingComma: false,
  indent: '  ',
  gap: ' ',
};

export const typescript: Notation = {
  text: typescriptText,
  name: (value) => (/^[a-z]\w*$/i.test(value) ? value : typescriptText(value)),
  words: jsonWords,
  hasTrailingComma: true,
  indent: '  ',
  gap: ' ',
};

/** Python reads a JSON string as JSON does. */
export const python: Notation = {
  text: jsonText,
  name: jsonText,
  words: { true: 'True', false: 'False', null: 'None' },
  hasTrailingComma: true,
  indent: '    ',
  gap: '',
};

function typescriptText(value: string): string {
  return /['\\\n\r]/.test(value) ? JSON.stringify(value) : `'${value}'`;
}

/**
 * Writes what JSON can hold, a member a line where it is long.
 * @param indent what stands before the line that it begins in
 */
export function literal(value: unknown, notation: Notation, indent = ''): string {
  const short = onOneLine(value, notation);
  if (indent.length + short.length <= WIDTH || typeof value !== 'object' || value === null) {
    return short;
  }
  const [open, close] = bracketsOf(value);
  const inner = indent + notation.indent;
  const lines = membersOf(value).map(
    ([name, member]) => `${inner}${prefix(name, notation)}${literal(member, notation, inner)}`,
  );
  return `${open}\n${lines.join(',\n')}${notation.hasTrailingComma ? ',' : ''}\n${indent}${close}`;
}

function onOneLine(value: unknown, notation: Notation): string {
  if (typeof value === 'string') {
    return notation.text(value);
  }
  if (typeof value === 'boolean') {
    return notation.words[value ? 'true' : 'false'];
  }
  if (typeof value !== 'object' || value === null) {
    return value === null ? notation.words.null : JSON.stringify(value);
  }
  const [open, close] = bracketsOf(value);
  const members = membersOf(value).map(
    ([name, member]) => prefix(name, notation) + onOneLine(member, notation),
  );
  const gap = Array.isArray(value) || members.length === 0 ? '' : notation.gap;
  return `${open}${gap}${members.join(', ')}${gap}${close}`;
}

function bracketsOf(value: object): readonly [string, string] {
  return Array.isArray(value) ? ['[', ']'] : ['{', '}'];
}

/** Items of a list have no name. */
function membersOf(value: object): [name: string | undefined, member: unknown][] {
  return Array.isArray(value) ? value.map((item: unknown) => [undefined, item]) : Object.entries(value);
}

function prefix(name: string | undefined, notation: Notation): string {
  return name === undefined ? '' : `${notation.name(name)}: `;
}
