import { describe, expect, it } from '@jest/globals';
import { trimText } from './trim-text.js';

const codePoints = Array.from({ length: 0x11_0000 }, (_, code) => code).filter(
  (code) => code < 0xd800 || code > 0xdfff,
);
const all = codePoints.map((code) => String.fromCodePoint(code));
const blanks = all.filter((character) => /[\p{Z}\t\n\v\f\r\u0085]/u.test(character));

const marks = [
  ...['\u00ad', '\u061c', '\u180e', '\u200b', '\u200e', '\u200f', '\u2060', '\ufeff'],
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'],
  // Drawn as blanks.
  ...['\u115f', '\u1160', '\u2800', '\u3164', '\uffa0'],
];

describe('the ends of a text', () => {
  it('lose every blank and line break that Unicode has', () => {
    expect(blanks.length).toBeGreaterThan(20);
    expect(blanks.filter((blank) => trimText(`${blank}a${blank}b${blank}`) !== `a${blank}b`)).toEqual([]);
    expect(blanks.filter((blank) => trimText(blank.repeat(3)) !== '')).toEqual([]);
  });

  it('lose every invisible mark, in any order', () => {
    expect(marks.filter((mark) => trimText(`${mark} Ä${mark}b \t${mark}`) !== `Ä${mark}b`)).toEqual([]);
    expect(trimText(`${marks.join('')}Acme${marks.toReversed().join(' ')}`)).toBe('Acme');
    expect(trimText(marks.join(''))).toBe('');
  });

  it('keep everything else', () => {
    const trimmed = all.filter((character) => trimText(character) !== character);

    expect(
      trimmed.filter((one) => !blanks.includes(one) && !marks.includes(one) && !/\p{C}/u.test(one)),
    ).toEqual([]);
    // No control but line breaks and tabs: it is told, not taken away. Nor what ends an emoji or begins an Arabic number.
    expect(trimmed.filter((one) => /[\p{Cc}\p{Cn}\p{Co}]/u.test(one))).toEqual([
      '\t',
      '\n',
      '\v',
      '\f',
      '\r',
      '\u0085',
      '\u2065',
    ]);
    for (const text of [
      '\0',
      '\u0007a\u0007',
      '👩‍💻',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      '❤️',
      '\u0600123',
      '',
    ]) {
      expect(trimText(text)).toBe(text);
    }
  });

  it('keep a joiner that shapes the letter beside it, as Persian and Indian texts have them', () => {
    // An abbreviation: without the joiner its letter has another form.
    expect(trimText(' ه\u200d ')).toBe('ه\u200d');
    expect(trimText('\u200dه')).toBe('\u200dه');
    expect(trimText('क्\u200d\u200b')).toBe('क्\u200d');
    expect(trimText('\u200d Acme\u200d\u200c')).toBe('Acme');
    expect(trimText('ه \u200d')).toBe('ه');
    expect(trimText('\u200d\u200c')).toBe('');
  });

  it.each(['\u200b', ' ', '\u200d', 'a', '\u202d'])('are found in one pass: 1,000,000 of %j', (part) => {
    const text = part.repeat(1_000_000);

    expect(trimText(`${text}é${text}`).length).toBeGreaterThan(0);
  });
});
