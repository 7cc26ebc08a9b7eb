import { awsValues, isFieldName } from './aws-names.js';
import type { KnownValue } from './known-value.js';
import { afterModalWords, ordinaryKind } from './ordinary-words.js';
import {
  beginsSentence,
  type Enumeration,
  enumerationsOf,
  hasLowerCaseWords,
  isCapitalised,
  isInCapitals,
  isInCode,
  isJoined,
  wordAfter,
  wordBefore,
} from './sentence.js';
import { type Standing, standingOf } from './standing.js';
import { spelling, spellingAt, type Words } from './words.js';

/** A text of AWS's, and what is asked of it again and again. */
export interface Sentence extends Words {
  readonly enumerations: readonly Enumeration[];
  readonly hasLowerCaseWords: boolean;
}

export function sentenceOf(words: Words): Sentence {
  const { text } = words;
  return { ...words, enumerations: enumerationsOf(text), hasLowerCaseWords: hasLowerCaseWords(text) };
}

/** Words of a sentence that could be a value: all from one to another, and the characters that they take. */
export interface Occurrence {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Whether the words of a value are the value there, and not AWS's own words. In doubt a person and a company are
 * left out, as long as what remains can be read; a country's code and a category stay: they tell of nobody.
 */
export function isEcho(value: KnownValue, sentence: Sentence, place: Occurrence): boolean {
  switch (value.strength) {
    case 'distinctive':
      return place.first < place.last
        ? !value.isRow || areInARow(sentence, place.first, place.last)
        : !isInCode(sentence, place.first, place.last) && !isPathSegment(sentence, place.first);
    case 'spelled':
      return isSpelledEcho(value, sentence, place);
    case 'ordinary':
      return isOrdinaryEcho(value, sentence, place);
    case 'code':
      return isCodeEcho(value, sentence, place);
    case 'number':
      return isNumberEcho(sentence, place);
  }
}

const standing = ({ text }: Sentence, { start, end }: Occurrence): Standing => standingOf(text, start, end);
const isSpelled = ({ spellings }: KnownValue, sentence: Sentence, { first, last }: Occurrence): boolean =>
  spellings.has(spelling(sentence, first, last));

function enumerationAt(sentence: Sentence, { start, end }: Occurrence): Enumeration | undefined {
  return sentence.enumerations.find((one) => one.start <= start && end <= one.end);
}

function isSpelledEcho(value: KnownValue, sentence: Sentence, place: Occurrence): boolean {
  const { first, last } = place;
  if (isInCode(sentence, first, last) || (!value.isName && enumerationAt(sentence, place) !== undefined)) {
    return false;
  }
  const word = spellingAt(sentence, first);
  if (standing(sentence, place) !== 'loose') {
    return true;
  }
  return isSpelled(value, sentence, place)
    ? !isPathSegment(sentence, first)
    : word.length > 2 && isCapitalised(word);
}

/** In `lead.insights.score`, what is next to a name of AWS's and in small letters is one as well. */
function isPathSegment(sentence: Sentence, index: number): boolean {
  return (
    !isCapitalised(spellingAt(sentence, index)) &&
    isJoined(sentence, index, index) &&
    [index - 1, index + 1].some((next) => isFieldName(sentence.folded[next] ?? ''))
  );
}

function isNumberEcho(sentence: Sentence, place: Occurrence): boolean {
  return standing(sentence, place) === 'quoted' || beforeNumber.test(before(sentence, place));
}

const beforeNumber = /(?:\b(?:value|\w*code|zip)\s*[:=]|\b(?:postal|zip)\s*(?:code)?)\s*$/i;

/** What stands right before a place. */
const before = ({ text }: Sentence, { start }: Occurrence) => text.slice(Math.max(0, start - 24), start);

/** The words around a country's code by which AWS speaks of it. */
const beforeCode =
  /^(?:countr(?:y|ies)|codes?|countrycode|nation|states?|regions?|stateorregion|value|got|received|found|given|provided|supplied|entered|was)$/i;
const afterCode = /^(?:is|was|isn|has|had|does|doesn|cannot|are|were)$/;
const beforeLastCode = /^(?:for|from|in|of|to|by|with)$/;

function isCodeEcho(value: KnownValue, sentence: Sentence, place: Occurrence): boolean {
  const { first, last } = place;
  if (!isSpelled(value, sentence, place)) {
    return false;
  }
  const stands = standing(sentence, place);
  if (isAwsWord(value, sentence, place, stands)) {
    return false;
  }
  if (stands !== 'loose') {
    return true;
  }
  const [previous, next] = [wordBefore(sentence, first), wordAfter(sentence, last)];
  if (isJoined(sentence, first, last) || isInCapitals(previous) || isCapitalised(next)) {
    // MUST BE IN THE LIST; US East.
    return false;
  }
  return beforeCode.test(previous) || afterCode.test(next) || (next === '' && beforeLastCode.test(previous));
}

function isOrdinaryEcho(value: KnownValue, sentence: Sentence, place: Occurrence): boolean {
  const stands = standing(sentence, place);
  return couldBeName(value, sentence, place, stands) && !isAwsWord(value, sentence, place, stands);
}

function couldBeName(value: KnownValue, sentence: Sentence, place: Occurrence, stands: Standing): boolean {
  switch (stands) {
    case 'quoted':
      return true;
    case 'assigned':
      return before(sentence, place).trimEnd().endsWith('=') || isSpelled(value, sentence, place);
    case 'enclosed':
    case 'listed':
      return isCapitalised(spellingAt(sentence, place.first)) && isSpelled(value, sentence, place);
    case 'alone':
      return value.isName && (isSpelled(value, sentence, place) || areLooseWords(value, sentence, place));
    case 'loose':
      return isLooseName(value, sentence, place) || areLooseWords(value, sentence, place);
  }
}

/** What AWS puts before the name of a field. */
const beforeField =
  /\b(?:at|fields?(?: named)?|members?|parameters?|property|properties|attributes?|keys?|path)\s*[:=]?\s*\W{0,2}$/i;

/** Whether words are one of AWS's own names or values where they stand. */
function isAwsWord(value: KnownValue, sentence: Sentence, place: Occurrence, stands: Standing): boolean {
  const words = sentence.folded.slice(place.first, place.last + 1).join(' ');
  const enumeration = value.isRow ? undefined : enumerationAt(sentence, place);
  if (enumeration !== undefined && (enumeration.isBracketed || stands !== 'quoted' || awsValues.has(words))) {
    return true;
  }
  if (!isFieldName(words) || stands !== 'quoted') {
    return false;
  }
  const after = sentence.text.slice(place.end + 1, place.end + 4);
  return (
    !isSpelled(value, sentence, place) ||
    beforeField.test(before(sentence, place)) ||
    /\['?"?$/.test(before(sentence, place)) ||
    /^\s*:/.test(after)
  );
}

/** A name of one word that is a word of AWS's as well: `Will`, `It`. */
function isLooseName(value: KnownValue, sentence: Sentence, place: Occurrence): boolean {
  const { first, last } = place;
  if (first < last || !value.isName || !isSpelled(value, sentence, place) || !standsOut(sentence, first)) {
    return false;
  }
  const next = wordAfter(sentence, first);
  switch (ordinaryKind(sentence.folded[first] ?? '')) {
    case 'aws':
      return beforeName.test(wordBefore(sentence, first));
    case 'thing':
      return !isInTitleCase(sentence, first) && isWithinSentence(sentence, place);
    case 'modal':
      return !afterModalWords.has(next.toLowerCase()) && isSomebody(value, sentence, place);
    case 'grammar':
    case undefined:
      return isSomebody(value, sentence, place);
  }
}

/** Whether a capital letter tells of a name, since no sentence begins there. */
const isWithinSentence = (sentence: Sentence, place: Occurrence) =>
  !beginsSentence(sentence, place.first) || courtesy.test(before(sentence, place));

/** Whether a word can be nothing but a name: at the beginning of a sentence by what follows it. */
function isSomebody(value: KnownValue, sentence: Sentence, place: Occurrence): boolean {
  const next = wordAfter(sentence, place.first);
  return (
    isWithinSentence(sentence, place) ||
    afterName.test(next) ||
    isPossessive(sentence, place) ||
    isBeforeSurname(value, next)
  );
}

/** Whether a word has a capital letter where other words have none. */
function standsOut(sentence: Sentence, index: number): boolean {
  const word = spellingAt(sentence, index);
  const isShouted =
    isInCapitals(word) &&
    (isInCapitals(wordBefore(sentence, index)) || isInCapitals(wordAfter(sentence, index)));
  return isCapitalised(word) && !isShouted && sentence.hasLowerCaseWords && !isJoined(sentence, index, index);
}

/** Whether the words around one have capital letters too, although they are AWS's: "Invalid Field". */
function isInTitleCase(sentence: Sentence, index: number): boolean {
  return [wordBefore(sentence, index), wordAfter(sentence, index)].some(
    (word) =>
      isCapitalised(word) && !beforeNamed.test(word) && ordinaryKind(word.toLowerCase()) !== undefined,
  );
}

const beforeNamed = /^(?:company|customer|contact|person|name|organization|account|client|city)$/i;
const courtesy = /\b(?:Mrs?|Ms|Dr|Dear)\.?\s+$/;
const beforeName = /^(?:name|named|called)$/i;
const afterName = /^(?:is|was|isn|has|had|does|doesn|already|cannot)$/;

const isPossessive = ({ text }: Sentence, { end }: Occurrence) => /^['’]s\b/.test(text.slice(end, end + 3));

const isBeforeSurname = ({ label }: KnownValue, next: string) =>
  label === 'first name' && isCapitalised(next) && ordinaryKind(next.toLowerCase()) === undefined;

/** Several words of AWS's in the order of a value: `Will May`, `The Data Company`. */
function areLooseWords(value: KnownValue, sentence: Sentence, place: Occurrence): boolean {
  const { first, last } = place;
  if (first === last || !areInARow(sentence, first, last) || isInCode(sentence, first, last)) {
    return false;
  }
  if (value.isFullName && isFullNameInOtherLetters(sentence, place)) {
    return true;
  }
  const words = spelling(sentence, first, last);
  const rest = spelling(sentence, first + 1, last);
  const isTold = isCapitalised(words) && (/\p{Lu}/u.test(rest) || !beginsSentence(sentence, first));
  return (
    isTold &&
    (value.spellings.has(words)
      ? sentence.hasLowerCaseWords || value.isName
      : value.isName && isInCapitals(words) && sentence.hasLowerCaseWords)
  );
}

/** A full name in whatever letters: where AWS speaks of a person, or in words that no sentence has in a row. */
function isFullNameInOtherLetters(sentence: Sentence, place: Occurrence): boolean {
  const words = sentence.folded.slice(place.first, place.last + 1);
  return (
    beforeNamed.test(wordBefore(sentence, place.first)) ||
    (words.every((word) => ordinaryKind(word) === 'modal') && !afterModalWords.has(words.at(-1) ?? ''))
  );
}

/** Whether no sentence ends between the words. */
function areInARow({ text, starts, ends }: Words, first: number, last: number): boolean {
  for (let index = first; index < last; index += 1) {
    if (!/^(?:\s{1,3}|,\s?|[._\-+&/]|\s[&+-]\s)$/.test(text.slice(ends[index], starts[index + 1]))) {
      return false;
    }
  }
  return true;
}
