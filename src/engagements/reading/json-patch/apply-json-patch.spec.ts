import { describe, expect, it } from '@jest/globals';
import { engagement, lead } from '../../../../test/support/engagements.factory.js';
import { DomainError } from '../../../errors/domain-error.js';
import { applyJsonPatch } from './apply-json-patch.js';
import { readJsonPatch } from './patch-operation.js';

const ID = '01900000-0000-7000-8000-000000000000';

/** What a patch makes of a document, each as JSON. */
function patched(document: string, patch: string): unknown {
  return applyJsonPatch(readJsonPatch(JSON.parse(patch)), JSON.parse(document), ID);
}

/** Why it makes nothing of it: the code, the pointer and the message. */
function refusal(document: string, patch: string): string[] {
  try {
    return [`made ${JSON.stringify(patched(document, patch))}`];
  } catch (error) {
    if (!(error instanceof DomainError)) {
      throw error;
    }
    const { errors = [] } = error.options;
    return errors.map(({ pointer = '', message }) => `${error.code} ${pointer} ${message}`);
  }
}

describe('a JSON Patch (RFC 6902)', () => {
  it.each([
    ['A.1', '{"foo":"bar"}', '[{"op":"add","path":"/baz","value":"qux"}]', '{"baz":"qux","foo":"bar"}'],
    [
      'A.2',
      '{"foo":["bar","baz"]}',
      '[{"op":"add","path":"/foo/1","value":"qux"}]',
      '{"foo":["bar","qux","baz"]}',
    ],
    ['A.3', '{"baz":"qux","foo":"bar"}', '[{"op":"remove","path":"/baz"}]', '{"foo":"bar"}'],
    ['A.4', '{"foo":["bar","qux","baz"]}', '[{"op":"remove","path":"/foo/1"}]', '{"foo":["bar","baz"]}'],
    [
      'A.5',
      '{"baz":"qux","foo":"bar"}',
      '[{"op":"replace","path":"/baz","value":"boo"}]',
      '{"baz":"boo","foo":"bar"}',
    ],
    [
      'A.6',
      '{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}',
      '[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]',
      '{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}',
    ],
    [
      'A.7',
      '{"foo":["all","grass","cows","eat"]}',
      '[{"op":"move","from":"/foo/1","path":"/foo/3"}]',
      '{"foo":["all","cows","eat","grass"]}',
    ],
    [
      'A.8',
      '{"baz":"qux","foo":["a",2,"c"]}',
      '[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]',
      '{"baz":"qux","foo":["a",2,"c"]}',
    ],
    [
      'A.10',
      '{"foo":"bar"}',
      '[{"op":"add","path":"/child","value":{"grandchild":{}}}]',
      '{"foo":"bar","child":{"grandchild":{}}}',
    ],
    [
      'A.11',
      '{"foo":"bar"}',
      '[{"op":"add","path":"/baz","value":"qux","xyz":123}]',
      '{"foo":"bar","baz":"qux"}',
    ],
    ['A.14', '{"/":9,"~1":10}', '[{"op":"test","path":"/~01","value":10}]', '{"/":9,"~1":10}'],
    [
      'A.16',
      '{"foo":["bar"]}',
      '[{"op":"add","path":"/foo/-","value":["abc","def"]}]',
      '{"foo":["bar",["abc","def"]]}',
    ],
  ])('does what example %s does', (_, document, patch, result) => {
    expect(patched(document, patch)).toEqual(JSON.parse(result));
  });

  it.each([
    ['of nothing', '{"a":1}', '[]', '{"a":1}'],
    ['adds over what is there', '{"a":1}', '[{"op":"add","path":"/a","value":[2]}]', '{"a":[2]}'],
    ['adds a null', '{}', '[{"op":"add","path":"/a","value":null}]', '{"a":null}'],
    ['replaces a null', '{"a":null}', '[{"op":"replace","path":"/a","value":1}]', '{"a":1}'],
    ['removes a null', '{"a":null}', '[{"op":"remove","path":"/a"}]', '{}'],
    ['moves a null', '{"a":null}', '[{"op":"move","from":"/a","path":"/b"}]', '{"b":null}'],
    ['adds at the end by its index', '{"a":[1]}', '[{"op":"add","path":"/a/1","value":2}]', '{"a":[1,2]}'],
    ['adds under an empty name', '{}', '[{"op":"add","path":"/","value":1}]', '{"":1}'],
    ['adds under a name of digits', '{}', '[{"op":"add","path":"/01","value":1}]', '{"01":1}'],
    ['adds under the name -', '{}', '[{"op":"add","path":"/-","value":1}]', '{"-":1}'],
    ['adds under an escaped name', '{}', '[{"op":"add","path":"/a~1b~0c","value":1}]', '{"a/b~c":1}'],
    ['moves to where it is', '{"a":[1,2]}', '[{"op":"move","from":"/a/1","path":"/a/1"}]', '{"a":[1,2]}'],
    [
      'moves into what comes after it in the list',
      '{"a":[{"id":1},{"id":2},{"id":3}]}',
      '[{"op":"move","from":"/a/0","path":"/a/1/of"}]',
      '{"a":[{"id":2},{"id":3,"of":{"id":1}}]}',
    ],
    ['moves over what is there', '{"a":1,"b":2}', '[{"op":"move","from":"/a","path":"/b"}]', '{"b":1}'],
    [
      'copies into itself',
      '{"a":{"b":1}}',
      '[{"op":"copy","from":"/a","path":"/a/c"}]',
      '{"a":{"b":1,"c":{"b":1}}}',
    ],
    [
      'copies and changes one of both',
      '{"a":{"b":1}}',
      '[{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":2}]',
      '{"a":{"b":1},"c":{"b":2}}',
    ],
    ['adds the whole document', '{"a":1}', '[{"op":"add","path":"","value":{"b":2}}]', '{"b":2}'],
    ['replaces the whole document', '{"a":1}', '[{"op":"replace","path":"","value":[1]}]', '[1]'],
    [
      'tests the whole document',
      '{"a":1,"b":[]}',
      '[{"op":"test","path":"","value":{"b":[],"a":1}}]',
      '{"a":1,"b":[]}',
    ],
    ['copies the whole document', '{"a":1}', '[{"op":"copy","from":"","path":"/b"}]', '{"a":1,"b":{"a":1}}'],
    ['puts a part in the place of all', '{"a":{"b":1}}', '[{"op":"move","from":"/a","path":""}]', '{"b":1}'],
    ['moves all to where it is', '{"a":1}', '[{"op":"move","from":"","path":""}]', '{"a":1}'],
    [
      'removes all and adds another',
      '{"a":1}',
      '[{"op":"remove","path":""},{"op":"add","path":"","value":{}}]',
      '{}',
    ],
    [
      'tests what was changed before',
      '{"a":1}',
      '[{"op":"replace","path":"/a","value":2},{"op":"test","path":"/a","value":2}]',
      '{"a":2}',
    ],
  ])('%s', (_, document, patch, result) => {
    expect(patched(document, patch)).toEqual(JSON.parse(result));
  });

  it('leaves alone what it is applied to, and itself', () => {
    const before = engagement({ contexts: [lead()] });
    const operations = readJsonPatch([
      { op: 'add', path: '/contexts/-', value: lead() },
      { op: 'add', path: '/contexts/1/customer/industry', value: 'Travel' },
      { op: 'remove', path: '/contexts/0' },
    ]);

    const first = applyJsonPatch(operations, before, ID);

    expect(applyJsonPatch(operations, before, ID)).toEqual(first);
    expect(before).toEqual(engagement({ contexts: [lead()] }));
  });
});

describe('an operation that has no target', () => {
  const content = '{"title":"x","contexts":[{"type":"lead"},{"type":"lead"}]}';
  const add = (path: string) => ({ op: 'add', path, value: 1 });

  it.each([
    [
      { op: 'replace', path: '/description', value: 'x' },
      '/path There is nothing at this place yet: use `add`.',
    ],
    [
      { op: 'replace', path: '/contexts/2', value: 'x' },
      '/path There is nothing at this place yet: use `add`.',
    ],
    [
      { op: 'replace', path: '/contexts/-', value: 'x' },
      '/path There is nothing at this place yet: use `add`.',
    ],
    [
      { op: 'replace', path: '/contexts/0/customer/industry', value: 'x' },
      '/path Its parent isn’t there: add that first.',
    ],
    [{ op: 'remove', path: '/description' }, '/path There is nothing at this place to remove.'],
    [{ op: 'remove', path: '/contexts/-' }, '/path There is nothing at this place to remove.'],
    [{ op: 'move', from: '/description', path: '/title' }, '/from There is nothing at this place to move.'],
    [{ op: 'copy', from: '/contexts/2', path: '/title' }, '/from There is nothing at this place to copy.'],
    [add('/contexts/0/customer/industry'), '/path Its parent isn’t there: add that first.'],
    [add('/contexts/2/id'), '/path Its parent isn’t there: add that first.'],
    [add('/title/0'), '/path Its parent is no object or list.'],
    [add('/contexts/3'), '/path Must end with an index from 0 to 2, or with `-` for the end of the list.'],
    [
      { op: 'copy', from: '/title', path: '/contexts/9' },
      '/path Must end with an index from 0 to 2, or with `-` for the end of the list.',
    ],
    [
      { op: 'move', from: '/contexts/0', path: '/contexts/2' },
      '/path Must end with an index from 0 to 1, or with `-` for the end of the list.',
    ],
    [{ op: 'move', from: '/title', path: '/project/title' }, '/path Its parent isn’t there: add that first.'],
  ])('%j', (operation, told) => {
    expect(refusal(content, JSON.stringify([{ op: 'test', path: '/title', value: 'x' }, operation]))).toEqual(
      [`invalid-request /1${told}`],
    );
  });

  it.each([
    ...['/contexts/00', '/contexts/01', '/contexts/1e0', '/contexts/-1', '/contexts/+1', '/contexts/1.0'],
    ...['/contexts/ 1', '/contexts/', '/contexts/length', '/contexts/map', '/contexts/1/type/0'],
    ...['/title/0', '/title/length', '/toString', '/hasOwnProperty', '/contexts/0/valueOf', '/ title', '/'],
    '/contexts/4294967296',
  ])('%s is no place', (path) => {
    const refused = (operation: object) => refusal(content, JSON.stringify([operation])).join();
    expect(refused({ op: 'remove', path })).toMatch(/^invalid-request \/0\/path /);
    expect(refused({ op: 'replace', path, value: 1 })).toMatch(/^invalid-request \/0\/path /);
    expect(refused({ op: 'copy', from: path, path: '/x' })).toMatch(/^invalid-request \/0\/from /);
    expect(refused({ op: 'move', from: path, path: '/x' })).toMatch(/^invalid-request \/0\/from /);
    expect(refused({ op: 'test', path, value: 1 })).toMatch(/^patch-test-failed \/0\/path /);
  });

  it('is told before what comes after it', () => {
    const patch = [
      { op: 'remove', path: '' },
      { op: 'add', path: '/title', value: 'x' },
      { op: 'test', path: '/title', value: 'y' },
    ];
    expect(refusal(content, JSON.stringify(patch))).toEqual([
      'invalid-request /1/path Its parent isn’t there: add that first.',
    ]);
  });
});

describe('a test', () => {
  it.each([
    ['{"a":10}', '10'],
    ['{"a":"10"}', '"10"'],
    ['{"a":null}', 'null'],
    ['{"a":{"b":1,"c":[1,2]}}', '{"c":[1,2],"b":1}'],
    ['{"a":[]}', '[]'],
    ['{"a":1}', '1.0'],
    ['{"a":0}', '-0'],
  ])('of %s holds with %s', (document, value) => {
    expect(patched(document, `[{"op":"test","path":"/a","value":${value}}]`)).toEqual(JSON.parse(document));
  });

  it.each([
    ['{"a":10}', '"10"'],
    ['{"a":"Retail"}', '"retail"'],
    ['{"a":null}', 'false'],
    ['{"a":{"b":1}}', '{"b":1,"c":2}'],
    ['{"a":{"b":1,"c":2}}', '{"b":1}'],
    ['{"a":[1,2]}', '[2,1]'],
    ['{"a":[]}', '{}'],
    ['{"a":{}}', '[]'],
    ['{"a":{"b":[{"c":1}]}}', '{"b":[{"c":2}]}'],
  ])('of %s fails with %s', (document, value) => {
    const patch = `[{"op":"add","path":"/b","value":1},{"op":"test","path":"/a","value":${value}}]`;
    expect(refusal(document, patch)).toEqual([
      'patch-test-failed /1/value Is not what the engagement has at this place.',
    ]);
  });

  it('of what isn’t there fails, also with null', () => {
    expect(refusal('{}', '[{"op":"test","path":"/a","value":null}]')).toEqual([
      'patch-test-failed /0/path There is nothing at this place.',
    ]);
  });
});
