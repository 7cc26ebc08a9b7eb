import { engagementRules } from '../rules/engagement.rules.js';
import type { FieldRule, Fields, ItemRule } from '../rules/field-rule.js';

/** More values than a field of AWS's own has: the countries, whose codes are customers' data. */
const MAX_LISTED_VALUES = 100;

interface Names {
  readonly fields: Set<string>;
  readonly values: Set<string>;
}

function gather(rules: Fields, names: Names): Names {
  for (const rule of Object.values(rules)) {
    if (rule.awsName !== undefined) {
      names.fields.add(rule.awsName);
      gatherWithin(rule, names);
    }
  }
  return names;
}

function gatherWithin(rule: FieldRule, names: Names): void {
  if (rule.kind === 'object') {
    gather(rule.fields, names);
  } else if (rule.kind === 'list') {
    itemFields(rule.items).forEach((fields) => gather(fields, names));
  } else if (rule.kind === 'choice' && rule.values.length <= MAX_LISTED_VALUES) {
    rule.values.forEach((value) => names.values.add(value));
  }
}

const itemFields = (items: ItemRule): readonly Fields[] =>
  items.kind === 'item' ? [items.fields] : Object.values(items.variants);

const { fields, values } = gather(engagementRules, { fields: new Set(), values: new Set() });

const lowerCase = (names: Iterable<string>) => new Set(Array.from(names, (name) => name.toLowerCase()));
const wordsOf = (names: Iterable<string>) =>
  Array.from(names).flatMap((name) => name.split(/(?<=[a-z])(?=[A-Z])|[^A-Za-z]+/));

/** What may stand in a name of AWS's for a field, in lower case. */
const segments = lowerCase([
  ...fields,
  ...['Payload', 'CustomerProject', 'Lead', 'ProspectingResult', 'ClientToken'],
  ...['member', 'input', 'request', 'body', 'createEngagement', 'createEngagementRequest'],
]);

/** The values that AWS lists for its own fields, in lower case. */
export const awsValues: ReadonlySet<string> = lowerCase(values);

/** The words that names and values of AWS's fields are made of, in lower case. */
export const awsNameWords: ReadonlySet<string> = lowerCase(wordsOf([...segments, ...fields, ...values]));

/** @param word in lower case */
export const isFieldName = (word: string): boolean => segments.has(word);

/** AWS's name for a place of a request, in any notation: `contexts.1.member.payload.lead`, `title`. */
export function isAwsPath(text: string): boolean {
  if (/[^\w$.[\]/()'"]/.test(text)) {
    return false;
  }
  const names = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((segment) => segment !== '' && !/^\d{1,3}$/.test(segment));
  return names.length > 0 && names.every((name) => segments.has(name));
}
