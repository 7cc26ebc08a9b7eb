import type { OpenAPIObject } from '@nestjs/swagger';
import type { RuleSet } from '../../config/settings.js';
import {
  addressRules,
  contactRules,
  interactionRules,
  leadCustomerRules,
  untypedCustomerRules,
} from '../../partner-central/rules/context.rules.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import type { FieldRule, Fields } from '../../partner-central/rules/field-rule.js';
import { isRequiredByModel, modelsScalar } from '../../partner-central/rules/rule-sets.js';
import { describe } from './field.decorator.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];

/**
 * The schemas of the API's document that have fields of which AWS's model says something else than its reference, which
 * the decorators describe.
 */
export const deviatingSchemas: Readonly<Record<string, Fields>> = {
  EngagementDraft: engagementRules,
  LeadCustomer: leadCustomerRules,
  UntypedCustomer: untypedCustomerRules,
  Address: addressRules,
  Interaction: interactionRules,
  Contact: contactRules,
};

/** The document's schemas, telling the rules in force. */
export function schemasBy(rules: RuleSet, schemas: Schemas): Schemas {
  return rules === 'reference'
    ? schemas
    : Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [
          name,
          byModel(schema, deviatingSchemas[name] ?? {}),
        ]),
      );
}

function byModel(schema: Schema, fields: Fields): Schema {
  if (!('properties' in schema) || schema.properties === undefined) {
    return schema;
  }
  const properties: Schemas = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    const rule = fields[name];
    properties[name] = rule?.model === undefined ? property : { ...property, ...modelsSchema(rule) };
  }
  return { ...schema, properties };
}

/** What differs in a field's schema. Undefined members are left out of the document. */
function modelsSchema(rule: FieldRule): Schema {
  switch (rule.kind) {
    case 'object':
    case 'list':
      return { description: describe({ ...rule, required: isRequiredByModel(rule) }) };
    default: {
      const text = modelsScalar(rule);
      const maxLength = 'max' in text ? text.max : undefined;
      return { type: 'string', maxLength, description: describe(text), format: undefined, allOf: undefined };
    }
  }
}
