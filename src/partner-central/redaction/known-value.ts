import { isLimit, isTelling, ordinaryKind } from './ordinary-words.js';
import type { SensitiveValue } from './sensitive-values.js';
import { spelling, type Words } from './words.js';

/**
 * How much of AWS's words may be taken for a value.
 *
 * - `distinctive`: wherever its words stand, in any letter case.
 * - `spelled`: where they stand as the value spells them, and where AWS quotes them.
 * - `ordinary`: words that AWS uses as well: where it quotes them, or where they can only be a name.
 * - `code`: a country's or state's code: as it is spelled, where AWS quotes it or speaks of a country.
 * - `number`: as short as AWS's own limits and indices: where AWS quotes it.
 */
export type Strength = 'distinctive' | 'spelled' | 'ordinary' | 'code' | 'number';

/** A value of the request as it is looked for. Values of the same words are one. */
export interface KnownValue {
  readonly label: string;
  readonly strength: Strength;
  readonly isName: boolean;
  /** Whether it is a first and a last name in a row, in either order. */
  readonly isRow: boolean;
  /** Whether it is one in the order in which names are said. */
  readonly isFullName: boolean;
  /** Each way in which the request spells it. */
  readonly spellings: ReadonlySet<string>;
  /** The signs before its first word and after its last one. */
  readonly lead: string;
  readonly trail: string;
}

/** A name of a single word of this length that is none of AWS's is found in any letter case. */
const LONG_NAME = 4;

/** @param words of the value's text, at least one */
export function knownValue(
  { label, text, isName, isFullName = false }: SensitiveValue,
  words: Words,
): KnownValue {
  const last = words.folded.length - 1;
  return {
    label,
    strength: last === 0 ? strengthOfWord(words, label, isName) : strengthOfWords(words.folded),
    isName,
    isRow: label === 'contact name',
    isFullName,
    spellings: new Set([spelling(words, 0, last)]),
    lead: text.slice(0, words.starts[0]),
    trail: text.slice(words.ends[last] ?? text.length),
  };
}

/** Two fields with the same words; the first one's label stays. */
export function joined(one: KnownValue, other: KnownValue): KnownValue {
  return {
    ...one,
    isName: one.isName || other.isName,
    isRow: one.isRow && other.isRow,
    isFullName: one.isFullName || other.isFullName,
    spellings: new Set([...one.spellings, ...other.spellings]),
  };
}

const strengthOfWords = (folded: readonly string[]): Strength =>
  folded.some(isTelling) ? 'distinctive' : 'ordinary';

function strengthOfWord({ text, folded: [word = ''] }: Words, label: string, isName: boolean): Strength {
  if (isLimit(word)) {
    return 'number';
  }
  const isCode = /^[A-Z]{2,3}$/.test(text);
  if (isCode && (label === 'country code' || label === 'state or region')) {
    return 'code';
  }
  if (!isTelling(word)) {
    return isCode && !isName && ordinaryKind(word) !== undefined ? 'code' : 'ordinary';
  }
  const isMixed = /\d/.test(word) && word.length >= 4;
  return isMixed || (isName && word.length >= LONG_NAME) ? 'distinctive' : 'spelled';
}
