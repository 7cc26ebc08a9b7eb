import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, interaction, lead } from '../../../test/support/engagements.factory.js';
import { readEngagement } from './read-engagement.js';

const pointersOf = (body: unknown) =>
  readEngagement(body).findings.map(({ pointer, code }) => `${pointer ?? ''} ${code}`);

it('takes a complete engagement as it stands', () => {
  expect(readEngagement(engagement())).toEqual({ value: engagement(), findings: [] });
});

it.each([[undefined], [null], [[]], ['{}'], [7], [true]])('refuses %j as a body', (body) => {
  expect(readEngagement(body)).toEqual({
    value: {},
    findings: [{ pointer: '', code: 'INVALID_VALUE', message: 'The body must be a JSON object.' }],
  });
});

describe('a shape that a field does not have', () => {
  it.each([
    ['/title', { title: 7 }],
    ['/title', { title: true }],
    ['/title', { title: ['x'] }],
    ['/title', { title: {} }],
    ['/contexts', { contexts: 'lead' }],
    ['/contexts', { contexts: { 0: lead() } }],
    ['/contexts/0', { contexts: [null] }],
    ['/contexts/0', { contexts: [[]] }],
    ['/contexts/1', { contexts: [lead(), 'lead'] }],
    ['/contexts/0/type', { contexts: [{ type: ['lead'] }] }],
    ['/contexts/0/customer', { contexts: [lead({ customer: 'Acme' })] }],
    ['/contexts/0/customer', { contexts: [lead({ customer: [] })] }],
    ['/contexts/0/interactions/1', { contexts: [lead({ interactions: [interaction(), null] })] }],
    ['/contexts/0/interactions', { contexts: [lead({ interactions: interaction() })] }],
    [
      '/contexts/0/interactions/0/contact/phone',
      { contexts: [{ interactions: [{ contact: { phone: 1 } }] }] },
    ],
  ])('is refused at %s: %.60j', (pointer, body) => {
    expect(pointersOf(body)).toEqual([`${pointer} INVALID_VALUE`]);
  });

  it('is left out, and what stands beside it keeps its place', () => {
    const { value } = readEngagement({ title: 7, description: 'x', contexts: [null, lead()] });

    expect(value).toEqual({ description: 'x', contexts: [{}, lead()] });
  });

  it.each([
    ['a constructor', '{"constructor":"x"}'],
    ['a constructor in a list', '[{"constructor":{"prototype":{}}}]'],
    ['a prototype', '{"__proto__":{"length":1}}'],
    ['100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('is left out whatever it holds: %s', (_, json) => {
    expect(readEngagement({ title: JSON.parse(json) })).toMatchObject({
      value: { title: undefined },
      findings: [{ pointer: '/title', code: 'INVALID_VALUE' }],
    });
  });
});

describe('a name that is no field', () => {
  it.each([
    ['/colour', '{"colour":"red"}'],
    ['/Title', '{"Title":"x"}'],
    ['/colour', '{"colour":null}'],
    ['/contexts/0/customer/colour', '{"contexts":[{"type":"lead","customer":{"colour":null}}]}'],
    ['/contexts/0/customer/project', '{"contexts":[{"type":"lead","customer":{"project":null}}]}'],
    ['/project', '{"project":null}'],
    ['/__proto__', '{"__proto__":{"title":"x"}}'],
    ['/constructor', '{"constructor":{}}'],
    ['/toString', '{"toString":"x"}'],
    ['/a~1b~0c', '{"a/b~c":1}'],
    ['/contexts/0/customer/__proto__', '{"contexts":[{"type":"lead","customer":{"__proto__":{}}}]}'],
    ['/contexts/0/project', '{"contexts":[{"type":"lead","project":{}}]}'],
    ['/contexts/0/interactions', '{"contexts":[{"type":"customerProject","interactions":[]}]}'],
    ['/contexts/0/customer/address', '{"contexts":[{"type":"customerProject","customer":{"address":{}}}]}'],
    ['/contexts/0/customer/countryCode', '{"contexts":[{"type":"lead","customer":{"countryCode":"US"}}]}'],
  ])('is refused at %s', (pointer, json) => {
    const { value } = readEngagement(JSON.parse(json));

    expect(pointersOf(JSON.parse(json))).toEqual([`${pointer} INVALID_VALUE`]);
    expect(JSON.stringify(value)).not.toContain(pointer.split('/').at(-1));
  });
});

it('refuses what the server owns, but only where the server owns it', () => {
  expect(pointersOf({ id: 'x', version: 1, readiness: {}, contexts: [lead({ id: '1' })] })).toEqual([
    '/id ACTION_NOT_PERMITTED',
    '/version ACTION_NOT_PERMITTED',
    '/readiness ACTION_NOT_PERMITTED',
  ]);
});

describe('null, which serializers write for nothing', () => {
  /** Each member of a complete engagement, at every depth, as a null. */
  const nulled = (json: unknown): object[] =>
    Array.isArray(json)
      ? json.flatMap((item, index) => nulled(item).map((one) => json.with(index, one)))
      : Object.entries(Object(json)).flatMap(([name, value]: [string, unknown]) => [
          { ...Object(json), [name]: null },
          ...(typeof value === 'object'
            ? nulled(value).map((one) => ({ ...Object(json), [name]: one }))
            : []),
        ]);
  const withoutNulls = (json: unknown): unknown =>
    JSON.parse(JSON.stringify(json), (_, value: unknown) => value ?? undefined);

  it('reads as left out wherever a field may be', () => {
    const bodies = nulled(engagement());

    expect(bodies.length).toBeGreaterThan(30);
    for (const body of bodies) {
      const { value, findings } = readEngagement(body);
      // Without its type a context has fields of either one, so there is nothing to find in any of them.
      expect({ value, findings }).toEqual({ value: withoutNulls(body), findings: [] });
    }
  });

  it('reads as left out where a context of another type has a field', () => {
    const { customer } = lead();
    const contexts = [
      { ...lead({ project: null }), customer: { ...customer, countryCode: null } },
      {
        ...customerProject({ qualificationStatus: null, interactions: null }),
        customer: { ...customerProject().customer, address: null, awsMaturity: null, marketSegment: null },
      },
      { type: 'Lead', project: null },
    ];

    expect(readEngagement({ contexts })).toEqual({
      value: { contexts: [lead(), customerProject(), { type: 'lead' }] },
      findings: [],
    });
  });

  it('reads as left out under the names that the server owns', () => {
    const own = ['id', 'status', 'version', 'createdAt', 'updatedAt', 'createdBy', 'readiness', 'submission'];
    const nulls = Object.fromEntries(
      [...own, 'partnerCentral', 'catalog', 'externalRef'].map((name) => [name, null]),
    );

    expect(readEngagement({ ...engagement(), ...nulls })).toEqual({ value: engagement(), findings: [] });
  });
});

it.each([
  ['titel', 'title'],
  ['Title', 'title'],
  ['external_ref', 'externalRef'],
  ['ExternalReference', undefined],
  ['contents', 'contexts'],
  ['name', undefined],
  ['descripton', 'description'],
  ['colour', undefined],
  ['__proto__', undefined],
  ['', undefined],
])('an unknown field is told the nearest one: %s, %s', (name, suggestion) => {
  const { findings } = readEngagement(JSON.parse(`{${JSON.stringify(name)}:1}`));

  expect(findings.map((one) => one.suggestion)).toEqual([suggestion]);
});

it.each([
  ['usecase', 'useCase'],
  ['Usecase', 'useCase'],
  ['use_case', 'useCase'],
  ['interaction_date', 'interactionDate'],
  ['sourcename', 'sourceName'],
  ['phone', undefined],
])('an unknown field of an interaction is told the nearest one: %s, %s', (name, suggestion) => {
  const { findings } = readEngagement({ contexts: [lead({ interactions: [interaction({ [name]: 'x' })] })] });

  expect(findings.map((one) => [one.pointer, one.suggestion])).toEqual([
    [`/contexts/0/interactions/0/${name}`, suggestion],
  ]);
});

it('takes the fields of either type in a context that does not say its type yet', () => {
  const { type, ...context } = { ...customerProject(), ...lead() };

  expect(readEngagement({ contexts: [context] })).toEqual({ value: { contexts: [context] }, findings: [] });
});

it('reads no more of a list than it takes to refuse it', () => {
  const { value } = readEngagement({ contexts: Array.from({ length: 50_000 }, () => lead()) });

  expect(value['contexts']).toHaveLength(6);
});

describe("the customer's country", () => {
  const read = (customer: object, phone: string) =>
    readEngagement({ contexts: [{ type: 'lead', customer, interactions: [{ contact: { phone } }] }] }).value;

  it.each([
    ['US', '(206) 555-0100', '+12065550100'],
    ['de', '030 123456', '+4930123456'],
    [' gb ', '020 7946 0958', '+442079460958'],
  ])('is the one that phone numbers are read with: %s', (countryCode, phone, expected) => {
    expect(read({ address: { countryCode } }, phone)).toMatchObject({
      contexts: [{ interactions: [{ contact: { phone: expected } }] }],
    });
  });

  it('is each context’s own', () => {
    const us = { type: 'lead', customer: { address: { countryCode: 'US', stateOrRegion: 'wa' } } };
    const other = { type: 'lead', customer: { address: { stateOrRegion: 'wa' } } };

    expect(readEngagement({ contexts: [us, other] }).value).toMatchObject({
      contexts: [
        { customer: { address: { stateOrRegion: 'Washington' } } },
        { customer: { address: { stateOrRegion: 'wa' } } },
      ],
    });
  });

  it('stands beside the name in a context without a type', () => {
    const context = { customer: { countryCode: 'DE' }, interactions: [{ contact: { phone: '030 123456' } }] };

    expect(readEngagement({ contexts: [context] }).value).toMatchObject({
      contexts: [{ interactions: [{ contact: { phone: '+4930123456' } }] }],
    });
  });
});
