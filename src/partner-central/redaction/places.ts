import { isEcho, type Sentence, sentenceOf } from './decisions.js';
import type { KnownValue } from './known-value.js';
import { addressPlaces, type KnownAddresses } from './addresses.js';
import { type Place, startOf } from './place.js';
import { isCutAt, truncatedPlaces } from './truncated.js';
import { type Beginning, keyWith, MANY_WORDS, NO_ID, SHORT, type ValueIndex } from './value-index.js';
import { wordsOf } from './words.js';

/** Where a text of AWS's has something of a request. */
export function placesIn(text: string, index: ValueIndex, addresses: KnownAddresses): Place[] {
  const sentence = sentenceOf(wordsOf(text));
  const ids = sentence.folded.map((word) => index.idOf(word));
  return [
    ...addressPlaces(text, addresses),
    ...longPlaces(sentence, ids, index),
    ...shortPlaces(sentence, ids, index),
    ...truncatedPlaces(sentence, index),
  ];
}

/** The place that words of a text take, with the signs that the value has before and after them. */
function placeOf({ text, starts, ends }: Sentence, value: KnownValue, first: number, last: number): Place {
  const { label, trail } = value;
  const end = ends[last] ?? text.length;
  return {
    start: startOf(text, value, starts[first] ?? 0),
    end: text.startsWith(trail, end) ? end + trail.length : end,
    label,
  };
}

function shortPlaces(sentence: Sentence, ids: readonly number[], index: ValueIndex): Place[] {
  const places: Place[] = [];
  for (let first = 0; first < ids.length; first += 1) {
    let key = 0;
    for (let last = first; last < first + SHORT && (ids[last] ?? NO_ID) !== NO_ID; last += 1) {
      key = keyWith(key, ids[last] ?? NO_ID);
      const values = index.shortValues(last - first + 1, key);
      places.push(...echoOf(values, sentence, first, last));
    }
  }
  return places;
}

/** The place of the first of the values that the words are an echo of. */
function echoOf(
  values: readonly KnownValue[],
  sentence: Sentence,
  first: number,
  last: number,
): readonly Place[] {
  for (const value of values) {
    const place = placeOf(sentence, value, first, last);
    if (isEcho(value, sentence, { ...place, first, last })) {
      return [place];
    }
  }
  return [];
}

/**
 * Long values and parts of them: AWS may quote a line, or cut a text off. A part is known by its beginning, or by
 * three words in a row of which two are none of AWS's, and then reaches as far as it is the same.
 */
function* longPlaces(sentence: Sentence, ids: readonly number[], index: ValueIndex): Generator<Place> {
  let done = 0;
  for (let at = 0; at < ids.length;) {
    const [run] = [beginningAt(sentence, ids, at, index), partAt(ids, at, done, index)]
      .filter((one) => one !== undefined)
      .toSorted((one, other) => other.last - one.last);
    if (run === undefined) {
      at += 1;
      continue;
    }
    const place = placeOf(sentence, run.value, run.first, run.last);
    yield { ...place, end: run.isWhole ? place.end : endWithCutWord(sentence, run, index) };
    done = run.last + 1;
    at = done;
  }
}

/** Words of a text that are the same as words of a long value. */
interface Run {
  readonly value: KnownValue;
  readonly first: number;
  readonly last: number;
  /** Where the value goes on. */
  readonly next: number;
  readonly isWhole: boolean;
}

/** A long value from its beginning on: whole, cut off, or so much of it that it is no coincidence. */
function beginningAt(
  sentence: Sentence,
  ids: readonly number[],
  at: number,
  index: ValueIndex,
): Run | undefined {
  const { whole, longest } = index.beginningAt(ids, at);
  if (longest !== undefined && longest.count === MANY_WORDS) {
    return runFrom(ids, at, longest.position, at, index);
  }
  if (whole !== undefined) {
    const run = runOf(whole, at, true);
    const place = placeOf(sentence, run.value, run.first, run.last);
    if (isEcho(run.value, sentence, { ...place, first: run.first, last: run.last })) {
      return run;
    }
  }
  const cut = longest === undefined ? undefined : runOf(longest, at, false);
  return cut !== undefined && isCutAt(sentence, at, endWithCutWord(sentence, cut, index)) ? cut : undefined;
}

const runOf = ({ value, count, position }: Beginning, at: number, isWhole: boolean): Run => ({
  value,
  first: at,
  last: at + count - 1,
  next: position + count,
  isWhole,
});

function partAt(ids: readonly number[], at: number, done: number, index: ValueIndex): Run | undefined {
  const position = index.seedOf(ids, at);
  return position === undefined ? undefined : runFrom(ids, at, position, done, index);
}

/** All words around a place that are the same. @param done how many words of the text are told already */
function runFrom(
  ids: readonly number[],
  at: number,
  position: number,
  done: number,
  index: ValueIndex,
): Run | undefined {
  const { sequence } = index;
  const isSame = (shift: number) =>
    sequence[position + shift] === ids[at + shift] && (ids[at + shift] ?? NO_ID) !== NO_ID;
  let start = 0;
  while (at + start > done && isSame(start - 1)) {
    start -= 1;
  }
  let end = SHORT;
  while (isSame(end)) {
    end += 1;
  }
  const value = index.longValueAt(position);
  return value === undefined
    ? undefined
    : {
        value,
        first: at + start,
        last: at + end - 1,
        next: position + end,
        isWhole: sequence[position + start - 1] === NO_ID && sequence[position + end] === NO_ID,
      };
}

/** The end of a run; behind the next word where that is the beginning of the value's next one: `runs out ea…`. */
function endWithCutWord({ folded, ends }: Sentence, { last, next }: Run, index: ValueIndex): number {
  const cut = folded[last + 1] ?? '';
  const isCut = cut !== '' && index.wordAt(next).startsWith(cut);
  return ends[isCut ? last + 1 : last] ?? 0;
}
