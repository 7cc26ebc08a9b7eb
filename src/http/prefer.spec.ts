import { expect, it } from '@jest/globals';
import { waitSeconds } from './prefer.js';

it.each([
  [undefined, 10],
  ['', 10],
  ['wait=0', 0],
  ['wait=1', 1],
  ['wait=30', 30],
  ['wait=31', 30],
  ['wait=999999999', 30],
  ['WAIT = 5', 5],
  ['wait="5"', 5],
  ['respond-async', 0],
  ['Respond-Async', 0],
  ['respond-async, wait=5', 5],
  ['wait=5; foo=bar, respond-async', 5],
  ['return=minimal, wait=5', 5],
  // The first of several counts (RFC 7240 section 2).
  ['wait=5, wait=20', 5],
  // What can't be read is passed over.
  ['wait', 10],
  ['wait=', 10],
  ['wait=-1', 10],
  ['wait=1.5', 10],
  ['wait=soon', 10],
  ['wait=soon, respond-async', 0],
  ['handling=lenient', 10],
  [',;=,;=', 10],
  ['wait=1'.repeat(200_000), 10],
  ['=,'.repeat(200_000), 10],
])('%.40j waits %i seconds', (prefer, seconds) => {
  expect(waitSeconds(prefer)).toBe(seconds);
});
