import { expect, it } from '@jest/globals';
import { refInPath } from './external-ref.js';

const pathOf = (externalRef: string) =>
  new URL(`http://api.test/by-ref/${encodeURIComponent(refInPath(externalRef))}`).pathname;

it.each(['crm-8841', 'a/b', '50%', '%2e%2e', 'a?b#c', 'Zürich', '鈴木', '🚀', '...', '.a', '\u0000'])(
  'keeps %p in one part of the path',
  (externalRef) => {
    expect(pathOf(externalRef)).toBe(`/by-ref/${encodeURIComponent(externalRef)}`);
  },
);

it.each(['.', '..'])('keeps %p from being a step of the path', (externalRef) => {
  expect(decodeURIComponent(pathOf(externalRef)).trim()).toBe(`/by-ref/${externalRef}`);
});

it.each(['', ' ', '\t\n'])('refuses %j', (externalRef) => {
  expect(() => refInPath(externalRef)).toThrow('The externalRef is empty.');
});

it('refuses half a character, which no address can have', () => {
  expect(() => refInPath('crm-\ud83d')).toThrow(TypeError);
});
