import { expect, it } from '@jest/globals';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { untypedContextRules } from '../../partner-central/rules/context.rules.js';
import type { FieldRule, Fields } from '../../partner-central/rules/field-rule.js';
import { itemFields } from '../reading/item-fields.js';
import { deviatingSchemas, schemasBy } from './schemas-by-rules.js';

/** All rules of which AWS's model says something else. */
function deviations(fields: Fields): FieldRule[] {
  return Object.values(fields).flatMap((rule) => [
    ...(rule.model === undefined ? [] : [rule]),
    ...(rule.kind === 'object' ? deviations(rule.fields) : []),
    ...(rule.kind === 'list'
      ? ['lead', 'customerProject', ''].flatMap((type) => deviations(itemFields(rule.items, type)))
      : []),
  ]);
}

it('has every field of which AWS’s model says something else', () => {
  const described = Object.values(deviatingSchemas).flatMap((fields) => Object.values(fields));
  const all = [...deviations(engagementRules), ...deviations(untypedContextRules)];

  expect(all.length).toBeGreaterThan(15);
  expect(all.filter((rule) => !described.includes(rule))).toEqual([]);
});

const schemas = {
  LeadCustomer: {
    type: 'object',
    properties: {
      companyName: { type: 'string', maxLength: 120 },
      industry: { description: 'Old', example: 'Retail', allOf: [{ $ref: '#/components/schemas/Industry' }] },
      address: { description: 'Old', allOf: [{ $ref: '#/components/schemas/Address' }] },
    },
  },
  Contact: { type: 'object', properties: { email: { type: 'string', format: 'email', maxLength: 80 } } },
};

it('tells the model’s rules where they are in force', () => {
  expect(JSON.parse(JSON.stringify(schemasBy('model', schemas)))).toEqual({
    LeadCustomer: {
      type: 'object',
      properties: {
        companyName: { type: 'string', maxLength: 120 },
        industry: {
          type: 'string',
          description: expect.stringContaining('any other text'),
          example: 'Retail',
          maxLength: 255,
        },
        address: {
          description: expect.not.stringContaining('required'),
          allOf: [{ $ref: '#/components/schemas/Address' }],
        },
      },
    },
    Contact: {
      type: 'object',
      properties: {
        email: { type: 'string', description: expect.stringContaining('required'), maxLength: 255 },
      },
    },
  });
  expect(schemasBy('reference', schemas)).toBe(schemas);
});
