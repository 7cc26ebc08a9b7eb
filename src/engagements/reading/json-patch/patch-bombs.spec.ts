import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../errors/domain-error.js';
import { applyJsonPatch } from './apply-json-patch.js';
import { readJsonPatch } from './patch-operation.js';

/** Why a patch makes nothing of a document; both are JSON. */
function refusal(document: string, patch: string): string[] {
  try {
    applyJsonPatch(readJsonPatch(JSON.parse(patch)), JSON.parse(document), 'an-id');
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) {
      throw error;
    }
    const { errors = [] } = error.options;
    return errors.map(({ pointer = '', message }) => `${error.code} ${pointer} ${message}`);
  }
}

describe('a patch that would grow, or take time, without end', () => {
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));

  /** Processor time of the fastest of three runs: what else the machine does is none of ours. */
  function msOf(run: () => unknown): number {
    const times = many(3, () => {
      const before = process.cpuUsage();
      run();
      return process.cpuUsage(before).user / 1000;
    });
    return Math.min(...times);
  }

  it('ends where copies have copied as much as a body may have', () => {
    const doubling = many(30, (index) => ({ op: 'copy', from: '', path: `/x${index}` }));
    expect(refusal('{"a":"aaaaaaaa"}', JSON.stringify(doubling)).join()).toMatch(
      /^invalid-request \/\d+\/(?:from Is too much: a patch copies and moves at most 256 KiB|path Is nested deeper)/,
    );

    const text = 'a'.repeat(100_000);
    const copies = many(9, (index) => ({ op: 'copy', from: '/a', path: `/x${index}` }));
    expect(refusal(JSON.stringify({ a: text }), JSON.stringify(copies))).toEqual([
      'invalid-request /2/from Is too much: a patch copies and moves at most 256 KiB.',
    ]);
    const moves = many(9, (index) => ({ op: 'move', from: `/a${index}`, path: `/a${index + 1}` }));
    expect(refusal(JSON.stringify({ a0: text }), JSON.stringify(moves))).toEqual([
      'invalid-request /2/from Is too much: a patch copies and moves at most 256 KiB.',
    ]);
  });

  it('is refused where what comes out is larger than a body', () => {
    const text = 'ä'.repeat(65_536);
    const patch = [
      { op: 'add', path: '/b', value: text },
      { op: 'add', path: '/c', value: 'x' },
    ];
    expect(refusal(JSON.stringify({ a: text }), JSON.stringify(patch))).toEqual([
      'invalid-request  Must not make an engagement of more than 256 KiB.',
    ]);
  });

  it('is no deeper than a value may be, whatever is copied into what', () => {
    const nested = many(6, () => ({ op: 'copy', from: '/a', path: '/a/a/a/a' }));
    const document = '{"a":{"a":{"a":{"b":1}}}}';
    expect(refusal(document, JSON.stringify(nested))).toEqual([
      'invalid-request /4/path Is nested deeper than any field of an engagement.',
    ]);
  });

  it.each<[string, object, object[]]>([
    [
      'a list that loses its first item a thousand times',
      {},
      [
        { op: 'add', path: '/a', value: many(100_000, () => 0) },
        ...many(999, () => ({ op: 'remove', path: '/a/0' })),
      ],
    ],
    [
      'a list that gets a first item a thousand times',
      {},
      [
        { op: 'add', path: '/a', value: many(100_000, () => 0) },
        ...many(999, () => ({ op: 'add', path: '/a/0', value: 1 })),
      ],
    ],
    [
      'lists that differ at their ends',
      {},
      [
        { op: 'add', path: '/a', value: many(30_000, (index) => index) },
        { op: 'test', path: '/a', value: many(30_000, (index) => -index) },
      ],
    ],
    [
      'a thousand tests of what is large',
      { a: Object.fromEntries(many(10_000, (index) => [`k${index}`, {}])) },
      many(1_000, () => ({ op: 'test', path: '/a', value: {} })),
    ],
    [
      'a thousand moves',
      { a: many(900, () => ({})) },
      many(1_000, () => ({ op: 'move', from: '/a', path: '/a' })),
    ],
    ['objects by the thousand', {}, [{ op: 'add', path: '/a', value: many(80_000, () => ({})) }]],
  ])('takes little time: %s', (_, document, patch) => {
    const [before, body] = [JSON.stringify(document), JSON.stringify(patch)];
    expect(body.length).toBeLessThan(400_000);
    expect(msOf(() => refusal(before, body))).toBeLessThan(200);
  });
});
