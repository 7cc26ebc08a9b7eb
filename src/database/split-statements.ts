/** One statement of an SQL script. */
export interface Statement {
  /** Without the comments before it and the semicolon after it. */
  readonly text: string;
  /** The line of the script on which it begins, from 1. */
  readonly line: number;
}

/**
 * Splits an SQL script into its statements, as psql does. What is never closed (a string, a comment)
 * reaches to the end of the script, and PostgreSQL refuses it.
 * @param script is read as PostgreSQL reads it with `standard_conforming_strings` on, its default.
 */
export function splitStatements(script: string): Statement[] {
  const statements: Statement[] = [];
  const nesting = new Nesting();
  let line = 1;
  let counted = 0;
  let start: number | undefined;
  const end = (at: number): void => {
    if (start !== undefined) {
      line += lineBreaks(script.slice(counted, start));
      counted = start;
      statements.push({ text: script.slice(start, at).trimEnd(), line });
      start = undefined;
    }
  };
  for (const { isGap, text, at } of tokensOf(script)) {
    if (text === ';' && !nesting.isOpen()) {
      end(at);
    } else if (!isGap) {
      start ??= at;
      nesting.follow(text);
    }
  }
  end(script.length);
  return statements;
}

/** How deep a token lies where semicolons do not end the statement. */
class Nesting {
  /** Parentheses: `CREATE RULE … DO ALSO (INSERT …; UPDATE …)`. */
  private parentheses = 0;
  /** `BEGIN ATOMIC … END` of a function; within it, CASE has an END too. */
  private blocks = 0;
  private previous = '';

  isOpen(): boolean {
    return this.parentheses > 0 || this.blocks > 0;
  }

  follow(token: string): void {
    const word = token.toUpperCase();
    if (word === '(') {
      this.parentheses += 1;
    } else if (word === ')') {
      this.parentheses -= 1;
    } else if ((word === 'ATOMIC' && this.previous === 'BEGIN') || (word === 'CASE' && this.blocks > 0)) {
      this.blocks += 1;
    } else if (word === 'END' && this.blocks > 0) {
      this.blocks -= 1;
    }
    this.previous = word;
  }
}

interface Token {
  /** Blanks or a comment. */
  readonly isGap: boolean;
  readonly text: string;
  readonly at: number;
}

/** The quotes of an escape string, and what is between them. */
const escaped = String.raw`'(?:[^'\\]|\\[^]|'')*'?`;

/**
 * Source: PostgreSQL's "Lexical Structure". A doubled quote within quotes is read as two strings side by side, which
 * comes to the same. An escape string may go on between quotes on a later line. A dollar within a word opens nothing.
 */
const tokenPattern = new RegExp(
  [
    String.raw`(?<blank>[ \t\n\r\f\v]+|--[^\n\r]*)`,
    String.raw`(?<comment>/\*)`,
    String.raw`[eE]${escaped}(?:[ \t\f\v]*[\n\r][ \t\n\r\f\v]*${escaped})*`,
    String.raw`'[^']*'?`,
    String.raw`"[^"]*"?`,
    String.raw`(?<dollars>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)[^]*?(?:\k<dollars>|$)`,
    String.raw`[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*`,
    String.raw`[^]`,
  ].join('|'),
  'y',
);

function* tokensOf(script: string): Generator<Token> {
  for (let at = 0; at < script.length;) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(script);
    const isComment = match?.groups?.['comment'] !== undefined;
    const end = isComment ? endOfComment(script, at) : tokenPattern.lastIndex;
    const isGap = isComment || match?.groups?.['blank'] !== undefined;
    yield { isGap, text: script.slice(at, end), at };
    at = end;
  }
}

/** Comments nest. */
function endOfComment(script: string, start: number): number {
  let depth = 0;
  for (const { 0: mark, index } of script.slice(start).matchAll(/\/\*|\*\//g)) {
    depth += mark === '/*' ? 1 : -1;
    if (depth === 0) {
      return start + index + mark.length;
    }
  }
  return script.length;
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}
