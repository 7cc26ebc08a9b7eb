import { describe, expect, it } from '@jest/globals';
import { disallowedCharacter, isPlainLine, isPlainText } from './text-lines.js';

/** All code points from the first to the last. */
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));

const lineBreaks = ['\n', '\r', '\t', '\u0085', '\u2028', '\u2029'];
const controls = [...range(0x00, 0x1f), ...range(0x7f, 0x9f)];
const directions = [...range(0x202a, 0x202e), ...range(0x2066, 0x2069)];
const noText = [...controls.filter((one) => !lineBreaks.includes(one)), ...directions, '\ud800', '\udfff'];

/** The neighbours of what is refused, and characters that look dangerous and are needed. */
const fine = [
  ...[' ', '~', '\u00a0', '\u2027', '\u202f', '\u2065', '\u206a', '\ud7ff', '\ue000'],
  // Hebrew and Arabic marks, joiners of emoji and Persian, combining letters, pairs of surrogates.
  ...['\u200e', '\u200f', '\u061c', '\u200c', '\u200d', 'e\u0301', '👩‍💻', '\u{10ffff}'],
];

describe.each([
  { of: 'a line', isPlain: isPlainLine, isMultiLine: false, refused: [...noText, ...lineBreaks] },
  { of: 'a text of lines', isPlain: isPlainText, isMultiLine: true, refused: noText },
])('$of', ({ isPlain, isMultiLine, refused }) => {
  it('is refused for each character that it may not have, wherever it stands, and told its place', () => {
    for (const character of refused) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      for (const text of [character, `a${character}`, `${character}a`, `😀a${character}a${character}`]) {
        expect(isPlain(text)).toBe(false);
        const place = Array.from(text).indexOf(character) + 1;
        expect(disallowedCharacter(text, isMultiLine)).toBe(`U+${code} at position ${place}`);
      }
    }
  });

  it('takes everything else', () => {
    expect([...fine, ''].filter((text) => !isPlain(`a${text}b`))).toEqual([]);
  });

  // A pattern that backtracks would outlast Jest's limit.
  it.each(['a', '\u200f', '😀', '\u0301', '\n'])(
    'is read to its end in one pass: 1,000,000 of %j',
    (part) => {
      expect(isPlain(part.repeat(1_000_000))).toBe(isMultiLine || part !== '\n');
    },
  );
});

it('may have its line breaks where it may have lines', () => {
  expect(lineBreaks.filter((one) => !isPlainText(`a${one}b`))).toEqual([]);
});
