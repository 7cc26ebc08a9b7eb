/**
 * How a part of a text stands in it.
 *
 * - `quoted`: between quotes, and nothing else with it: `'IN'`.
 * - `enclosed`: between brackets: `[IN]`.
 * - `assigned`: all that comes after `=` or `:`: `(value: IN)`.
 * - `listed`: one of several: `[DE, IN]`.
 * - `alone`: it is the text.
 * - `loose`: among other words.
 */
export type Standing = 'quoted' | 'enclosed' | 'assigned' | 'listed' | 'alone' | 'loose';

/** Opening quotes, with what closes them. */
const quotes: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '`': '`´',
  '´': '´',
  '‘': '’',
  '’': '’',
  '‚': '‘',
  '“': '”',
  '”': '”',
  '„': '“”',
  '«': '»',
  '»': '«',
  '‹': '›',
  '›': '‹',
  '「': '」',
  '『': '』',
};

/** Opening brackets, tags of HTML among them. */
const brackets: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '<': '>', '>': '<' };

/** More than AWS leaves between a value and what is around it. */
const MAX_BLANKS = 3;

const isBlank = (character: string | undefined) => character !== undefined && /\s/.test(character);

function skipBlanks(text: string, index: number, step: 1 | -1): number {
  let at = index;
  for (let blanks = 0; blanks < MAX_BLANKS && isBlank(text[at]); blanks += 1) {
    at += step;
  }
  return at;
}

const opens = (before: string, after: string, pairs: Readonly<Record<string, string>>) =>
  after !== '' && (pairs[before]?.includes(after) ?? false);

/** How the part from `start` to `end` stands in a text, blanks around it apart. */
export function standingOf(text: string, start: number, end: number): Standing {
  const beforeAt = skipBlanks(text, start - 1, -1);
  const afterAt = skipBlanks(text, end, 1);
  const before = text[beforeAt] ?? '';
  const after = text[afterAt] ?? '';
  if (before === '' && after === '') {
    return 'alone';
  }
  if (opens(before, after, quotes)) {
    return 'quoted';
  }
  if (opens(before, after, brackets)) {
    // An index is none of them: `contexts[1]`, `$['contexts']`.
    return before === '[' && /[\w\])]/.test(text[beforeAt - 1] ?? '') ? 'loose' : 'enclosed';
  }
  if (before === '=' || (before === ':' && endsClause(text, afterAt))) {
    return 'assigned';
  }
  return isListed(before, after, endsClause(text, afterAt)) ? 'listed' : 'loose';
}

/** Whether nothing of the same clause follows: "Error: May not be empty" names nobody. */
function endsClause(text: string, at: number): boolean {
  const after = text[at] ?? '';
  return (
    after === '' || /[,;|)\]}>'"`´”’»]/.test(after) || (/[.!?]/.test(after) && !/\w/.test(text[at + 1] ?? ''))
  );
}

function isListed(before: string, after: string, isEnd: boolean): boolean {
  const isAfterOne = /[,;|]/.test(before);
  const isBeforeOne = /[,;|]/.test(after);
  const isFirst = before !== '' && (before in quotes || before in brackets || before === ':');
  return (isAfterOne && (isBeforeOne || isEnd)) || (isFirst && isBeforeOne);
}
