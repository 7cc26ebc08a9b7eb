import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import type { FieldRule, Fields } from '../../partner-central/rules/field-rule.js';
import { catalogs } from '../../partner-central/rules/values.js';
import type { EngagementContent } from '../engagement.record.js';
import { itemFields } from './item-fields.js';
import { isJsonObject, type JsonObject } from './json.js';

/**
 * Where a caller's JSON, once it is read and checked, becomes typed content. It stays the same object.
 * @throws TypeError where a field is no text, list or object as its rule says, or there is no catalog, neither of which
 *   reader and checks let by
 */
export function engagementContent(json: object): EngagementContent {
  if (!isContent(json)) {
    throw new TypeError('Not the content of an engagement');
  }
  return json;
}

function isContent(json: object): json is EngagementContent {
  return isJsonObject(json) && hasFields(engagementRules, json) && isCatalog(json['catalog']);
}

const isCatalog = (value: unknown) => catalogs.some((catalog) => catalog === value);

function hasFields(rules: Fields, object: JsonObject): boolean {
  return Object.keys(object).every((name) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const value = object[name];
    return rule === undefined || value === undefined || isOfKind(rule, value);
  });
}

function isOfKind(rule: FieldRule, value: unknown): boolean {
  switch (rule.kind) {
    case 'object':
      return isJsonObject(value) && hasFields(rule.fields, value);
    case 'list':
      return (
        Array.isArray(value) &&
        value.every((item) => isJsonObject(item) && hasFields(itemFields(rule.items, item['type']), item))
      );
    default:
      return typeof value === 'string';
  }
}
