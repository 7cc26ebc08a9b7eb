/**
 * What is invisible at either end of a text, beside the blanks and line breaks of ASCII: every other blank and line break
 * of Unicode, the marks that spreadsheets, mail programs and contact lists wrap texts in (directions, byte order marks,
 * blanks of no width, soft hyphens), and letters and signs that are drawn as blanks.
 */
const invisible: ReadonlySet<number> = new Set([
  ...[0x85, 0xa0, 0xad, 0x61c, 0x1680, 0x180e],
  ...range(0x2000, 0x200b),
  ...range(0x200e, 0x200f),
  ...range(0x2028, 0x202f),
  ...range(0x205f, 0x206f),
  ...[0x115f, 0x1160, 0x2800, 0x3000, 0x3164, 0xfeff, 0xffa0],
]);

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Seen, and in ASCII: what nearly every text begins and ends with. */
const isPlain = (unit: number) => unit > 0x20 && unit < 0x80;
const isBlank = (unit: number) => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || invisible.has(unit);
const isJoiner = (unit: number) => unit === 0x200c || unit === 0x200d;

/**
 * Persian, Urdu and scripts of India write a joiner at the end of a word or before it, where it shapes the letter beside
 * it. Beside the letters before U+0530 (Latin, Greek, Cyrillic), digits and blanks it does nothing.
 */
const isShaped = (unit: number) => unit >= 0x530;

/**
 * A text without blanks and invisible marks at its ends, whatever kind they are of. In one pass; a text without costs two
 * looks.
 */
export function trimText(text: string): string {
  if (isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1))) {
    return text;
  }
  let start = 0;
  let end = text.length;
  while (start < end && isTrimmed(text.charCodeAt(start))) {
    start += 1;
  }
  while (end > start && isTrimmed(text.charCodeAt(end - 1))) {
    end -= 1;
  }
  if (start < end && isJoiner(text.charCodeAt(start - 1)) && isShaped(text.charCodeAt(start))) {
    start -= 1;
  }
  if (start < end && isJoiner(text.charCodeAt(end)) && isShaped(text.charCodeAt(end - 1))) {
    end += 1;
  }
  return text.slice(start, end);
}

const isTrimmed = (unit: number) => isBlank(unit) || isJoiner(unit);
