import { describe, expect, it } from '@jest/globals';
import { objectText } from './json-text.js';

describe('an object as JSON text', () => {
  it.each([
    [{}, {}, '{}'],
    [{ a: undefined, b: 'quoted "text"\n', c: [null] }, {}, '{"b":"quoted \\"text\\"\\n","c":[null]}'],
    [{}, { a: '[ 1,\n{"z":1, "a":2}]' }, '{"a":[ 1,\n{"z":1, "a":2}]}'],
    [{ a: undefined }, { b: 'true' }, '{"b":true}'],
    [{ a: 1, b: 'x' }, { c: '[]', d: '{ }' }, '{"a":1,"b":"x","c":[],"d":{ }}'],
  ])('has the members of %j, and %j as it was, to the byte', (members, texts, text) => {
    expect(objectText(members, texts)).toBe(text);
  });
});
