import { describe, expect, it } from '@jest/globals';
import { JsonText, objectText } from './json-text.js';

describe('an object as JSON text', () => {
  it.each([
    {},
    { a: undefined },
    { a: 1 },
    { a: null, b: 'quoted "text"\n', c: [1, { d: undefined }], e: { f: false } },
    { a: undefined, b: '', c: undefined, d: 0 },
  ])('is what JSON.stringify makes of it: %j', (members) => {
    expect(objectText(members)).toBe(JSON.stringify(members));
  });

  it('has what was text already as it was, to the byte', () => {
    expect(objectText({ a: 'x', b: new JsonText('[ 1,\n{"z":1, "a":2}]'), c: 'y' })).toBe(
      '{"a":"x","b":[ 1,\n{"z":1, "a":2}],"c":"y"}',
    );
  });
});
