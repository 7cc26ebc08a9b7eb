import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readJson, requireNothing } from './body-json.js';

describe('a body', () => {
  it.each([
    ['{"a":1}', { a: 1 }],
    ['\ufeff[1]', [1]],
    [' \r\n', undefined],
    ['', undefined],
    ['null', null],
  ])('%j is read', (text, value) => {
    expect(readJson(Buffer.from(text))).toEqual(value);
  });

  it.each([['{'], ['\ufeff{'], ['\u0000']])('%j is no JSON', (text) => {
    expect(() => readJson(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'malformed-json' }));
  });

  it('in another encoding is no JSON', () => {
    expect(() => readJson(Buffer.from('{"a":"é"}', 'latin1'))).toThrow(
      expect.objectContaining({ code: 'malformed-json' }),
    );
  });

  it('that is compressed is told so', () => {
    expect(() => readJson(gzipSync('{}'))).toThrow(
      expect.objectContaining({ code: 'unsupported-media-type' }),
    );
  });
});

describe('of a call that takes nothing', () => {
  it.each([[undefined], [null], [{}], [[]]])('%j says nothing', (body) => {
    expect(() => {
      requireNothing(body);
    }).not.toThrow();
  });

  it.each([[{ title: 'x' }], [{ title: null }], [['x']], ['x'], [''], [0], [false]])(
    '%j would be dropped in silence, and is refused',
    (body) => {
      expect(() => {
        requireNothing(body);
      }).toThrow(expect.objectContaining({ code: 'invalid-request' }));
    },
  );
});
