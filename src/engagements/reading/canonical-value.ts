import type { ScalarRule } from '../../partner-central/rules/field-rule.js';
import { toUtcTimestamp } from '../../partner-central/rules/formats.js';
import { usStates } from '../../partner-central/rules/us-states.js';
import { toE164 } from './phone-number.js';

/**
 * Folds the letters A–Z only. `toLowerCase` would also turn a Kelvin sign into a k: a guess about what was meant.
 */
export function foldCase(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const statesByName = new Map(
  usStates.flatMap(({ value, abbreviation }) => [
    [foldCase(value), value],
    ...(abbreviation === undefined ? [] : [[foldCase(abbreviation), value] as const]),
  ]),
);

const choicesByRule = new WeakMap<readonly string[], Map<string, string>>();

/** Longer than any listed value or its name. To fold the case of 250 KB takes 15 ms, and finds nothing. */
const LONGEST_CHOICE = 100;

/** The value of the list that the text means, whatever its letter case. */
export function readChoice(values: readonly string[], text: string): string | undefined {
  let byName = choicesByRule.get(values);
  if (byName === undefined) {
    // Under their own names too: what is written as listed needs no folding.
    byName = new Map(values.flatMap((value) => [value, foldCase(value)].map((name) => [name, value])));
    choicesByRule.set(values, byName);
  }
  return byName.get(text) ?? (text.length > LONGEST_CHOICE ? undefined : byName.get(foldCase(text.trim())));
}

function readState(value: string): string | undefined {
  return value.length > LONGEST_CHOICE ? undefined : statesByName.get(foldCase(value));
}

/**
 * The form in which a text is stored and shown: trimmed, a listed value in its own letter case, an email in lower
 * case, a phone number as E.164, a timestamp in UTC. A text that can't be read stays as it is, for the validators
 * to refuse.
 * @param country the customer's country, which phone numbers and US states are read with
 */
export function canonicalValue(rule: ScalarRule, text: string, country?: string): string {
  const value = text.trim();
  switch (rule.kind) {
    case 'choice':
      return readChoice(rule.values, value) ?? value;
    case 'region':
      return (country === 'US' ? readState(value) : undefined) ?? value;
    case 'email':
      // A character has two UTF-16 units at most: what is longer than this is refused for its length.
      return value.length > 2 * rule.max ? value : foldCase(value);
    case 'phone':
      return toE164(value, country) ?? value;
    case 'timestamp':
      return toUtcTimestamp(value) ?? value;
    case 'text':
    case 'websiteUrl':
    case 'date':
      return value;
  }
}
