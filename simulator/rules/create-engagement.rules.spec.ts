import { describe, expect, it } from '@jest/globals';

import { isJsonObject } from '../wire/json.js';
import { changed, check, interaction, lead, project, violationsOf } from '../testing/check-request.js';
import { exampleCustomerProject, exampleLead, exampleRequest } from '../testing/example-request.js';
import { ruleSets } from './rule-set.js';
import { usStates } from './us-states.js';

const chars = (length: number) => 'ä'.repeat(length);

const inBoth = <T>(rows: readonly T[]) => rows.flatMap((row) => ruleSets.map((rules) => ({ ...row, rules })));
const inReference = <T>(rows: readonly T[]) => rows.map((row) => ({ ...row, rules: 'reference' as const }));

it.each([
  ...inBoth([
    { path: 'catalog', good: ['AWS', 'Sandbox'], bad: ['sandbox', '', 7] },
    { path: 'contexts[1].type', good: ['Lead'], bad: ['ProspectingResult', 'lead', 7] },
    {
      path: `${project}.customer.industry`,
      good: ['Other', 'Wholesale and Distribution'],
      bad: ['retail', ''],
    },
    { path: `${project}.customer.countryCode`, good: ['AN', 'ZW'], bad: ['us', 'UK', ''] },
  ]),
  ...inReference([
    { path: `${lead}.customer.industry`, good: ['Aerospace'], bad: ['retail'] },
    { path: `${lead}.customer.address.countryCode`, good: ['DE'], bad: ['XX'] },
    { path: `${lead}.customer.marketSegment`, good: ['Micro', 'Enterprise'], bad: ['micro', ''] },
  ]),
])('takes the values of $path and no others by the $rules', ({ path, good, bad, rules }) => {
  expect(good.flatMap((value) => violationsOf(path, value, rules))).toEqual([]);
  expect(bad.flatMap((value) => violationsOf(path, value, rules))).toEqual(
    bad.map(() => [path, 'INVALID_ENUM_VALUE']),
  );
});

it.each([
  ...inBoth([
    { path: 'clientToken', good: 'a'.repeat(64), bad: 'a'.repeat(65) },
    { path: `${project}.customer.websiteUrl`, good: 'a.bc', bad: 'a.b' },
    { path: `${project}.project.targetCompletionDate`, good: '2020-01-01', bad: '01.01.2027' },
    { path: `${interaction}.interactionDate`, good: '2026-11-02T10:30:00Z', bad: '2026-11-02' },
  ]),
  ...inReference([
    { path: `${lead}.customer.websiteUrl`, good: 'a.bc', bad: 'x.com/~me' },
    { path: `${interaction}.contact.email`, good: 'a@b.c', bad: 'A@b.c' },
    { path: `${interaction}.contact.phone`, good: '+12', bad: '206 555 0100' },
  ]),
])('checks the form of $path by the $rules', ({ path, good, bad, rules }) => {
  expect(violationsOf(path, good, rules)).toEqual([]);
  expect(violationsOf(path, bad, rules)).toEqual([[path, 'INVALID_STRING_FORMAT']]);
  expect(violationsOf(path, 1, rules)).toEqual([[path, 'INVALID_VALUE']]);
});

describe('lists', () => {
  const [oneInteraction] = exampleLead().Payload.Lead.Interactions;

  it.each(
    inBoth([
      { path: 'contexts', element: exampleCustomerProject(), count: 0, code: undefined },
      { path: 'contexts', element: exampleCustomerProject(), count: 5, code: undefined },
      { path: 'contexts', element: exampleCustomerProject(), count: 6, code: 'TOO_MANY_VALUES' },
      { path: `${lead}.interactions`, element: oneInteraction, count: 0, code: 'NOT_ENOUGH_VALUES' },
      { path: `${lead}.interactions`, element: oneInteraction, count: 1, code: undefined },
      { path: `${lead}.interactions`, element: oneInteraction, count: 10, code: undefined },
      { path: `${lead}.interactions`, element: oneInteraction, count: 11, code: 'TOO_MANY_VALUES' },
    ]),
  )('$path of $count by the $rules: $code', ({ path, element, count, code, rules }) => {
    const expected = code === undefined ? [] : [[path, code]];
    expect(
      violationsOf(
        path,
        Array.from({ length: count }, () => element),
        rules,
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
