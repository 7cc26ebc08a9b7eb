import { describe, expect, it } from '@jest/globals';
import {
  isCalendarDate,
  isE164,
  isEmail,
  isWebsiteUrl,
  probableDate,
  toCalendarDate,
  toUtcTimestamp,
} from './formats.js';

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
  {
    format: 'a calendar date',
    matches: isCalendarDate,
    accepted: ['1000-01-01', '9999-12-31', '2024-02-29', '2000-02-29', '2026-01-31', '2026-04-30'],
    refused: [
      '',
      '0999-12-31',
      '10000-01-01',
      '2026-02-29',
      '1900-02-29',
      '2026-02-31',
      '2026-04-31',
      '2026-01-32',
      '2026-01-00',
      '2026-00-01',
      '2026-13-01',
      '2026-1-1',
      '26-01-01',
      '2026/01/01',
      '01.01.2026',
      '2026-01-01T00:00:00Z',
      '-2026-01-01',
      '２０２６-01-01',
      '2026-01-01\n',
      '2026-01-'.repeat(many),
      '1'.repeat(many),
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

describe('a timestamp', () => {
  it.each([
    ['2026-11-02T10:30:00Z', '2026-11-02T10:30:00Z'],
    ['2026-11-02t10:30:00z', '2026-11-02T10:30:00Z'],
    ['2026-11-02T10:30:00.000Z', '2026-11-02T10:30:00Z'],
    ['2026-11-02T10:30:00.5Z', '2026-11-02T10:30:00.500Z'],
    ['2026-11-02T10:30:00.123456789Z', '2026-11-02T10:30:00.123Z'],
    ['2026-11-02T12:30:00+02:00', '2026-11-02T10:30:00Z'],
    ['2026-11-01T23:30:00-11:00', '2026-11-02T10:30:00Z'],
    ['2026-11-02T10:30:00-00:00', '2026-11-02T10:30:00Z'],
    ['2026-11-02T10:30:00+23:59', '2026-11-01T10:31:00Z'],
    ['2026-12-31T23:59:59Z', '2026-12-31T23:59:59Z'],
    // What other programs write for the same.
    ['2026-11-02T10:30:00+0000', '2026-11-02T10:30:00Z'],
    ['2026-11-02T10:30:00.000+0000', '2026-11-02T10:30:00Z'],
    ['2026-11-02T12:30:00+0200', '2026-11-02T10:30:00Z'],
    ['2026-11-02T05:00:00-0530', '2026-11-02T10:30:00Z'],
    ['2026-11-02T12:30:00+02', '2026-11-02T10:30:00Z'],
    ['2026-11-02 10:30:00Z', '2026-11-02T10:30:00Z'],
    ['2026-11-02 12:30:00 +0200', '2026-11-02T10:30:00Z'],
    ['2026-11-02 10:30:00 UTC', '2026-11-02T10:30:00Z'],
    ['2026-11-02 10:30:00.123456 utc', '2026-11-02T10:30:00.123Z'],
    ['2026-11-02\u00a010:30:00\u202fGMT', '2026-11-02T10:30:00Z'],
    ['2026-11-02 12:30:00 GMT+0200', '2026-11-02T10:30:00Z'],
    ['2026-11-02T10:30Z', '2026-11-02T10:30:00Z'],
    ['2026-11-02T10:30:00,5Z', '2026-11-02T10:30:00.500Z'],
    ['20261102T103000Z', '2026-11-02T10:30:00Z'],
    ['2026/11/02 10:30:00 +00:00', '2026-11-02T10:30:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ])('%s is %s', (text, utc) => {
    expect(toUtcTimestamp(text)).toBe(utc);
  });

  it.each([
    '',
    '2026-11-02',
    '2026-11-02T10:30:00',
    '2026-11-02T10:30:00.Z',
    '2026-11-02T10:30:00.1234567890Z',
    '2026-11-02T10Z',
    '2026-11-02 10:30:00 EST',
    '2026-11-02 10:30:00 CET',
    // Java and JavaScript mean +02:00, POSIX -02:00.
    '2026-11-02 10:30:00 GMT+2',
    '2026-11-02T10:30:00+2',
    '2026-11-02T10:30:00Z Z',
    '2026-11-02  \t10:30:00Z',
    '02/11/2026 10:30:00 UTC',
    '2026-11/02 10:30:00Z',
    '2026-11-02 10:30:00 PM UTC',
    `2026-11-02${' '.repeat(many)}10:30:00Z`,
    `2026-11-02 10:30:00${' '.repeat(many)}Z`,
    '2026-11-02T10:30:00+24:00',
    '2026-11-02T10:30:00+02:60',
    '2026-11-02T24:00:00Z',
    '2026-11-02T10:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-02-29T10:30:00Z',
    '2026-13-02T10:30:00Z',
    '0000-12-31T10:30:00Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '1793615400',
    'Mon, 02 Nov 2026 10:30:00 GMT',
    '2026-11-02T10:30:00Z\n',
    `2026-11-02T10:30:00.${'1'.repeat(many)}Z`,
    '2026-11-02T10:30:00'.repeat(many),
  ])('is not %.40j', (text) => {
    expect(toUtcTimestamp(text)).toBeUndefined();
  });
});

describe('a day', () => {
  it.each([
    '2027-06-30',
    '2027/06/30',
    '2027.06.30',
    '20270630',
    '2027/6/30',
    '2027-06-30T00:00:00Z',
    '2027-06-30T00:00:00',
    '2027-06-30T00:00:00.000Z',
    '2027-06-30T00:00:00.000+0000',
    '2027-06-30T00:00:00+02:00',
    '2027-06-30T00:00:00-05',
    '2027-06-30 00:00:00',
    '2027-06-30 00:00',
    '2027/06/30 00:00:00 UTC',
    '20270630T000000Z',
  ])('may be written as %s', (text) => {
    expect(toCalendarDate(text)).toBe('2027-06-30');
  });

  it.each([
    '',
    '2027',
    '2027-06',
    '202763',
    '2027063',
    '2027-06/30',
    '2027-02-31T00:00:00Z',
    '2027/02/31',
    '2027/13/01',
    '0999/01/01',
    '30/06/2027',
    '06/07/2027',
    '27/06/30',
    '2027-06-30T10:00:00Z',
    '2027-06-30T00:00:01Z',
    '2027-06-30T23:00:00-01:00',
    '2027-06-30T24:00:00Z',
    '2027-06-30 12:00 AM',
    '2027-06-30 EST',
    `2027-06-30T00:00:00.${'0'.repeat(many)}Z`,
    '2027-06-30T00:00:00'.repeat(many),
  ])('is not %.40s', (text) => {
    expect(toCalendarDate(text)).toBeUndefined();
  });

  it.each([
    ['30/06/2027', '2027-06-30'],
    ['06/30/2027', '2027-06-30'],
    ['30.6.2027', '2027-06-30'],
    ['30-06-2027', '2027-06-30'],
    ['06/06/2027', '2027-06-06'],
    ['06/07/2027', undefined],
    ['31/06/2027', undefined],
    ['30/30/2027', undefined],
    ['30/06/27', undefined],
    ['2027-06-30', undefined],
    ['', undefined],
    ['1/'.repeat(many), undefined],
  ])('with its year last, %.20s, is probably %s', (text, date) => {
    expect(probableDate(text)).toBe(date);
  });
});
