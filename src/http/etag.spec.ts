import { describe, expect, it } from '@jest/globals';
import { etagOf, isUnchanged, readIfMatch } from './etag.js';

it('is the version in quotes', () => {
  expect(etagOf(12)).toBe('"12"');
});

describe('If-Match', () => {
  it.each([undefined, '*', ' * '])('%j lets any version through', (ifMatch) => {
    expect(readIfMatch(ifMatch)).toBeUndefined();
  });

  it.each([
    ['"3"', [3]],
    [' "3" ', [3]],
    ['"1", "3"', [1, 3]],
    ['"1","3","4"', [1, 3, 4]],
    // A weak tag never matches here (RFC 9110 section 13.1.1).
    ['W/"3"', []],
    ['W/"3", "3"', [3]],
    ['""', []],
    ['"03"', []],
    ['"ü"', []],
  ])('%j names the versions %j', (ifMatch, versions) => {
    expect(readIfMatch(ifMatch)).toEqual(versions);
  });

  it.each(['', '3', '"3', '3"', "'3'", '"3" "4"', 'w/"3"', '"a b"', '*, "3"', '"'.repeat(200_000)])(
    '%.20j can’t be read',
    (ifMatch) => {
      expect(() => readIfMatch(ifMatch)).toThrow(
        expect.objectContaining({
          code: 'invalid-request',
          options: { errors: [expect.objectContaining({ parameter: 'If-Match' })] },
        }),
      );
    },
  );
});

describe('If-None-Match', () => {
  it.each(['*', '"3"', 'W/"3"', '"1", W/"3"'])('%j names version 3', (ifNoneMatch) => {
    expect(isUnchanged(ifNoneMatch, 3)).toBe(true);
  });

  it.each([undefined, '"2"', 'W/"2"', '"33"'])('%j does not', (ifNoneMatch) => {
    expect(isUnchanged(ifNoneMatch, 3)).toBe(false);
  });

  it.each(['', '3', 'W/3', 'W/W/"3"'])('%j can’t be read', (ifNoneMatch) => {
    expect(() => isUnchanged(ifNoneMatch, 3)).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        options: { errors: [expect.objectContaining({ parameter: 'If-None-Match' })] },
      }),
    );
  });
});
