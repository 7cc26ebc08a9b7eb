import { spellingAt, type Words } from './words.js';

/** Characters that put words together to one identifier, address or number: `lead.customer`, `MUST_BE`, `US-based`. */
const joint = /[._/\\@\-#$&+~%[\]]/;

const isWordCharacter = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Whether the words are a part of something longer that has no blank in it. */
export function isJoined({ text, starts, ends }: Words, first: number, last: number): boolean {
  const start = starts[first] ?? 0;
  const end = ends[last] ?? 0;
  return (
    (joint.test(text[start - 1] ?? '') && /[\p{L}\p{N}\])'"]/u.test(text[start - 2] ?? '')) ||
    (joint.test(text[end] ?? '') && isWordCharacter(text[end + 1]))
  );
}

/** Whether the words are a part of a code of AWS's, as in `INVALID_STRING_FORMAT`. */
export function isInCode({ text, starts, ends }: Words, first: number, last: number): boolean {
  return text[(starts[first] ?? 0) - 1] === '_' || text[ends[last] ?? 0] === '_';
}

/** Whether a word has a capital letter because a sentence begins with it, and so says nothing. */
export function beginsSentence({ text, starts }: Words, index: number): boolean {
  const before = text.slice(Math.max(0, (starts[index] ?? 0) - MAX_LOOK_BACK), starts[index]);
  const goesOn = /[\p{L}\p{N},)\]}'"`”’»]\s+$/u.test(before) || /\p{L}['’]$/u.test(before);
  // As in "W. May".
  const isAfterInitial = /(?:^|[\s(])\p{Lu}\.\s+$/u.test(before);
  return !goesOn && !isAfterInitial;
}

/** How far a sentence's beginning is looked for: the signs and blanks between two words. */
const MAX_LOOK_BACK = 8;

/** Whether capital letters say anything in a text: it has words without. */
export const hasLowerCaseWords = (text: string): boolean => /(?:^|\s)\p{Ll}{2,}(?=[\s,.;:!?]|$)/u.test(text);

export const isCapitalised = (word: string): boolean => /^\p{Lu}/u.test(word);
export const isInCapitals = (word: string): boolean =>
  word.length > 1 && !/\p{Ll}/u.test(word) && /\p{Lu}/u.test(word);

/** The word after these; empty where a sign is between them, or none follows. */
export function wordAfter(words: Words, last: number): string {
  const between = words.text.slice(words.ends[last], words.starts[last + 1] ?? words.ends[last]);
  return /^\s+$/.test(between) ? spellingAt(words, last + 1) : '';
}

/** The word before one; empty where a sign is between them, or none does. */
export function wordBefore(words: Words, first: number): string {
  const end = words.ends[first - 1];
  const between = end === undefined ? '' : words.text.slice(end, words.starts[first]);
  return /^\s+$/.test(between) ? spellingAt(words, first - 1) : '';
}

/** A list of AWS's own values in its text. */
export interface Enumeration {
  readonly start: number;
  readonly end: number;
  readonly isBracketed: boolean;
}

const introduction =
  /\b(?:enum(?:eration)? value set|(?:one|any|either) of|(?:allowed|valid|accepted|acceptable|supported|possible|permitted|following|enum) (?:[a-z]+ ){0,2}?(?:values|codes|countries|types|options|list|set))\b/gi;

/** How far behind its introduction a list may open a bracket. */
const MAX_INTRODUCTION = 40;

/** A sentence, or its part, that goes on with something else than the list. */
const listEnd = /[.;](?=\s|$)|\n|\b(?:but|got|was|were|found|received|instead|not)\b/gi;

/** More than AWS lists in one text: each value that is found is held against all of them. */
const MAX_ENUMERATIONS = 20;

/** The places where AWS lists what it would take: that is no echo of what the request held. */
export function enumerationsOf(text: string): Enumeration[] {
  const enumerations: Enumeration[] = [];
  let done = 0;
  for (const { 0: words, index } of text.matchAll(introduction)) {
    if (index >= done && enumerations.length < MAX_ENUMERATIONS) {
      const one = enumerationFrom(text, index + words.length);
      done = one.end;
      if (/[,|]|\bor\b/.test(text.slice(one.start, one.end))) {
        enumerations.push(one);
      }
    }
  }
  return enumerations;
}

function enumerationFrom(text: string, start: number): Enumeration {
  const opening = /^[^[({.;\n]*[[({]/.exec(text.slice(start, start + MAX_INTRODUCTION));
  if (opening !== null) {
    const bracket = opening[0].at(-1) ?? '';
    const end = text.indexOf({ '[': ']', '(': ')' }[bracket] ?? '}', start);
    return { start: start + opening[0].length - 1, end: end === -1 ? text.length : end, isBracketed: true };
  }
  listEnd.lastIndex = start;
  return { start, end: listEnd.exec(text)?.index ?? text.length, isBracketed: false };
}
