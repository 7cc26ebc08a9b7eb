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
