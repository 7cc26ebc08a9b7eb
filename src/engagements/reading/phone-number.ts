import { getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';
import { isE164 } from '../../partner-central/rules/formats.js';

const countries = getCountries(metadata);

/** More than any notation of one number takes, and as much as libphonenumber-js looks at. */
const LONGEST = 250;

/** Marks that are invisible, also within a number: soft hyphens, directions, joiners, blanks of no width. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** `tel:` of RFC 3966, as links and exports have it, and `Tel.` before a number. */
const prefix = /^(?:tel(?:[.:]+| )|callto:)[ /]*/i;

/** `(+49) 89` and `(0049) 89`: the country code within brackets. */
const bracketed = /^[([] *(\+|00) *(\d{1,3}) *[)\]]/;

/** Until 2019 Mexico put these before a number, by where it was called from; none is part of it. */
const formerMexican = /^\+52(?:1|01|044|045)(\d{10})$/;

/**
 * Reads a phone number in any usual notation as E.164.
 *
 * What already is E.164 stays as it is, since AWS takes any. Undefined where it can't be read: no `+`, no `00` and no
 * country, a length that the country does not have, or an extension, which E.164 could not carry.
 */
export function toE164(value: string, country?: string): string | undefined {
  if (isE164(value)) {
    return ofToday(value);
  }
  const read = readNumber(value, country);
  return read === undefined || read.hasExtension ? undefined : ofToday(read.number);
}

/** The number of one that has an extension, as E.164; undefined where there is none, or its country is not told. */
export function withoutExtension(value: string): string | undefined {
  const read = readNumber(value);
  return read?.hasExtension === true ? ofToday(read.number) : undefined;
}

/** Digits as they are grouped anywhere, of a number that could be of some country, and the extension behind it. */
const nationalNumber = /^[\d ()[\]./~\p{Pd}\u2212]+(?:[,;]? ?(?:ext(?:ension)?|x|#)[.:]? ?\d+)?$/iu;

/** Whether a number is without its country's code, so that it can be read with a country alone: `(206) 555-0100`. */
export function lacksCountry(value: string): boolean {
  if (value.length > LONGEST) {
    return false;
  }
  const [text = ''] = plainNotation(value).split(';');
  const digits = text.replace(/\D/g, '').length;
  return nationalNumber.test(text) && !/^0 ?0/.test(text) && digits >= 4 && digits <= 20;
}

const ofToday = (number: string) =>
  number.startsWith('+52') ? number.replace(formerMexican, '+52$1') : number;

interface ReadNumber {
  readonly number: string;
  readonly hasExtension: boolean;
}

function readNumber(value: string, country?: string): ReadNumber | undefined {
  if (value.length > LONGEST) {
    return undefined;
  }
  const [text = '', ...parameters] = plainNotation(value).split(';');
  const read = parse(inContext(text, parameters), country);
  return read === undefined || !parameters.some(isExtension) ? read : { ...read, hasExtension: true };
}

/** In ASCII, with plain blanks, without invisible marks and what stands before the number. */
function plainNotation(value: string): string {
  return (
    value
      .replace(invisible, '')
      .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/[\s\u00b7\u2022\u2219]+/g, ' ')
      // As spreadsheets mark what is no number to calculate with.
      .replace(/^ ?'/, '')
      .trim()
      .replace(prefix, '')
      .replace(bracketed, '$1$2 ')
  );
}

/** RFC 3966 lets a parameter say what a number without a `+` begins with. */
function inContext(text: string, parameters: readonly string[]): string {
  const context = parameters.find((one) => /^phone-context=\+\d{1,3}$/i.test(one));
  return context === undefined || text.startsWith('+')
    ? text
    : `${context.slice('phone-context='.length)}${text}`;
}

/** Also a number alone, as in `+1 206 555 0100;42`. */
const isExtension = (parameter: string) => /^ *(?:ext|isub|\d)/i.test(parameter);

function parse(text: string, country?: string): ReadNumber | undefined {
  const defaultCountry = countries.find((known) => known === country);
  const national = parsePhoneNumberFromString(text, { defaultCountry, extract: false }, metadata);
  // E.123 writes the international prefix as 00, and hardly any country has numbers that begin so.
  const number =
    /^0 ?0/.test(text) && national?.isValid() !== true
      ? (parsePhoneNumberFromString(text.replace(/^0 ?0/, '+'), { extract: false }, metadata) ?? national)
      : national;
  if (number === undefined || !(number.isPossible() || formerMexican.test(number.number))) {
    return undefined;
  }
  return { number: number.number, hasExtension: number.ext !== undefined };
}
