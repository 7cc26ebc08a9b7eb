import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import { IsInt, Max, ValidateNested, validateSync } from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import { checkedBy, StorableText } from './checked-by.js';
import { findingsOf } from './class-validator-findings.js';

class Inner {
  @StorableText() text?: unknown;
}

class Outer {
  @checkedBy('isLong', {
    code: 'VALUE_OUT_OF_RANGE',
    passes: (value) => String(value).length > 3,
    message: (value) => `${String(value)} is too short.`,
    group: 'strict',
  })
  @checkedBy('isKnown', {
    code: 'INVALID_ENUM_VALUE',
    passes: (value, siblings) => Reflect.get(siblings, 'allowed') !== false || value === 'known',
    message: 'Not that.',
  })
  name = 'known';

  allowed = true;

  @Max(3, { always: true, context: { code: 'VALUE_OUT_OF_RANGE' } })
  @IsInt({ always: true })
  number = 1;

  @ValidateNested({ always: true })
  @Type(() => Inner)
  inner: Inner[] = [];
}

const found = (plain: object, groups: string[] = ['none']) =>
  findingsOf(validateSync(plainToInstance(Outer, plain), { groups }));

describe('findings', () => {
  it('are none where nothing is wrong', () => {
    expect(found({ name: 'known', inner: [{ text: 'x' }] }, ['strict'])).toEqual([]);
  });

  it('have the code of their check, and a pointer however deep they lie', () => {
    expect(found({ number: 4, inner: [{}, { text: 'a\0' }] })).toEqual([
      { pointer: '/number', code: 'VALUE_OUT_OF_RANGE', message: expect.any(String) },
      { pointer: '/inner/1/text', code: 'INVALID_STRING_FORMAT', message: expect.any(String) },
    ]);
  });

  it('have a code of their own where the check names none', () => {
    expect(found({ number: 1.5 })).toEqual([
      { pointer: '/number', code: 'INVALID_VALUE', message: expect.any(String) },
    ]);
  });

  it('of a group come only where it is asked for', () => {
    const finding = { pointer: '/name', code: 'VALUE_OUT_OF_RANGE', message: 'abc is too short.' };

    expect(found({ name: 'abc' })).toEqual([]);
    expect(found({ name: 'abc' }, ['strict'])).toEqual([finding]);
  });

  it('may depend on the fields beside', () => {
    expect(found({ name: 'other' })).toEqual([]);
    expect(found({ name: 'other', allowed: false })).toEqual([
      { pointer: '/name', code: 'INVALID_ENUM_VALUE', message: 'Not that.' },
    ]);
  });

  it('keep their place in what they are part of', () => {
    const errors = validateSync(plainToInstance(Outer, { number: 4 }), { groups: ['none'] });

    expect(findingsOf(errors, '/outer/0')).toMatchObject([{ pointer: '/outer/0/number' }]);
  });
});

describe('a text that can be stored', () => {
  it.each(['', 'a\nb\t', '😀', '\u{10ffff}', '\ufffd', 7, null, undefined])('may be %j', (text) => {
    expect(found({ inner: [{ text }] })).toEqual([]);
  });

  it.each(['\0', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800'])('may not be %j', (text) => {
    expect(found({ inner: [{ text }] })).toMatchObject([{ code: 'INVALID_STRING_FORMAT' }]);
  });
});
