import { expect, it } from '@jest/globals';
import { nearestEmail } from './nearest-email.js';

it.each([
  'Ada Byron <ada@acme.example.com>',
  '"Byron, Ada" <ada@acme.example.com>',
  'ada@acme.example.com <ada@acme.example.com>;',
  'ada@acme.example.com.',
  'ada@acme.example.com,',
  "'ada@acme.example.com'",
  '"ada@acme.example.com"',
  '(ada@acme.example.com)',
])('%s has one address', (text) => {
  expect(nearestEmail(text)).toBe('ada@acme.example.com');
});

it.each([
  '',
  'ada',
  'Ada Byron',
  'Ada <ada>',
  'ada@acme',
  'ada @acme.example.com',
  'ada(at)acme.example.com',
  'ada@acme.example.com; bob@acme.example.com',
  'ada@acme.example.com,bob@acme.example.com',
  'Ada <ada@acme.example.com>, Bob <bob@acme.example.com>',
  'ada@müller.example',
])('%s has none, or more', (text) => {
  expect(nearestEmail(text)).toBeUndefined();
});

it.each(['<', 'a', '"', 'a@', '<a@b.c>', ' '])('200,000 of %j have none', (unit) => {
  expect(nearestEmail(unit.repeat(200_000))).toBeUndefined();
});
