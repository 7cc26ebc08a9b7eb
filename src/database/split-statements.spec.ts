import { describe, expect, it } from '@jest/globals';
import { splitStatements } from './split-statements.js';

const textsOf = (script: string) => splitStatements(script).map(({ text }) => text);

describe('splitStatements', () => {
  it.each([
    ['nothing', ''],
    ['blanks and empty statements', ' \n;; ;\n'],
    ['comments alone', '-- a; b\n/* c; */ ; -- d'],
  ])('finds no statement in %s', (_, script) => {
    expect(splitStatements(script)).toEqual([]);
  });

  it('tells the line on which each statement begins, past the comments before it', () => {
    const script = '-- first\nSELECT 1;\n\n/* second\n */ SELECT\n  2\n; SELECT 3;\r\nSELECT 4 -- the end';
    expect(splitStatements(script)).toEqual([
      { text: 'SELECT 1', line: 2 },
      { text: 'SELECT\n  2', line: 5 },
      { text: 'SELECT 3', line: 7 },
      { text: 'SELECT 4 -- the end', line: 8 },
    ]);
  });

  it.each([
    ['a string', `SELECT 'a;b'`],
    ['a doubled quote', `SELECT 'it''s;'`],
    ['a backslash, which escapes nothing', `SELECT '\\'`],
    ['an escape string', `SELECT E'a\\';b\\\\', e'c'';\\''`],
    ['an escape string in two parts', `SELECT E'a' \n\n '\\';'`],
    ['a string in two parts', `SELECT 'a'\n'\\'`],
    ['a string after a word that ends with e', `SELECT date'2026-01-01', type'\\'`],
    ['a quoted name', `SELECT 1 AS "a;""b"`],
    ['a dollar-quoted string', `DO $$ BEGIN a; $x$ b; $x$ END $$`],
    ['one with a tag', `SELECT $tag$ $$ ; $ta$ ; $tag$, $é1$;$é1$`],
    ['dollars within a word', `SELECT 1 AS a$b$`],
    ['a parameter', `PREPARE a AS SELECT $1, '$2'`],
    ['a comment to the end of its line', `SELECT 1 -- it's; "one" /*\n + 1`],
    ['nested comments', `SELECT 1 /* a; /* b; */ c; '*/ + 1`],
    ['a comment that looks nested', `SELECT 1 /*/ ; */ + 1`],
    ['operators', `SELECT 2 - -1, 4 / 2, 3 * /* ; */ 2, '{}'::jsonb @> '{}'`],
    ['parentheses', `CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT (2))`],
    [
      'the body of a function',
      `CREATE FUNCTION f() RETURNS int Begin /* ; */ Atomic\n SELECT 1; SELECT CASE WHEN true THEN (2) END; END`,
    ],
  ])('keeps %s together', (_, statement) => {
    expect(textsOf(`${statement};${statement} ; SELECT 'last'`)).toEqual([
      statement,
      statement,
      `SELECT 'last'`,
    ]);
  });

  it.each([`SELECT 'a; b`, `SELECT E'a\\'; b`, `SELECT "a; b`, 'DO $$ a; b', 'SELECT 1 /* /* ; */ b'])(
    'leaves what is never closed to PostgreSQL: %s',
    (statement) => {
      expect(textsOf(`SELECT 1; ${statement}`)).toEqual(['SELECT 1', statement]);
    },
  );
});
