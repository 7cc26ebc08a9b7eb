import { describe, expect, it } from '@jest/globals';
import { engagementSchemas } from './engagement.schemas.js';

const schemas = engagementSchemas('reference');
const byModel = engagementSchemas('model');

const propertiesOf = (some: ReturnType<typeof engagementSchemas>, name: string) => {
  const schema = some[name];
  return schema !== undefined && 'properties' in schema ? (schema.properties ?? {}) : {};
};

describe('what may be sent', () => {
  const drafts = Object.keys(schemas).filter((name) => name.endsWith('Draft'));

  it('has a form of its own for each object', () => {
    expect(drafts.map((name) => name.replace(/Draft$/, '')).filter((name) => name !== 'Engagement')).toEqual([
      'CustomerProjectContext',
      'LeadContext',
      'UntypedContext',
      'ProjectCustomer',
      'LeadCustomer',
      'UntypedCustomer',
      'Project',
      'Address',
      'Interaction',
      'Contact',
    ]);
  });

  it.each(drafts)('may be null, and asks for nothing but the type of a context: %s', (name) => {
    const fields = Object.entries(propertiesOf(schemas, name)).filter(([field]) => field !== 'type');

    for (const [, field] of fields) {
      expect(JSON.stringify(field)).toMatch(/"type":\["\w+","null"\]|\{"type":"null"\}/);
    }
    const required = /^(?:Lead|CustomerProject)Context/.test(name) ? ['type'] : undefined;
    expect(schemas[name]).toEqual(expect.objectContaining(required === undefined ? {} : { required }));
    expect(JSON.stringify(schemas[name])).not.toContain('"format"');
  });

  it('may be any text where it is read forgivingly, and the values are told all the same', () => {
    expect(propertiesOf(schemas, 'LeadCustomerDraft')['industry']).toEqual({
      anyOf: [{ $ref: '#/components/schemas/Industry' }, { type: 'string' }, { type: 'null' }],
      description: expect.stringContaining('Letter case'),
      example: 'Retail',
    });
  });

  it('says what submitting asks for', () => {
    expect(propertiesOf(schemas, 'EngagementDraft')['title']).toEqual({
      type: ['string', 'null'],
      maxLength: 40,
      description: "The engagement's title. To submit: required.",
      example: 'Cloud migration for Acme',
    });
    expect(propertiesOf(schemas, 'ProjectDraft')['businessProblem']).toMatchObject({
      description: expect.stringMatching(/line breaks.+To submit: required, at least 20 characters\.$/),
    });
  });

  it('has no length where what counts is how it is read', () => {
    expect(propertiesOf(schemas, 'ProjectDraft')['targetCompletionDate']).not.toHaveProperty('maxLength');
    expect(propertiesOf(schemas, 'ContactDraft')['phone']).not.toHaveProperty('maxLength');
  });
});

describe('what is shown', () => {
  it.each([
    'LeadCustomer',
    'Project',
    'Contact',
    'Interaction',
    'Address',
    'LeadContext',
    'EngagementContent',
  ])('is never null: %s', (name) => {
    expect(JSON.stringify(schemas[name])).not.toContain('null');
  });

  it('has canonical values', () => {
    expect(propertiesOf(schemas, 'LeadCustomer')['industry']).toMatchObject({
      allOf: [{ $ref: '#/components/schemas/Industry' }],
    });
    expect(propertiesOf(schemas, 'Contact')['email']).toMatchObject({ type: 'string', format: 'email' });
  });
});

it.each([
  ['LeadContext', 'lead'],
  ['LeadContextDraft', 'lead'],
  ['CustomerProjectContext', 'customerProject'],
  ['CustomerProjectContextDraft', 'customerProject'],
])('%s is told by its type', (name, type) => {
  expect(schemas[name]).toMatchObject({
    required: ['type'],
    properties: { type: { type: 'string', enum: [type] } },
  });
});

describe('by AWS’s model', () => {
  it('texts are what the reference has values for', () => {
    const text = { description: expect.stringContaining('any other text'), example: 'Retail' };

    expect(propertiesOf(byModel, 'LeadCustomer')['industry']).toEqual({ type: 'string', ...text });
    expect(propertiesOf(byModel, 'LeadCustomerDraft')['industry']).toEqual({
      type: ['string', 'null'],
      maxLength: 255,
      ...text,
    });
    expect(propertiesOf(byModel, 'Contact')['email']).not.toHaveProperty('format');
  });

  it('less is asked for', () => {
    const { title } = propertiesOf(byModel, 'EngagementDraft');
    const { address } = propertiesOf(byModel, 'LeadCustomerDraft');

    expect(JSON.stringify([title, address])).not.toContain('required');
    expect(JSON.stringify(propertiesOf(byModel, 'LeadContextDraft')['customer'])).toContain('required');
  });

  it('the rest is the same', () => {
    expect(byModel['ProjectCustomerDraft']).toEqual(schemas['ProjectCustomerDraft']);
  });
});
