import { distance } from 'fastest-levenshtein';
import { nameWords } from './name-words.js';

/** Longer than any name that there is: nothing would be near, and to look would cost. */
const LONGEST = 100;

/** A name, and what is suggested to whom it is near: its value, or nothing where it may not be used here. */
export interface Named {
  readonly name: string;
  readonly value: string | undefined;
}

interface Folded {
  readonly key: string;
  readonly words: readonly string[];
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
      const words = nameWords(name);
      return { key: words.join(''), words, value };
    });
    foldedNames.set(list, names);
  }
  return names;
}

function nearestOf(value: string, names: readonly Folded[]): string | undefined {
  const words = value.length > LONGEST ? [] : nameWords(value);
  const key = words.join('');
  if (key === '') {
    return undefined;
  }
  const found = [
    () => names.filter((name) => name.key === key),
    () => mistyped(key, names),
    () => names.filter((name) => hasWords(name.words, words)),
    () => (words.length === 1 ? names.filter((name) => name.words.some((word) => isAkin(word, key))) : []),
  ];
  for (const find of found) {
    const values = new Set(find().map((name) => name.value));
    if (values.size > 0) {
      return values.size === 1 ? [...values][0] : undefined;
    }
  }
  return undefined;
}

/** The names that are fewest slips away, as far as so few can be slips. */
function mistyped(key: string, names: readonly Folded[]): Folded[] {
  let least = Infinity;
  let nearestNames: Folded[] = [];
  for (const name of names) {
    const most = Math.min(least, slipsOf(Math.max(key.length, name.key.length)));
    // The lengths alone mostly tell that there are more.
    const slips = Math.abs(key.length - name.key.length) > most ? Infinity : slipsBetween(key, name.key);
    if (slips <= most) {
      nearestNames = slips < least ? [name] : [...nearestNames, name];
      least = slips;
    }
  }
  return nearestNames;
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
  const slips = distance(one, other);
  return slips === 2 && one.length === other.length && isSwap(one, other) ? 1 : slips;
}

function isSwap(one: string, other: string): boolean {
  const at = Array.from({ length: one.length }, (_, index) => index).findIndex(
    (index) => one[index] !== other[index],
  );
  const swapped = `${one.slice(0, at)}${one.charAt(at + 1)}${one.charAt(at)}${one.slice(at + 2)}`;
  return swapped === other;
}

/** Whether all words stand in the name, one after the other: `Oil & Gas` in `Energy - Oil and Gas`. */
function hasWords(name: readonly string[], words: readonly string[]): boolean {
  return words.join('').length > 2 && ` ${name.join(' ')} `.includes(` ${words.join(' ')} `);
}

/** Whether two words have all but their ends in common: `finance` and `financial`. */
function isAkin(word: string, key: string): boolean {
  const stem = Math.max(5, key.length - 2);
  return key.length >= stem && word.startsWith(key.slice(0, stem));
}
