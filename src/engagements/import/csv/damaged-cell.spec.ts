import { expect, it } from '@jest/globals';
import { isDamaged } from './damaged-cell.js';

it.each([
  '1.20656E+10',
  '1,20656E+10',
  '9E+11',
  '1.2E+100',
  '########',
  '###',
  '#N/A',
  '#NAME?',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
])('%j is what a spreadsheet made of a value', (text) => {
  expect(isDamaged(text)).toBe(true);
});

it.each([
  '12065550100',
  '1E10',
  '1.2e+10',
  '12.5E+10',
  '1.2E+10 or so',
  '#1',
  '##',
  '# of seats',
  'N/A',
  '#n/a please',
  '',
  '-',
  '#'.repeat(300),
])('%j is none', (text) => {
  expect(isDamaged(text)).toBe(false);
});
