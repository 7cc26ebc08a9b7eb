import { refTo, type Schema, type WrittenSchema } from '../http/openapi-schema.js';
import { engagementRules } from './rules/engagement.rules.js';
import type { FieldRule, Fields, ItemRule } from './rules/field-rule.js';
import { isRequiredByModel } from './rules/rule-sets.js';
import { contextTypes } from './rules/values.js';

/** How a CreateEngagement request looks, for the API's document. It is written by `create-engagement.request.ts`. */
export function createEngagementSchema(): Schema {
  const { properties, required = [], ...others } = objectSchema(engagementRules);
  return {
    ...others,
    description: "The body of Partner Central's CreateEngagement, in AWS's names.",
    required: ['ClientToken', ...required],
    properties: { ClientToken: { type: 'string' }, ...properties },
  };
}

/** What AWS does not know is not in it. */
function objectSchema(fields: Fields): WrittenSchema {
  const known = Object.values(fields).flatMap((rule) =>
    rule.awsName === undefined ? [] : [{ ...rule, awsName: rule.awsName }],
  );
  const required = known.filter(isAlwaysThere).map(({ awsName }) => awsName);
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(known.map((rule) => [rule.awsName, fieldSchema(rule)])),
  };
}

/** By whichever rules it was found ready. */
const isAlwaysThere = (rule: FieldRule): boolean => rule.required && isRequiredByModel(rule);

function fieldSchema(rule: FieldRule): Schema {
  switch (rule.kind) {
    case 'object':
      return objectSchema(rule.fields);
    case 'list':
      return { type: 'array', items: itemSchema(rule.items) };
    case 'choice':
      // Of some AWS's model takes any text.
      return rule.model === undefined ? refTo(rule.name) : { type: 'string' };
    default:
      return { type: 'string' };
  }
}

function itemSchema(items: ItemRule): Schema {
  if (items.kind === 'item') {
    return objectSchema(items.fields);
  }
  const contexts = Object.entries(contextTypes).flatMap(([name, awsName]) => {
    const fields = items.variants[name];
    return fields === undefined ? [] : [contextSchema(awsName, fields)];
  });
  return { anyOf: contexts };
}

/** AWS has what stands beside a context's type in a `Payload`. */
function contextSchema(awsName: string, { id: _id, type: _type, ...payload }: Fields): Schema {
  return {
    type: 'object',
    required: ['Type', 'Payload'],
    properties: {
      Id: { type: 'string' },
      Type: { type: 'string', enum: [awsName] },
      Payload: {
        type: 'object',
        required: [awsName],
        properties: { [awsName]: objectSchema(payload) },
      },
    },
  };
}
