import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../errors/domain-error.js';
import type { Finding } from '../../../errors/finding.js';
import { MAX_OPERATIONS, readJsonPatch } from './patch-operation.js';

function findingsIn(body: string): readonly Finding[] {
  try {
    readJsonPatch(JSON.parse(body));
    return [];
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid-request') {
      return error.options.errors ?? [];
    }
    throw error;
  }
}

const toldIn = (body: unknown) =>
  findingsIn(JSON.stringify(body)).map(({ pointer, code }) => `${pointer} ${code}`);

describe('a JSON Patch', () => {
  it.each([['{"title":"x"}'], ['{"op":"add","path":"/title","value":"x"}'], ['null'], ['"x"'], ['7']])(
    'is a list, and not %s',
    (body) => {
      expect(findingsIn(body)).toEqual([
        {
          pointer: '',
          code: 'INVALID_VALUE',
          message: expect.stringContaining('application/merge-patch+json'),
        },
      ]);
    },
  );

  it('may have no operations, and a thousand of them, and not one more', () => {
    const tests = (count: number) =>
      Array.from({ length: count }, () => ({ op: 'test', path: '/title', value: 'x' }));

    expect(toldIn([])).toEqual([]);
    expect(toldIn(tests(MAX_OPERATIONS))).toEqual([]);
    expect(toldIn(tests(MAX_OPERATIONS + 1))).toEqual([' TOO_MANY_VALUES']);
  });

  it('has all its faults told at once, each with its place in the patch', () => {
    expect(
      toldIn([
        7,
        null,
        [],
        {},
        { op: 'add', path: '/title' },
        { op: 'remove' },
        { op: 'replace', value: null },
        { op: 'move', path: '/title' },
        { op: 'copy', from: 'title', path: 7 },
        { op: 'set', path: 'title', value: 'x' },
        { op: 7, path: null },
        { op: 'test', path: '/title', value: 'x' },
      ]),
    ).toEqual([
      '/0 INVALID_VALUE',
      '/1 INVALID_VALUE',
      '/2 INVALID_VALUE',
      '/3/op REQUIRED_FIELD_MISSING',
      '/3/path REQUIRED_FIELD_MISSING',
      '/4/value REQUIRED_FIELD_MISSING',
      '/5/path REQUIRED_FIELD_MISSING',
      '/6/path REQUIRED_FIELD_MISSING',
      '/7/from REQUIRED_FIELD_MISSING',
      '/8/path INVALID_VALUE',
      '/8/from INVALID_VALUE',
      '/9/op INVALID_ENUM_VALUE',
      '/9/path INVALID_VALUE',
      '/10/op INVALID_ENUM_VALUE',
      '/10/path INVALID_VALUE',
    ]);
  });

  it('has its first hundred faults told', () => {
    const told = toldIn(Array.from({ length: MAX_OPERATIONS }, () => ({})));

    expect(told).toHaveLength(101);
  });

  it.each([
    ['Add', 'add'],
    ['REPLACE', 'replace'],
    ['remov', 'remove'],
    ['tset', 'test'],
    ['delete', undefined],
  ])('with the operation %s has %s suggested', (op, suggestion) => {
    const [finding] = findingsIn(JSON.stringify([{ op, path: '/title', value: 'x' }]));

    expect(finding).toEqual({
      pointer: '/0/op',
      code: 'INVALID_ENUM_VALUE',
      message: 'Must be one of add, remove, replace, move, copy, test.',
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  });

  it.each([
    ...['title', '#/title', ' /title', 'contexts/0', '/a~', '/a~2', '/~/a', '~'],
    ...['/__proto__', '/__proto__/title', '/constructor/prototype/x', '/contexts/0/prototype'],
    '/a'.repeat(17),
    '/'.repeat(100_000),
  ])('has no place %s', (path) => {
    expect(toldIn([{ op: 'remove', path }])).toEqual(['/0/path INVALID_VALUE']);
    expect(toldIn([{ op: 'copy', from: path, path: '/title' }])).toEqual(['/0/from INVALID_VALUE']);
  });

  it('says nothing of a caller’s own text', () => {
    const secret = JSON.stringify([
      { op: 'Secret', path: 'Secret' },
      { op: 'add', path: '/~Secret', value: 1 },
      { op: 'add', path: '/constructor/Secret', value: 1 },
    ]);
    expect(JSON.stringify(findingsIn(secret))).not.toContain('Secret');
  });

  it.each([
    ['/title', '/title/x'],
    ['', '/title'],
    ['/contexts/0', '/contexts/0/customer'],
  ])('can’t move %j into %j', (from, path) => {
    expect(toldIn([{ op: 'move', from, path }])).toEqual(['/0/path INVALID_VALUE']);
    expect(toldIn([{ op: 'copy', from, path }])).toEqual([]);
  });

  it('can move to a place that only begins like it', () => {
    expect(toldIn([{ op: 'move', from: '/title', path: '/titles/x' }])).toEqual([]);
  });

  it('passes over members that its operations don’t have', () => {
    const operations = [
      { op: 'remove', path: '/title', value: { constructor: 1 }, from: 7, colour: 'red' },
      { op: 'add', path: '/title', value: 'x', from: 'nonsense' },
    ];
    expect(readJsonPatch(operations)).toEqual([
      { op: 'remove', path: '/title' },
      { op: 'add', path: '/title', value: 'x' },
    ]);
  });
});

describe('a value', () => {
  const list = 'function Array() { [native code] }';

  it.each([
    ['{"__proto__":{"title":"x"}}', '/__proto__'],
    ['{"a":[{},{"constructor":1}]}', '/a/1/constructor'],
    [`{"constructor":"${list}","length":4294967295}`, '/constructor'],
    ['{"customer":{"prototype":{}}}', '/customer/prototype'],
    ['{"a/b":{"__proto__":1}}', '/a~1b/__proto__'],
  ])('can’t be %s', (value, pointer) => {
    for (const op of ['add', 'replace', 'test']) {
      expect(findingsIn(`[{"op":"${op}","path":"/x","value":${value}}]`)).toEqual([
        { pointer: `/0/value${pointer}`, code: 'INVALID_VALUE', message: 'There is no such field here.' },
      ]);
    }
  });

  it('is no deeper than sixteen names and indexes below the engagement', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const at = (path: string, depth: number) =>
      findingsIn(`[{"op":"add","path":"${path}","value":${nested(depth)}}]`).map(({ message }) => message);

    expect(at('/a', 16)).toEqual([]);
    expect(at('/a', 17)).toEqual(['Is nested deeper than any field of an engagement.']);
    expect(at('/a/b/c', 14)).toEqual([]);
    expect(at('/a/b/c', 15)).toHaveLength(1);
    expect(at('/a', 100_000)).toHaveLength(1);
  });
});
