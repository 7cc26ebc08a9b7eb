import { LONGEST_NAME, nameKeys, nameKey } from '../../errors/name-words.js';
import { nearest } from '../../errors/nearest.js';
import type { ScalarRule, TextRule } from '../../partner-central/rules/field-rule.js';
import { isEmail } from '../../partner-central/rules/formats.js';
import { toCalendarDate, toUtcTimestamp } from '../../partner-central/rules/dates.js';
import { isPlainLine } from '../../partner-central/rules/text-lines.js';
import { countryCodes } from '../../partner-central/rules/values.js';
import { foldCase } from './fold-case.js';
import { toE164 } from './phone-number.js';
import { nearestCountry, readCountry } from './read-country.js';
import { readUsState } from './read-us-state.js';
import { trimText } from './trim-text.js';

const isName = (text: string) => text.length <= LONGEST_NAME && isPlainLine(trimText(text));

const choicesByList = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/**
 * The value of the list that the text means: letter case, blanks and punctuation make no difference, and a country may be
 * named.
 */
export function readChoice(values: readonly string[], text: string): string | undefined {
  if (values === countryCodes) {
    return readCountry(text);
  }
  const choices = choicesOf(values);
  return choices.get(text) ?? (isName(text) ? choices.get(nameKey(trimText(text))) : undefined);
}

/** The value of the list that the text is near to. */
export function nearestChoice(values: readonly string[], text: string): string | undefined {
  return values === countryCodes ? nearestCountry(text) : nearest(text, values);
}

function choicesOf(values: readonly string[]): ReadonlyMap<string, string> {
  let choices = choicesByList.get(values);
  if (choices === undefined) {
    // Under their own names too: what is written as listed needs no folding.
    choices = new Map(values.flatMap((value) => [value, ...nameKeys(value)].map((name) => [name, value])));
    choicesByList.set(values, choices);
  }
  return choices;
}

/** Scheme and host, where neither a user's name nor a password stands before the host. */
const schemeAndHost = /^(?:https?:\/\/)?[a-z0-9.-]+(?![a-z0-9.-])(?![^/?#]*@)/i;

/** Without what makes a link of an address, and the brackets in which mail programs write it. */
function bareEmail(value: string): string {
  const bare = value.replace(/^<(.*)>$/, '$1').replace(/^mailto:/, '');
  return isEmail(bare) ? bare : value;
}

/**
 * The form in which a text is stored and shown: trimmed, a listed value in its own spelling, a website's host and an email
 * in lower case, a phone number as E.164, a day as YYYY-MM-DD, a timestamp in UTC. A text that can't be read stays as it
 * is, for the validators to refuse.
 * @param country the customer's country, which phone numbers and US states are read with
 */
export function canonicalValue(rule: ScalarRule, text: string, country?: string): string {
  const value = trimText(text);
  return rule.kind === 'text' ? value : (readValue(rule, value, country) ?? value);
}

function readValue(rule: Exclude<ScalarRule, TextRule>, value: string, country?: string): string | undefined {
  switch (rule.kind) {
    case 'choice':
      return readChoice(rule.values, value);
    case 'region':
      return country === 'US' ? readUsState(value) : undefined;
    case 'email':
      return isTooLong(value, rule.max) ? undefined : bareEmail(foldCase(value));
    case 'websiteUrl':
      return /[A-Z]/.test(value) && !isTooLong(value, rule.max)
        ? value.replace(schemeAndHost, foldCase)
        : undefined;
    case 'phone':
      return toE164(value, country);
    case 'date':
      return toCalendarDate(value);
    case 'timestamp':
      return toUtcTimestamp(value);
  }
}

/** A character has two UTF-16 units at most: what is longer than this is refused for its length. */
const isTooLong = (value: string, max: number) => value.length > 2 * max;
