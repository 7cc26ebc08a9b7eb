import { describe, expect, it } from '@jest/globals';
import { constraintsBy } from './constraints.js';

const constraints = constraintsBy('reference');

const row = (field: string, contextType?: string) =>
  constraints.filter((one) => one.field === field && one.contextType === contextType);

it.each([
  ['/title', undefined, { kind: 'text', required: true, minLength: 1, maxLength: 40, multiLine: false }],
  ['/description', undefined, { kind: 'text', maxLength: 255, multiLine: true }],
  ['/catalog', undefined, { kind: 'choice', required: true, values: ['Sandbox', 'AWS'] }],
  ['/contexts', undefined, { kind: 'list', required: false, minItems: 0, maxItems: 5 }],
  ['/contexts/*/project', 'customerProject', { kind: 'object', required: true }],
  ['/contexts/*/project/targetCompletionDate', 'customerProject', { kind: 'date', required: true }],
  ['/contexts/*/customer/industry', 'customerProject', { kind: 'choice', required: true }],
  ['/contexts/*/customer/industry', 'lead', { kind: 'choice', required: false }],
  ['/contexts/*/customer/address/stateOrRegion', 'lead', { kind: 'region', minLength: 0, maxLength: 255 }],
  ['/contexts/*/interactions', 'lead', { kind: 'list', required: true, minItems: 1, maxItems: 10 }],
  ['/contexts/*/interactions/*/contact/email', 'lead', { kind: 'email', required: true, maxLength: 80 }],
])('%s (%s) has one row, with its rules', (field, contextType, rules) => {
  expect(row(field, contextType)).toEqual([expect.objectContaining(rules)]);
});

describe('every row', () => {
  it('is explained, and stands there once', () => {
    expect(constraints.filter(({ description }) => description.length < 5)).toEqual([]);
    const places = constraints.map(({ field, contextType }) => `${field} ${contextType ?? ''}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('says which context has the field, where it is one of a context', () => {
    for (const { field, contextType } of constraints) {
      expect(contextType !== undefined).toBe(field.startsWith('/contexts/*/'));
    }
  });

  it('tells nothing of how AWS calls the field', () => {
    expect(JSON.stringify(constraints)).not.toContain('awsName');
  });
});

it.each([
  ['/contexts/*/project', 'lead'],
  ['/contexts/*/interactions', 'customerProject'],
  ['/contexts/*/customer/address', 'customerProject'],
  ['/contexts/*/customer/countryCode', 'lead'],
])('%s is no field of a %s', (field, contextType) => {
  expect(row(field, contextType)).toEqual([]);
});

it.each([
  ['/title', { kind: 'text', required: false, minLength: 0, maxLength: 40 }],
  ['/contexts/*/customer/industry', { kind: 'text', required: false, maxLength: 255 }],
  ['/contexts/*/customer/address', { kind: 'object', required: false }],
  ['/contexts/*/customer/address/countryCode', { kind: 'text', maxLength: 10 }],
  ['/contexts/*/interactions/*/sourceId', { kind: 'text', required: false, minLength: 0 }],
  [
    '/contexts/*/interactions/*/contact/email',
    { kind: 'text', required: true, minLength: 1, maxLength: 255 },
  ],
  ['/contexts/*/interactions/*/contact', { kind: 'object', required: true }],
])('by AWS’s model %s of a lead has other rules', (field, rules) => {
  const rows = constraintsBy('model').filter(
    (one) => one.field === field && one.contextType !== 'customerProject',
  );

  expect(rows).toEqual([expect.objectContaining(rules)]);
  expect(rows[0]).not.toHaveProperty('values');
});

it('by AWS’s model there are the same fields, and those of a customer project have the same rules', () => {
  const byModel = constraintsBy('model');

  expect(byModel.map(({ field }) => field)).toEqual(constraints.map(({ field }) => field));
  const ofProject = ({ contextType }: { contextType?: string }) => contextType === 'customerProject';
  expect(byModel.filter(ofProject)).toEqual(constraints.filter(ofProject));
});
