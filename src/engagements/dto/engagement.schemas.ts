import type { RuleSet } from '../../config/settings.js';
import { refTo, type Schema, type Schemas } from '../../http/openapi-schema.js';
import {
  addressRules,
  contactRules,
  customerProjectRules,
  interactionRules,
  leadCustomerRules,
  leadRules,
  projectCustomerRules,
  projectRules,
  untypedContextRules,
  untypedCustomerRules,
} from '../../partner-central/rules/context.rules.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import type { FieldRule, Fields, ItemRule, ScalarRule } from '../../partner-central/rules/field-rule.js';
import { isRequiredByModel, modelsScalar } from '../../partner-central/rules/rule-sets.js';
import { countryCodes, industries, marketSegments } from '../../partner-central/rules/values.js';

/**
 * What a caller writes of an engagement is in the document in two forms. A `draft` is what may be sent: any field may be
 * missing or null, and texts that are read forgivingly are any texts. What is `shown` has canonical values.
 */
type Form = 'draft' | 'shown';

/** The objects within an engagement, by the names that they have where they are shown. */
const parts: Readonly<Record<string, Fields>> = {
  CustomerProjectContext: customerProjectRules,
  LeadContext: leadRules,
  UntypedContext: untypedContextRules,
  ProjectCustomer: projectCustomerRules,
  LeadCustomer: leadCustomerRules,
  UntypedCustomer: untypedCustomerRules,
  Project: projectRules,
  Address: addressRules,
  Interaction: interactionRules,
  Contact: contactRules,
};

/** What a context says of its type; one without is left. */
const typesOf = new Map<Fields, string | undefined>([
  [customerProjectRules, 'customerProject'],
  [leadRules, 'lead'],
  [untypedContextRules, undefined],
]);

const descriptions: Readonly<Record<string, string>> = {
  CustomerProjectContext: 'A project for a customer.',
  LeadContext: 'A lead.',
  UntypedContext: 'A context that does not say yet what it is. It needs a `type` before it can be submitted.',
  Contact: 'A person at the customer. Personal data: handle with care.',
};

/** The schemas of what callers write of engagements, by the rules in force. */
export function engagementSchemas(rules: RuleSet): Schemas {
  return {
    Industry: { type: 'string', enum: [...industries] },
    CountryCode: { type: 'string', enum: [...countryCodes] },
    MarketSegment: { type: 'string', enum: [...marketSegments] },
    EngagementDraft: {
      ...objectSchema(engagementRules, 'draft', rules),
      description:
        'What you write of an engagement. A draft may lack any of it. A `null` reads as left out, for any of its fields and at any depth.',
    },
    EngagementContent: {
      ...objectSchema(engagementRules, 'shown', rules),
      required: ['catalog'],
      description: 'What was written of an engagement, in canonical form.',
    },
    ...Object.fromEntries(
      Object.entries(parts).flatMap(([name, fields]) =>
        (['shown', 'draft'] as const).map((form) => [
          nameIn(form, name),
          {
            ...objectSchema(fields, form, rules),
            title: nameIn(form, name),
            ...described(descriptions[name]),
          },
        ]),
      ),
    ),
  };
}

/** References to all that a context may be. */
export const contextSchemas = (form: Form): Schema => ({
  anyOf: [...typesOf.keys()].map((fields) => refTo(nameOf(fields, form))),
});

function objectSchema(fields: Fields, form: Form, rules: RuleSet) {
  const isTyped = typesOf.get(fields) !== undefined;
  const properties = Object.entries(fields).map(([name, rule]): [string, Schema] => [
    name,
    name === 'type' && typesOf.has(fields) ? typeSchema(fields, rule, form) : fieldSchema(rule, form, rules),
  ]);
  return {
    type: 'object',
    ...(isTyped ? { required: ['type'] } : {}),
    properties: Object.fromEntries(properties),
  };
}

/** The one value that tells contexts apart. */
function typeSchema(fields: Fields, { description }: FieldRule, form: Form): Schema {
  const type = typesOf.get(fields);
  if (type !== undefined) {
    return { type: 'string', enum: [type], description };
  }
  // An empty one is kept as it came.
  return form === 'draft'
    ? { type: ['string', 'null'], enum: ['', null], description: 'None yet.' }
    : { type: 'string', enum: [''], description: 'None yet.' };
}

function fieldSchema(reference: FieldRule, form: Form, rules: RuleSet): Schema {
  const rule = ruleBy(rules, reference);
  switch (form) {
    case 'draft':
      return { ...draftSchema(rule), description: describe(rule), ...exampleOf(rule) };
    case 'shown':
      return { ...shownSchema(rule), description: rule.description, ...exampleOf(rule) };
  }
}

/** An object's fields stay as they are: its own schema tells them. */
function ruleBy(rules: RuleSet, rule: FieldRule): FieldRule {
  if (rules === 'reference') {
    return rule;
  }
  return rule.kind === 'object' || rule.kind === 'list'
    ? { ...rule, required: isRequiredByModel(rule) }
    : modelsScalar(rule);
}

/** No `format`: generators make a date of it, and nothing else could be sent any more. */
function draftSchema(rule: FieldRule): Schema {
  switch (rule.kind) {
    case 'object':
      return { anyOf: [refTo(nameOf(rule.fields, 'draft')), { type: 'null' }] };
    case 'list':
      return { type: ['array', 'null'], maxItems: rule.max, items: itemSchema(rule.items, 'draft') };
    case 'choice':
      return { anyOf: [refTo(rule.name), { type: 'string' }, { type: 'null' }] };
    // Their length is that of the canonical value.
    case 'phone':
    case 'date':
    case 'timestamp':
      return { type: ['string', 'null'] };
    default:
      return { type: ['string', 'null'], maxLength: rule.max };
  }
}

function shownSchema(rule: FieldRule): Schema {
  switch (rule.kind) {
    case 'object':
      return { allOf: [refTo(nameOf(rule.fields, 'shown'))] };
    case 'list':
      return { type: 'array', items: itemSchema(rule.items, 'shown') };
    case 'choice':
      return { allOf: [refTo(rule.name)] };
    default:
      return { type: 'string', ...shownFormats[rule.kind] };
  }
}

const shownFormats: Readonly<Record<Exclude<ScalarRule['kind'], 'choice'>, { format?: string }>> = {
  text: {},
  region: {},
  websiteUrl: {},
  email: { format: 'email' },
  phone: {},
  date: { format: 'date' },
  timestamp: { format: 'date-time' },
};

function itemSchema(items: ItemRule, form: Form): Schema {
  return items.kind === 'union' ? contextSchemas(form) : refTo(nameOf(items.fields, form));
}

/** @throws TypeError for what has no name */
function nameOf(fields: Fields, form: Form): string {
  const [name] = Object.entries(parts).find(([, part]) => part === fields) ?? [];
  if (name === undefined) {
    throw new TypeError('An object of the rules has no name in the API’s document');
  }
  return nameIn(form, name);
}

const nameIn = (form: Form, name: string): string => (form === 'draft' ? `${name}Draft` : name);

const described = (description: string | undefined) => (description === undefined ? {} : { description });

const exampleOf = ({ example }: FieldRule) => (example === undefined ? {} : { example });

const lines = 'May have line breaks and tabs; all other texts are single lines.';

/** What the schema itself can't say, as a draft may lack it: what submitting asks for. */
function describe(rule: FieldRule): string {
  const needs = [
    ...(rule.required ? ['required'] : []),
    ...('min' in rule && rule.min > 1 && rule.min < rule.max
      ? [`at least ${rule.min} ${rule.kind === 'list' ? 'items' : 'characters'}`]
      : []),
  ];
  const about =
    rule.kind === 'text' && rule.isMultiLine === true ? `${rule.description} ${lines}` : rule.description;
  return needs.length === 0 ? about : `${about} To submit: ${needs.join(', ')}.`;
}
