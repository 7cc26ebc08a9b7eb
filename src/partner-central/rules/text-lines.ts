/**
 * Characters that texts here may not have, though AWS takes them: a rule of this project. Controls (C0, DEL, C1) break
 * log lines, CSVs and terminals; direction embeddings, overrides and isolates make a name read as another one (Unicode's
 * UTS 55, "Source Code Handling", has examples). The marks LRM, RLM and ALM stay: they override nothing, and Hebrew and
 * Arabic names are written with them. Lone surrogates are no characters at all, and PostgreSQL takes neither them nor NUL.
 */
const direction = '\\u202a-\\u202e\\u2066-\\u2069';

/** Line breaks of any kind, and tabs, are refused in a single line too. */
const notInLine = new RegExp(`[\\0-\\x1f\\x7f-\\x9f\\u2028\\u2029${direction}]`);
const notInText = new RegExp(`[\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f${direction}]`);

/** Whether it can stand in a single-line field. */
export const isPlainLine = (text: string): boolean => !notInLine.test(text) && text.isWellFormed();

/** Whether it can stand in a field that may have line breaks and tabs. */
export const isPlainText = (text: string): boolean => !notInText.test(text) && text.isWellFormed();

/**
 * The first character that a text may not have, and its place in characters from 1: `U+202E at position 7`.
 * @param text one that is not plain
 */
export function disallowedCharacter(text: string, isMultiLine: boolean): string {
  const isPlain = isMultiLine ? isPlainText : isPlainLine;
  const characters = Array.from(text);
  const place = characters.findIndex((character) => !isPlain(character));
  const code = characters[place]?.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} at position ${place + 1}`;
}
