import { expect, it } from '@jest/globals';
import { rowFingerprint } from './row-fingerprint.js';

const row = { line: 1, hasColumns: false, body: { title: 'x', contexts: [{ type: 'lead' }] } };
const unreadable = {
  line: 1,
  hasColumns: false,
  errors: [{ pointer: '', code: 'INVALID_VALUE' as const, message: 'Is not JSON.' }],
};
const nested = (depth: number) => {
  const body: unknown = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  return { line: 1, hasColumns: false, body };
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
  ['columns', { ...row, hasColumns: true }],
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
