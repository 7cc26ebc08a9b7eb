import { expect, it } from '@jest/globals';
import { readHeader } from '../csv/read-header.js';
import { rowFingerprint } from './row-fingerprint.js';
import type { SourceRow } from '../source-rows.js';

const row = { line: 1, body: { title: 'x', contexts: [{ type: 'lead' }] } };
const unreadable = {
  line: 1,
  errors: [{ pointer: '', code: 'INVALID_VALUE' as const, message: 'Is not JSON.' }],
};
const header = readHeader({ names: ['title'], hasMore: false }, { map: new Map(), ignoreUnknown: false });
const cells: SourceRow = { line: 1, header, lead: { texts: new Map([['title', 'x']]), badCells: [] } };
const nested = (depth: number) => {
  const body: unknown = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  return { line: 1, body };
};

it.each([
  ['a row', row],
  ['a row that can’t be read', unreadable],
  ['a row that is null', { ...row, body: null }],
  ['a row of 100,000 levels', nested(100_000)],
])('%s has 16 bytes, the same each time', (_, one) => {
  expect(rowFingerprint(one)).toMatch(/^[0-9a-f]{32}$/);
  expect(rowFingerprint({ ...one })).toBe(rowFingerprint(one));
});

it.each([
  ['another value', { ...row, body: { ...row.body, title: 'y' } }],
  ['another type of value', { ...row, body: { ...row.body, title: 1 } }],
  ['a field more', { ...row, body: { ...row.body, description: 'x' } }],
  ['a field deep within', { ...row, body: { title: 'x', contexts: [{ type: 'lead', customer: {} }] } }],
  ['columns', { ...row, header }],
  ['cells', cells],
  ['what can’t be read', unreadable],
])('is another one for %s', (_, other) => {
  expect(rowFingerprint(other)).not.toBe(rowFingerprint(row));
});

it('does not know the line, nor the words of what can’t be read', () => {
  expect(rowFingerprint({ ...row, line: 7 })).toBe(rowFingerprint(row));
  const reworded = unreadable.errors.map((one) => ({ ...one, message: 'No JSON.' }));
  expect(rowFingerprint({ ...unreadable, errors: reworded })).toBe(rowFingerprint(unreadable));
  const otherwise = unreadable.errors.map((one) => ({ ...one, pointer: '/title' }));
  expect(rowFingerprint({ ...unreadable, errors: otherwise })).not.toBe(rowFingerprint(unreadable));
});

it('of a CSV is one of what its cells hold', () => {
  const lead = (text: string, code?: 'INVALID_VALUE'): SourceRow => ({
    line: 1,
    header,
    lead: {
      texts: new Map([['title', text]]),
      badCells:
        code === undefined ? [] : [{ finding: { column: '(column 2)', code, message: 'Must be empty.' } }],
    },
  });

  expect(rowFingerprint(lead('x'))).toBe(rowFingerprint(cells));
  expect(rowFingerprint(lead('y'))).not.toBe(rowFingerprint(cells));
  expect(rowFingerprint(lead('x', 'INVALID_VALUE'))).not.toBe(rowFingerprint(cells));
});
