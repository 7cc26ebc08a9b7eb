import { describe, expect, it } from '@jest/globals';
import { isE164, isEmail, isWebsiteUrl } from './formats.js';

const many = 200_000;

describe.each([
  {
    format: 'a website',
    matches: isWebsiteUrl,
    accepted: [
      'a.b',
      'example.com',
      'EXAMPLE.COM',
      'www.example.com',
      'www.com',
      '-.com',
      'http://example.com',
      'https://www.example.com',
      'https://a.example.com/x?y=1',
      'a.b:8080/(x|y)_[z]{;=@',
      'a...',
      // The first and the last character that may follow the dot.
      'a.(',
      'a.|',
      `${'a'.repeat(many)}.com`,
      `a.${'b.'.repeat(many)}`,
    ],
    refused: [
      '',
      'example',
      '.com',
      'example.',
      'http://localhost',
      'http://http://a.b',
      'HTTPS://example.com',
      'ftp://example.com',
      '//example.com',
      'exämple.com',
      'under_score.com',
      'x.com#a',
      'x.com/a%20b',
      'x.com/~me',
      'x.com/a b',
      ' x.com',
      'x.com\n',
      // The neighbours of ( and |.
      "a.'",
      'a.}',
      '.'.repeat(many),
      `${'a.'.repeat(many)}~`,
      `${'www.'.repeat(many)} `,
      'http://'.repeat(many),
      '-'.repeat(many),
    ],
  },
  {
    format: 'an email address',
    matches: isEmail,
    accepted: [
      'a@b.c',
      'ada.byron+aws@mail.acme-shop.example',
      "!#$%&'*+/=?^_`{|}~-@x.y",
      'a@1.2',
      'a@b--c.d',
      `${'a.'.repeat(many)}a@b.c`,
      `a@b${'.c'.repeat(many)}`,
    ],
    refused: [
      '',
      'ada',
      '@b.c',
      'a@',
      'a@b',
      'A@b.c',
      'a@B.c',
      'a@b.c.',
      'a@.b.c',
      'a@b..c',
      '.a@b.c',
      'a.@b.c',
      'a..b@c.d',
      'a@-b.c',
      'a@b-.c',
      'a@b_c.d',
      'a@b@c.d',
      'a b@c.d',
      '"a"@b.c',
      'ä@b.c',
      'a@[127.0.0.1]',
      'a@b.c\n',
      'a'.repeat(many),
      'a.'.repeat(many),
      `a@${'a-'.repeat(many)}`,
      `a@${'a.'.repeat(many)}`,
      `a@b.${'c-'.repeat(many)}!`,
      '@'.repeat(many),
    ],
  },
  {
    format: 'an E.164 number',
    matches: isE164,
    accepted: ['+12', '+12065550100', '+999999999999999'],
    refused: [
      '',
      '+',
      '+1',
      '+0123',
      '12065550100',
      '0012065550100',
      '+1 206',
      '+1206-555',
      '+1000000000000000',
      '+１２',
      '+12\n',
      '+1'.repeat(many),
      `+${'1'.repeat(many)}`,
    ],
  },
])('$format', ({ matches, accepted, refused }) => {
  it.each(accepted)('is %.40j', (text) => {
    expect(matches(text)).toBe(true);
  });

  // The longest ones guard the linear cost: a pattern that backtracks would outlast Jest's limit.
  it.each(refused)('is not %.40j', (text) => {
    expect(matches(text)).toBe(false);
  });
});
