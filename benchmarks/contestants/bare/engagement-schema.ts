import { engagementRules } from '../../../src/partner-central/rules/engagement.rules.js';
import type {
  FieldRule,
  Fields,
  ItemRule,
  ScalarRule,
  UnionRule,
} from '../../../src/partner-central/rules/field-rule.js';
import { isCalendarDate, toUtcTimestamp } from '../../../src/partner-central/rules/dates.js';
import { isE164, isEmail, isWebsiteUrl } from '../../../src/partner-central/rules/formats.js';
import { usStates } from '../../../src/partner-central/rules/us-states.js';

/** A schema, as far as it is built here. */
type Schema = Record<string, unknown>;

/** Whether what submitting needs has to be there; without it an empty text is as good as none. */
type Completeness = 'draft' | 'complete';

const emptyOr = (matches: (text: string) => boolean) => (text: string) => text === '' || matches(text);

const formats = {
  websiteUrl: emptyOr(isWebsiteUrl),
  email: emptyOr(isEmail),
  phone: emptyOr(isE164),
  date: emptyOr(isCalendarDate),
  timestamp: emptyOr((text) => toUtcTimestamp(text) !== undefined),
};

/** How ajv has to read the schema: it refuses what does not fit, and changes nothing. */
export const ajvOptions = { coerceTypes: false, removeAdditional: false, formats } as const;

/** The JSON Schema of an engagement, from the same table of rules as the product's checks. */
export function engagementSchema(completeness: Completeness): Schema {
  const { catalog, ...fields } = engagementRules;
  // The server fills in the catalog where there is none.
  return objectSchema({ ...fields, catalog: { ...catalog, required: false } }, completeness);
}

function objectSchema(fields: Fields, completeness: Completeness): Schema {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(entries.map(([name, rule]) => [name, fieldSchema(rule, completeness)])),
    ...(completeness === 'complete'
      ? { required: entries.flatMap(([name, rule]) => (rule.required ? [name] : [])) }
      : {}),
    ...('stateOrRegion' in fields ? knownState : {}),
  };
}

/** In the US a region is one of the states that Partner Central knows. */
const knownState = {
  if: { properties: { countryCode: { const: 'US' } }, required: ['countryCode'] },
  then: { properties: { stateOrRegion: { enum: ['', ...usStates.map(({ value }) => value)] } } },
};

function fieldSchema(rule: FieldRule, completeness: Completeness): Schema {
  switch (rule.kind) {
    case 'object':
      return objectSchema(rule.fields, completeness);
    case 'list':
      return {
        type: 'array',
        maxItems: rule.max,
        ...(completeness === 'complete' ? { minItems: rule.min } : {}),
        items: itemSchema(rule.items, completeness),
      };
    default:
      return textSchema(rule, completeness);
  }
}

function textSchema(rule: ScalarRule, completeness: Completeness): Schema {
  if (rule.kind === 'choice') {
    return { type: 'string', enum: completeness === 'draft' ? ['', ...rule.values] : rule.values };
  }
  return {
    type: 'string',
    maxLength: rule.max,
    ...(completeness === 'complete' ? { minLength: rule.min } : {}),
    ...(rule.kind in formats ? { format: rule.kind } : {}),
  };
}

function itemSchema(rule: ItemRule, completeness: Completeness): Schema {
  return rule.kind === 'item' ? objectSchema(rule.fields, completeness) : unionSchema(rule, completeness);
}

/** The fields that its `type` allows; those of all types where it says none. */
function unionSchema({ variants, untyped }: UnionRule, completeness: Completeness): Schema {
  return Object.entries(variants).reduce<Schema>(
    (otherwise, [type, fields]) => ({
      if: { type: 'object', properties: { type: { const: type } }, required: ['type'] },
      then: objectSchema(fields, completeness),
      else: otherwise,
    }),
    objectSchema(untyped, completeness),
  );
}
