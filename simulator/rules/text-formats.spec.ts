import { describe, expect, it } from '@jest/globals';

import {
  characterCount,
  isClientToken,
  isDate,
  isEmail,
  isPhone,
  isTimestamp,
  isWebsiteUrl,
} from './text-formats.js';

const long = 200_000;

describe.each([
  {
    format: 'WebsiteUrl',
    matches: isWebsiteUrl,
    accepted: [
      'a.bc',
      'example.com',
      'www.example.com',
      'www.com',
      'http://example.com',
      'https://a.example.com/x?y=1',
      'https://www.-.com:8080/(a|b)_{',
      'example.com..',
      `${'a'.repeat(251)}.com`,
    ],
    refused: [
      '',
      'a.b',
      'example',
      'http://localhost',
      'https://exämple.com',
      'HTTPS://example.com',
      'ftp://example.com',
      'x.com#a',
      'x.com/a%20b',
      'x.com/~me',
      'x.com/a b',
      'x.com/a}',
      "x.com/'",
      'under_score.com',
      '.example.com',
      'example.',
      'example.com\n',
      `${'a'.repeat(252)}.com`,
      'a.'.repeat(long),
      '.'.repeat(long),
      'www.'.repeat(long),
    ],
  },
  {
    format: 'Email',
    matches: isEmail,
    accepted: [
      'a@b.c',
      'ada.byron+aws@mail.acme-shop.example',
      "!#$%&'*+/=?^_`{|}~-@x.y",
      `${'a'.repeat(76)}@b.c`,
    ],
    refused: [
      '',
      'ada',
      'Ada@acme.example',
      'ada@localhost',
      'a..b@c.d',
      '.a@c.d',
      'a@-b.c',
      'a@b-.c',
      'a b@c.d',
      'a@b.c\n',
      `${'a'.repeat(77)}@b.c`,
      `a@${'a-'.repeat(long)}`,
      '.'.repeat(long),
    ],
  },
  {
    format: 'Phone',
    matches: isPhone,
    accepted: ['+12', '+12065550100', '+123456789012345'],
    refused: [
      '',
      '+',
      '+1',
      '12065550100',
      '+02065550100',
      '+1 206 555',
      '+1234567890123456',
      '+1'.repeat(long),
    ],
  },
  {
    format: 'TargetCompletionDate',
    matches: isDate,
    accepted: ['1000-01-01', '9999-12-31', '2026-02-31'],
    refused: [
      '',
      '0999-01-01',
      '10000-01-01',
      '2026-00-01',
      '2026-13-01',
      '2026-01-00',
      '2026-01-32',
      '2026-1-1',
    ],
  },
  {
    format: 'InteractionDate',
    matches: isTimestamp,
    accepted: ['2026-11-02T10:30:00Z', '2026-11-02T10:30:00.123456789Z', '2026-11-02T10:30:00+02:00'],
    refused: [
      '',
      '2026-11-02',
      '2026-11-02T10:30:00',
      '2026-13-02T10:30:00Z',
      '2026-11-02T25:30:00Z',
      '1793615400',
    ],
  },
  {
    format: 'ClientToken',
    matches: isClientToken,
    accepted: ['!', '~', 'a'.repeat(64)],
    refused: ['', 'a b', 'é', 'a'.repeat(65), 'a\n'],
  },
])('$format', ({ matches, accepted, refused }) => {
  it.each(accepted)('takes %.60j', (text) => {
    expect(matches(text)).toBe(true);
  });

  // The longest ones guard the linear cost: a pattern that backtracks would outlast jest's limit.
  it.each(refused)('refuses %.60j', (text) => {
    expect(matches(text)).toBe(false);
  });
});

it('counts characters, not UTF-16 units', () => {
  expect(['', 'abc', '😀é', 'a\ud83d'].map(characterCount)).toEqual([0, 3, 2, 2]);
});
