import { runInNewContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import { json, literal, python, typescript } from './literal.js';

const value = {
  title: `Acme's "best"`,
  'a.b': ['one\ntwo', 'C:\\temp', '${x} `y`'],
  nested: { list: Array.from({ length: 30 }, (_, index) => ({ index, isEven: index % 2 === 0 })) },
  nothing: null,
  empty: [[], {}],
};

it('writes what JSON and TypeScript read as the same value', () => {
  expect(JSON.parse(literal(value, json))).toEqual(value);
  const read: unknown = runInNewContext(`JSON.stringify(${literal(value, typescript)})`);
  expect(read).toBe(JSON.stringify(value));
});

it('writes what is short on a line, as its language has it', () => {
  const short = { type: 'lead', isOpen: true, more: [null, 1] };
  expect(literal(short, json)).toBe('{ "type": "lead", "isOpen": true, "more": [null, 1] }');
  expect(literal(short, typescript)).toBe("{ type: 'lead', isOpen: true, more: [null, 1] }");
  expect(literal(short, python)).toBe('{"type": "lead", "isOpen": True, "more": [None, 1]}');
});

it('writes what is long a member a line, and indents it', () => {
  const long = { title: 'a'.repeat(60), description: 'b'.repeat(60) };
  expect(literal(long, json, '  ')).toBe(
    `{\n    "title": "${'a'.repeat(60)}",\n    "description": "${'b'.repeat(60)}"\n  }`,
  );
  expect(literal(long, python)).toBe(
    `{\n    "title": "${'a'.repeat(60)}",\n    "description": "${'b'.repeat(60)}",\n}`,
  );
});
