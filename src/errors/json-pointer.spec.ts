import { expect, it } from '@jest/globals';
import { pointerTo } from './json-pointer.js';

// The examples of RFC 6901 section 5, and both escapes at once.
it.each([
  ['', 'foo', '/foo'],
  ['/foo', 0, '/foo/0'],
  ['', '', '/'],
  ['', 'a/b', '/a~1b'],
  ['', 'm~n', '/m~0n'],
  ['', ' ', '/ '],
  ['/a~1b', '~1/', '/a~1b/~01~1'],
])('%j and %j make %j', (parent, key, pointer) => {
  expect(pointerTo(parent, key)).toBe(pointer);
});

it('names what is longer than any field by its beginning', () => {
  expect(pointerTo('/contexts/0', 'k'.repeat(200_000))).toBe(`/contexts/0/${'k'.repeat(128)}…`);
  expect(pointerTo('', 'k'.repeat(128))).toBe(`/${'k'.repeat(128)}`);
  expect(pointerTo('', `k${'😀'.repeat(100_000)}`)).toBe(`/k${'😀'.repeat(127)}…`);
  expect(pointerTo('', '/'.repeat(200_000))).toBe(`/${'~1'.repeat(128)}…`);
});
