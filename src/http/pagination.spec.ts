import { describe, expect, it } from '@jest/globals';
import { cursorAfter, idOfCursor } from './pagination.js';

const id = '01a20798-677e-7326-b0a6-b60ec671885f';
const encoded = (text: string) => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  it('leads back to its item, and can stand in a URL as it is', () => {
    expect(idOfCursor(cursorAfter(id))).toBe(id);
    expect(encodeURIComponent(cursorAfter(id))).toBe(cursorAfter(id));
  });

  it.each([
    ['nothing', ''],
    ['an id', id],
    ['no base64', '%%%'],
    ['half of one', cursorAfter(id).slice(0, 20)],
    ['no JSON', encoded('after')],
    ['a null', encoded('null')],
    ['a text', encoded(`"${id}"`)],
    ['another member', encoded(JSON.stringify({ before: id }))],
    ['no UUID', encoded('{"after":"1; DROP TABLE engagements"}')],
    ['a number', encoded('{"after":1}')],
    ['a list', encoded(JSON.stringify({ after: [id] }))],
    ['deep nesting', encoded(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
    ['200,000 characters', 'e'.repeat(200_000)],
  ])('is not %s', (_, cursor) => {
    expect(() => idOfCursor(cursor)).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        options: { errors: [expect.objectContaining({ parameter: 'cursor' })] },
      }),
    );
  });
});
