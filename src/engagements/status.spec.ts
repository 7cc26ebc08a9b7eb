import { expect, it } from '@jest/globals';
import { isEditable } from './status.js';

it.each([
  ['draft', true],
  ['rejected', true],
  ['submitting', false],
  ['unresolved', false],
  ['submitted', false],
] as const)('whether one that is %s may be edited or deleted: %s', (status, editable) => {
  expect(isEditable(status)).toBe(editable);
});
