import { distance } from 'fastest-levenshtein';
import { LONGEST_NAME, nameWords } from './name-words.js';

/** A name, and what is suggested to whom it is near: its value, or nothing where it may not be used here. */
export interface Named {
  readonly name: string;
  readonly value: string | undefined;
}

/** A name as it is compared. */
interface Folded {
  readonly key: string;
  readonly words: readonly string[];
  /** The words with a blank before and behind each. */
  readonly spaced: string;
  readonly value: string | undefined;
}

const foldedNames = new WeakMap<readonly unknown[], readonly Folded[]>();

/**
 * The candidate that a text was probably meant to be: one that differs by letter case, accents or punctuation only, by a
 * slip of the fingers, or that alone has its words. Undefined where none is near enough, or more than one is.
 * @param candidates the same list for each call: what is found out of it is kept
 */
export function nearest(value: string, candidates: readonly string[]): string | undefined {
  return nearestOf(
    value,
    folded(candidates, () => candidates.map((name) => ({ name, value: name }))),
  );
}

/**
 * As `nearest`, for names that are not themselves what is suggested.
 * @param candidates the same list for each call: what is found out of it is kept
 */
export function nearestNamed(value: string, candidates: readonly Named[]): string | undefined {
  return nearestOf(
    value,
    folded(candidates, () => candidates),
  );
}

function folded(list: readonly unknown[], named: () => readonly Named[]): readonly Folded[] {
  let names = foldedNames.get(list);
  if (names === undefined) {
    names = named().map(({ name, value }) => {
      return { ...foldedName(name), value };
    });
    foldedNames.set(list, names);
  }
  return names;
}

function foldedName(name: string): Omit<Folded, 'value'> {
  const words = nameWords(name);
  return { key: words.join(''), words, spaced: ` ${words.join(' ')} ` };
}

function nearestOf(value: string, names: readonly Folded[]): string | undefined {
  const text = value.length > LONGEST_NAME ? undefined : foldedName(value);
  if (text === undefined || text.key === '') {
    return undefined;
  }
  let least = Infinity;
  let nearestValue: string | undefined;
  for (const name of names) {
    const far = distanceOf(name, text, least);
    if (far < least) {
      nearestValue = name.value;
      least = far;
    } else if (far === least && name.value !== nearestValue) {
      // As near as another: neither is said, unless one is nearer.
      nearestValue = undefined;
    }
  }
  return nearestValue;
}

/** Farther than any number of slips. */
const SAME_WORDS = 10;
const AKIN = 11;

/**
 * How far a name is from a text, by the nearest way that there is: by slips, by its words, by a word akin.
 * @param least what is farther need not be told
 */
function distanceOf(name: Folded, text: Omit<Folded, 'value'>, least: number): number {
  const { length } = text.key;
  // Not by slips: three names begin with `source`, and the shortest of them is meant no more than the others.
  if (name.key !== text.key && length > 2 && name.spaced.includes(text.spaced)) {
    return SAME_WORDS;
  }
  const most = Math.min(least, slipsOf(Math.max(length, name.key.length)));
  // The lengths alone mostly tell that there are more slips.
  const slips = Math.abs(length - name.key.length) <= most ? slipsBetween(text.key, name.key) : Infinity;
  if (slips <= most) {
    return slips;
  }
  return least >= AKIN && text.words.length === 1 && name.words.some((word) => isAkin(word, text.key))
    ? AKIN
    : Infinity;
}

/** How many slips a name of so many letters may have: in a short one each makes another word. */
function slipsOf(length: number): number {
  if (length < 4) {
    return 0;
  }
  return length < 8 ? 1 : length < 14 ? 2 : 3;
}

/** Letters too many, too few or others; two neighbours that have changed places are one slip. */
function slipsBetween(one: string, other: string): number {
  if (one === other) {
    return 0;
  }
  const slips = distance(one, other);
  return slips === 2 && one.length === other.length && isSwap(one, other) ? 1 : slips;
}

function isSwap(one: string, other: string): boolean {
  let at = 0;
  while (one[at] === other[at]) {
    at += 1;
  }
  const swapped = `${one.slice(0, at)}${one.charAt(at + 1)}${one.charAt(at)}${one.slice(at + 2)}`;
  return swapped === other;
}

/** Whether two words have all but their ends in common: `finance` and `financial`. */
function isAkin(word: string, key: string): boolean {
  const stem = Math.max(5, key.length - 2);
  return key.length >= stem && word.startsWith(key.slice(0, stem));
}
