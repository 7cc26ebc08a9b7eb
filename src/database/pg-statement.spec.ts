import { expect, it } from '@jest/globals';
import { Prisma } from './generated/client.js';
import { StatementTexts } from './pg-statement.js';

it('a name has one text, whatever the values', () => {
  const texts = new StatementTexts();

  expect(texts.textOf('one', Prisma.sql`SELECT ${1}::int`)).toBe('SELECT $1::int');
  expect(texts.textOf('one', Prisma.sql`SELECT ${2}::int`)).toBe('SELECT $1::int');
  expect(texts.textOf('other', Prisma.sql`SELECT 1`)).toBe('SELECT 1');
  expect(() => texts.textOf('one', Prisma.sql`SELECT ${1}::int, ${2}::int`)).toThrow(TypeError);
  expect(() => texts.textOf('one', Prisma.sql`SELECT ${1}::text`)).toThrow(TypeError);
});
