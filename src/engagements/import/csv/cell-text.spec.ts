import { describe, expect, it } from '@jest/globals';
import { cellText } from './cell-text.js';

describe('what a cell says', () => {
  it.each([
    [' Acme\t', 'Acme'],
    ['\u00a0\u202aAcme\u202c\u200b', 'Acme'],
    ['\u200b', ''],
    ['\ufeff \u3000', ''],
    ['="02134"', '02134'],
    [' ="+1 206 555 0100" ', '+1 206 555 0100'],
    ['=" 7 "', '7'],
    ['=""', ''],
    ["'+1 206 555 0100", '+1 206 555 0100'],
    ["'=x", '=x'],
    ["'@acme", '@acme'],
    ["'-", '-'],
  ])('is, of %j, %j', (cell, text) => {
    expect(cellText(cell)).toBe(text);
  });

  it.each([
    '=1+1',
    '="a" & "b"',
    '="a""b"',
    '=',
    "'t Hooft",
    "O'Brien",
    "'",
    "'90s Records",
    "''=",
    '-',
    'N/A',
  ])('is %j as it stands', (cell) => {
    expect(cellText(cell)).toBe(cell);
  });

  // In the square of its length it would outlast Jest's limit.
  it.each([
    ['quotes', `="${'"'.repeat(1_000_000)}`],
    ['blanks', `="${' '.repeat(1_000_000)}x`],
  ])('costs linear time: %s', (_, cell) => {
    expect(cellText(cell)).toBe(cell);
  });
});
