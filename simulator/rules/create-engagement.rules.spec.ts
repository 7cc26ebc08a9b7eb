import { describe, expect, it } from '@jest/globals';

import { isJsonObject } from '../wire/json.js';
import { exampleCustomerProject, exampleLead, exampleRequest } from '../testing/example-request.js';
import { createEngagementRules } from './create-engagement.rules.js';
import { usStates } from './us-states.js';
import { Violations } from './violation.js';

const project = 'contexts[0].payload.customerProject';
const lead = 'contexts[1].payload.lead';
const interaction = `${lead}.interactions[0]`;
const chars = (length: number) => 'ä'.repeat(length);

function check(request: unknown): Violations {
  const found = new Violations();
  createEngagementRules(request, '', found);
  return found;
}

/** The example with one member changed; `undefined` leaves it out. */
function changed(path: string, value: unknown): unknown {
  const request: unknown = exampleRequest();
  const names = path.split(/[.[\]]+/).map((name) => name.charAt(0).toUpperCase() + name.slice(1));
  const last = names.pop() ?? '';
  const parent = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), request);
  Reflect.set(Object(parent), last, value);
  return request;
}

function violationsOf(path: string, value: unknown) {
  return check(changed(path, value)).list.map(({ FieldName, Code }) => [FieldName, Code]);
}

it('takes the example', () => {
  expect(check(exampleRequest()).list).toEqual([]);
});

describe.each([
  { path: 'title', min: 1, max: 40 },
  { path: 'description', min: 0, max: 255 },
  { path: 'contexts[0].id', min: 1, max: 3 },
  { path: `${project}.customer.companyName`, min: 1, max: 120 },
  { path: `${project}.project.title`, min: 1, max: 255 },
  { path: `${project}.project.businessProblem`, min: 20, max: 2000 },
  { path: `${lead}.qualificationStatus`, min: 1, max: 255 },
  { path: `${lead}.customer.companyName`, min: 1, max: 120 },
  { path: `${lead}.customer.address.city`, min: 0, max: 255 },
  { path: `${lead}.customer.address.postalCode`, min: 0, max: 20 },
  { path: `${lead}.customer.awsMaturity`, min: 1, max: 20 },
  { path: `${interaction}.sourceType`, min: 1, max: 255 },
  { path: `${interaction}.sourceId`, min: 1, max: 255 },
  { path: `${interaction}.sourceName`, min: 1, max: 255 },
  { path: `${interaction}.usecase`, min: 1, max: 255 },
  { path: `${interaction}.customerAction`, min: 1, max: 255 },
  { path: `${interaction}.businessProblem`, min: 20, max: 2000 },
  { path: `${interaction}.contact.businessTitle`, min: 1, max: 80 },
  { path: `${interaction}.contact.firstName`, min: 1, max: 80 },
  { path: `${interaction}.contact.lastName`, min: 1, max: 80 },
])('$path of $min to $max characters', ({ path, min, max }) => {
  it('takes both edges, line breaks and emoji', () => {
    expect(violationsOf(path, chars(min))).toEqual([]);
    expect(violationsOf(path, chars(max))).toEqual([]);
    expect(violationsOf(path, '\n😀'.repeat(max).slice(0, (max - (max % 2)) * 1.5))).toEqual([]);
  });

  it('refuses what lies beyond them, and no string', () => {
    expect(violationsOf(path, chars(max + 1))).toEqual([[path, 'INVALID_STRING_FORMAT']]);
    expect(violationsOf(path, 7)).toEqual([[path, 'INVALID_VALUE']]);
    if (min > 0) {
      expect(violationsOf(path, chars(min - 1))).toEqual([[path, 'INVALID_STRING_FORMAT']]);
    }
  });
});

it.each([
  'catalog',
  'clientToken',
  'title',
  'description',
  'contexts[0].type',
  `${project}.customer.industry`,
  `${project}.customer.companyName`,
  `${project}.customer.websiteUrl`,
  `${project}.customer.countryCode`,
  `${project}.project.title`,
  `${project}.project.businessProblem`,
  `${project}.project.targetCompletionDate`,
  `${lead}.customer`,
  `${lead}.customer.companyName`,
  `${lead}.customer.address`,
  `${lead}.interactions`,
  `${interaction}.sourceType`,
  `${interaction}.sourceId`,
  `${interaction}.sourceName`,
  `${interaction}.customerAction`,
  `${interaction}.contact`,
  `${interaction}.contact.businessTitle`,
  `${interaction}.contact.email`,
  `${interaction}.contact.firstName`,
  `${interaction}.contact.lastName`,
])('asks for %s', (path) => {
  expect(violationsOf(path, undefined)).toEqual([[path, 'REQUIRED_FIELD_MISSING']]);
  expect(violationsOf(path, null)).toEqual([[path, 'REQUIRED_FIELD_MISSING']]);
});

it.each([
  'contexts',
  'contexts[0].id',
  'contexts[0].payload',
  `${project}.customer`,
  `${project}.project`,
  `${lead}.qualificationStatus`,
  `${lead}.customer.industry`,
  `${lead}.customer.websiteUrl`,
  `${lead}.customer.address.city`,
  `${lead}.customer.address.postalCode`,
  `${lead}.customer.address.stateOrRegion`,
  `${lead}.customer.address.countryCode`,
  `${lead}.customer.awsMaturity`,
  `${lead}.customer.marketSegment`,
  `${interaction}.usecase`,
  `${interaction}.interactionDate`,
  `${interaction}.businessProblem`,
  `${interaction}.contact.phone`,
])('does without %s', (path) => {
  expect(violationsOf(path, undefined)).toEqual([]);
  expect(violationsOf(path, null)).toEqual([]);
});

it.each([
  { path: 'catalog', good: ['AWS', 'Sandbox'], bad: ['sandbox', '', 7] },
  { path: 'contexts[1].type', good: ['Lead'], bad: ['ProspectingResult', 'lead', 7] },
  {
    path: `${project}.customer.industry`,
    good: ['Other', 'Wholesale and Distribution'],
    bad: ['retail', ''],
  },
  { path: `${project}.customer.countryCode`, good: ['AN', 'ZW'], bad: ['us', 'UK', ''] },
  { path: `${lead}.customer.industry`, good: ['Aerospace'], bad: ['retail'] },
  { path: `${lead}.customer.address.countryCode`, good: ['DE'], bad: ['XX'] },
  { path: `${lead}.customer.marketSegment`, good: ['Micro', 'Enterprise'], bad: ['micro', ''] },
])('takes the values of $path and no others', ({ path, good, bad }) => {
  expect(good.flatMap((value) => violationsOf(path, value))).toEqual([]);
  expect(bad.flatMap((value) => violationsOf(path, value))).toEqual(
    bad.map(() => [path, 'INVALID_ENUM_VALUE']),
  );
});

it.each([
  { path: 'clientToken', good: 'a'.repeat(64), bad: 'a'.repeat(65) },
  { path: `${project}.customer.websiteUrl`, good: 'a.bc', bad: 'a.b' },
  { path: `${lead}.customer.websiteUrl`, good: 'a.bc', bad: 'x.com/~me' },
  { path: `${project}.project.targetCompletionDate`, good: '2020-01-01', bad: '01.01.2027' },
  { path: `${interaction}.interactionDate`, good: '2026-11-02T10:30:00Z', bad: '2026-11-02' },
  { path: `${interaction}.contact.email`, good: 'a@b.c', bad: 'A@b.c' },
  { path: `${interaction}.contact.phone`, good: '+12', bad: '206 555 0100' },
])('checks the form of $path', ({ path, good, bad }) => {
  expect(violationsOf(path, good)).toEqual([]);
  expect(violationsOf(path, bad)).toEqual([[path, 'INVALID_STRING_FORMAT']]);
  expect(violationsOf(path, 1)).toEqual([[path, 'INVALID_VALUE']]);
});

describe('lists', () => {
  const [oneInteraction] = exampleLead().Payload.Lead.Interactions;

  it.each([
    { path: 'contexts', element: exampleCustomerProject(), count: 0, code: undefined },
    { path: 'contexts', element: exampleCustomerProject(), count: 5, code: undefined },
    { path: 'contexts', element: exampleCustomerProject(), count: 6, code: 'TOO_MANY_VALUES' },
    { path: `${lead}.interactions`, element: oneInteraction, count: 0, code: 'NOT_ENOUGH_VALUES' },
    { path: `${lead}.interactions`, element: oneInteraction, count: 1, code: undefined },
    { path: `${lead}.interactions`, element: oneInteraction, count: 10, code: undefined },
    { path: `${lead}.interactions`, element: oneInteraction, count: 11, code: 'TOO_MANY_VALUES' },
  ])('$path of $count: $code', ({ path, element, count, code }) => {
    const expected = code === undefined ? [] : [[path, code]];
    expect(
      violationsOf(
        path,
        Array.from({ length: count }, () => element),
      ),
    ).toEqual(expected);
  });

  it('are lists', () => {
    expect(violationsOf('contexts', { length: 0 })).toEqual([['contexts', 'INVALID_VALUE']]);
  });
});

describe('US states', () => {
  const state = `${lead}.customer.address.stateOrRegion`;

  it('takes each one', () => {
    expect(usStates.flatMap((value) => violationsOf(state, value))).toEqual([]);
  });

  it.each(['WA', 'washington', 'Bavaria', ''])('refuses %j as a business rule', (value) => {
    const found = check(changed(state, value));
    expect(found.list).toMatchObject([{ FieldName: state, Code: 'INVALID_VALUE' }]);
    expect(found.reason).toBe('BUSINESS_VALIDATION_FAILED');
  });

  it.each([{ country: 'DE' }, { country: undefined }])(
    'takes any region of country $country',
    ({ country }) => {
      const address = `${lead}.customer.address`;
      expect(violationsOf(address, { StateOrRegion: chars(255), CountryCode: country })).toEqual([]);
      expect(violationsOf(address, { StateOrRegion: chars(256), CountryCode: country })).toHaveLength(1);
    },
  );
});

describe('the payload', () => {
  const { CustomerProject } = exampleCustomerProject().Payload;
  const { Lead } = exampleLead().Payload;
  const place = 'contexts[0].payload';

  it.each([
    { has: 'nothing', payload: {}, code: 'REQUIRED_FIELD_MISSING', reason: 'REQUEST_VALIDATION_FAILED' },
    {
      has: 'two',
      payload: { CustomerProject, Lead },
      code: 'TOO_MANY_VALUES',
      reason: 'REQUEST_VALIDATION_FAILED',
    },
    { has: 'another type', payload: { Lead }, code: 'INVALID_VALUE', reason: 'BUSINESS_VALIDATION_FAILED' },
  ])('with $has is refused', ({ payload, code, reason }) => {
    const found = check(changed(place, payload));
    expect(found.list).toMatchObject([{ FieldName: place, Code: code }]);
    expect(found.reason).toBe(reason);
  });

  it('may hold a null beside its member', () => {
    expect(violationsOf(place, { CustomerProject, Lead: null })).toEqual([]);
  });
});

it.each([
  { path: 'tags', where: 'the request' },
  { path: `${project}.customer.website`, where: 'a structure within' },
  { path: `${interaction}.useCase`, where: "an interaction, where AWS's name is Usecase" },
])('refuses an unknown member of $where', ({ path }) => {
  expect(violationsOf(path, 'x')).toEqual([[path, 'INVALID_VALUE']]);
});

it.each([{ request: [] }, { request: null }, { request: 'x' }])(
  'refuses $request as a request',
  ({ request }) => {
    expect(check(request).list).toMatchObject([{ FieldName: '', Code: 'INVALID_VALUE' }]);
  },
);

it('tells every violation at once, none of the values, and the request as the reason', () => {
  const secret = 'SECRET';
  const request = exampleRequest();
  const [, context] = request.Contexts;
  if (!isJsonObject(context?.Payload) || !('Lead' in context.Payload)) {
    throw new Error('The example has a lead.');
  }
  const { Customer, Interactions } = context.Payload.Lead;
  Object.assign(Customer, { CompanyName: secret.repeat(30), WebsiteUrl: secret });
  Object.assign(Customer.Address, { StateOrRegion: secret, CountryCode: 'US', PostalCode: secret.repeat(4) });
  Object.assign(Interactions[0]?.Contact ?? {}, { Email: secret, Phone: secret });

  const found = check(request);

  expect(found.list.map(({ FieldName }) => FieldName)).toEqual([
    `${lead}.customer.companyName`,
    `${lead}.customer.websiteUrl`,
    `${lead}.customer.address.postalCode`,
    `${lead}.customer.address.stateOrRegion`,
    `${interaction}.contact.email`,
    `${interaction}.contact.phone`,
  ]);
  expect(JSON.stringify(found.list)).not.toContain(secret);
  expect(found.reason).toBe('REQUEST_VALIDATION_FAILED');
});
