import { expect, it } from '@jest/globals';
import { requestIdOf } from './request-log.js';

const idFor = (given?: string | string[]) => requestIdOf({ headers: { 'x-request-id': given } });

it.each([
  'a',
  'trace-42',
  '01a20798-677e-7326-b0a6-b60ec671885f',
  '1-67891233-abcdef012345678912345678',
  'Root=1-678/a:b+c@d.e_f',
  'x'.repeat(128),
])('keeps the caller’s own: %.40s', (given) => {
  expect(idFor(given)).toBe(given);
});

it.each([
  undefined,
  '',
  ' ',
  'a b',
  'a\nb',
  'a"b',
  '<script>',
  '{"level":50}',
  'ä',
  'a, b',
  'x'.repeat(129),
  'x'.repeat(200_000),
])('gives a new one for %.40j', (given) => {
  const ids = [idFor(given), idFor(given)];

  expect(ids[0]).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(ids[1]).not.toBe(ids[0]);
});

it('gives a new one for a list', () => {
  expect(idFor(['a', 'b'])).toMatch(/^[0-9a-f-]{36}$/);
});
