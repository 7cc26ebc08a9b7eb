import type { Sentence } from './decisions.js';
import { isTelling } from './ordinary-words.js';
import { type Place, startOf } from './place.js';
import type { ValueIndex } from './value-index.js';

/** More than AWS cuts off in one text. */
const MAX_CUTS = 50;

/** Of so many words at most a value is known by its beginning; of longer ones a part is found anyway. */
const MAX_WORDS = 4;

/** So many letters at least tell which value was cut off. */
const MIN_LENGTH = 3;
const MIN_LENGTH_WITHOUT_DOTS = 4;

const cutMark = /^\s?(?:\.\.|…)|^['"`”’»]|^$/;

/** Whether it is worth a look: every word of every text is asked. */
const couldBeMark = (text: string, end: number) => {
  const next = text.charAt(end);
  return next === '' || '.…\'"`”’»'.includes(next) || '.…'.includes(text.charAt(end + 1));
};

/** Whether what stands from a word to a place is quoted, and cut off or ended there. */
export function isCutAt({ text, starts }: Sentence, first: number, end: number): boolean {
  return (
    isQuoted(text, starts[first] ?? 0) && couldBeMark(text, end) && cutMark.test(text.slice(end, end + 3))
  );
}

const isQuoted = (text: string, start: number) =>
  /['"`“‘„«[(:=]\s?$/.test(text.slice(Math.max(0, start - 2), start));

/** Values that AWS has cut off: `Müller Söh...`, or at a length: `'Müller Söh'`. */
export function* truncatedPlaces(sentence: Sentence, index: ValueIndex): Generator<Place> {
  const { text, folded, ends } = sentence;
  let cuts = 0;
  for (let last = 0; last < folded.length && cuts < MAX_CUTS; last += 1) {
    const end = ends[last] ?? 0;
    const mark = couldBeMark(text, end) ? cutMark.exec(text.slice(end, end + 3)) : null;
    if (mark !== null) {
      cuts += 1;
      const place = longestCutAt(sentence, last, mark[0].trim(), index);
      if (place !== undefined) {
        yield place;
      }
    }
  }
}

function longestCutAt(
  { text, folded, starts, ends }: Sentence,
  last: number,
  mark: string,
  index: ValueIndex,
): Place | undefined {
  for (let first = Math.max(0, last - MAX_WORDS + 1); first <= last; first += 1) {
    const words = folded.slice(first, last + 1);
    const start = starts[first] ?? 0;
    const hasDots = mark.startsWith('.') || mark === '…';
    const minLength = hasDots ? MIN_LENGTH : MIN_LENGTH_WITHOUT_DOTS;
    const couldBeCut =
      words.join('').length >= minLength &&
      words.some(isTelling) &&
      (isQuoted(text, start) || (hasDots && words.length > 1));
    const value = couldBeCut ? index.valueBeginningWith(words) : undefined;
    if (value !== undefined) {
      return { start: startOf(text, value, start), end: ends[last] ?? text.length, label: value.label };
    }
  }
  return undefined;
}
