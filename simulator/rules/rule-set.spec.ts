import { describe, expect, it } from '@jest/globals';

import { check, interaction, lead, project, violationsOf } from '../testing/check-request.js';
import { exampleRequest } from '../testing/example-request.js';
import { type RuleSet, ruleSets } from './rule-set.js';

const chars = (length: number) => 'ä'.repeat(length);

it.each(ruleSets)('takes the example by the %s', (rules) => {
  expect(check(exampleRequest(), rules).list).toEqual([]);
});

/** How long texts may be by both, or by each. */
const lengths = [
  { path: 'title', reference: [1, 40], model: [0, 40] },
  { path: 'description', both: [0, 255] },
  { path: 'contexts[0].id', both: [1, 3] },
  { path: `${project}.customer.companyName`, both: [1, 120] },
  { path: `${project}.project.title`, both: [1, 255] },
  { path: `${project}.project.businessProblem`, both: [20, 2000] },
  { path: `${lead}.qualificationStatus`, both: [1, 255] },
  { path: `${lead}.customer.industry`, model: [0, 255] },
  { path: `${lead}.customer.companyName`, both: [1, 120] },
  { path: `${lead}.customer.websiteUrl`, model: [0, 255] },
  { path: `${lead}.customer.address.city`, both: [0, 255] },
  { path: `${lead}.customer.address.postalCode`, both: [0, 20] },
  { path: `${lead}.customer.address.stateOrRegion`, model: [0, 255] },
  { path: `${lead}.customer.address.countryCode`, model: [0, 10] },
  { path: `${lead}.customer.awsMaturity`, reference: [1, 20], model: [0, 255] },
  { path: `${lead}.customer.marketSegment`, model: [0, 255] },
  { path: `${interaction}.sourceType`, reference: [1, 255], model: [0, 255] },
  { path: `${interaction}.sourceId`, reference: [1, 255], model: [0, 255] },
  { path: `${interaction}.sourceName`, reference: [1, 255], model: [0, 255] },
  { path: `${interaction}.usecase`, reference: [1, 255], model: [0, 255] },
  { path: `${interaction}.customerAction`, reference: [1, 255], model: [0, 255] },
  { path: `${interaction}.businessProblem`, reference: [20, 2000], model: [0, 2000] },
  { path: `${interaction}.contact.businessTitle`, reference: [1, 80], model: [1, 255] },
  { path: `${interaction}.contact.email`, model: [1, 255] },
  { path: `${interaction}.contact.firstName`, reference: [1, 80], model: [0, 80] },
  { path: `${interaction}.contact.lastName`, reference: [1, 80], model: [0, 80] },
  { path: `${interaction}.contact.phone`, model: [0, 255] },
];

describe.each(
  lengths.flatMap(({ path, both, ...each }) =>
    ruleSets.flatMap((rules) => {
      const [min, max] = both ?? each[rules] ?? [];
      return min === undefined || max === undefined ? [] : [{ path, rules, min, max }];
    }),
  ),
)('$path of $min to $max characters by the $rules', ({ path, rules, min, max }) => {
  it('takes both edges, line breaks and emoji', () => {
    expect(violationsOf(path, chars(min), rules)).toEqual([]);
    expect(violationsOf(path, chars(max), rules)).toEqual([]);
    expect(violationsOf(path, '\n😀'.repeat(max).slice(0, (max - (max % 2)) * 1.5), rules)).toEqual([]);
  });

  it('refuses what lies beyond them, and no string', () => {
    expect(violationsOf(path, chars(max + 1), rules)).toEqual([[path, 'INVALID_STRING_FORMAT']]);
    expect(violationsOf(path, 7, rules)).toEqual([[path, 'INVALID_VALUE']]);
    if (min > 0) {
      expect(violationsOf(path, chars(min - 1), rules)).toEqual([[path, 'INVALID_STRING_FORMAT']]);
    }
  });
});

const requiredByBoth = [
  'catalog',
  'clientToken',
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
  `${lead}.interactions`,
  `${interaction}.contact`,
  `${interaction}.contact.businessTitle`,
  `${interaction}.contact.email`,
  `${interaction}.contact.firstName`,
  `${interaction}.contact.lastName`,
];

const requiredByReference = [
  'title',
  'description',
  `${lead}.customer.address`,
  `${interaction}.sourceType`,
  `${interaction}.sourceId`,
  `${interaction}.sourceName`,
  `${interaction}.customerAction`,
];

const optionalInBoth = [
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
];

const inSet = (rules: RuleSet, paths: readonly string[]) => paths.map((path) => ({ path, rules }));

it.each([
  ...inSet('reference', [...requiredByBoth, ...requiredByReference]),
  ...inSet('model', requiredByBoth),
])('asks for $path by the $rules', ({ path, rules }) => {
  expect(violationsOf(path, undefined, rules)).toEqual([[path, 'REQUIRED_FIELD_MISSING']]);
  expect(violationsOf(path, null, rules)).toEqual([[path, 'REQUIRED_FIELD_MISSING']]);
});

it.each([
  ...inSet('reference', optionalInBoth),
  ...inSet('model', [...optionalInBoth, ...requiredByReference]),
])('does without $path by the $rules', ({ path, rules }) => {
  expect(violationsOf(path, undefined, rules)).toEqual([]);
  expect(violationsOf(path, null, rules)).toEqual([]);
});

const asEntered = [
  { path: `${lead}.customer.industry`, value: 'SaaS & AI', code: 'INVALID_ENUM_VALUE' },
  { path: `${lead}.customer.websiteUrl`, value: 'Ask the front desk', code: 'INVALID_STRING_FORMAT' },
  { path: `${lead}.customer.address.countryCode`, value: 'Germany', code: 'INVALID_ENUM_VALUE' },
  { path: `${lead}.customer.address.stateOrRegion`, value: 'WA', code: 'INVALID_VALUE' },
  { path: `${lead}.customer.marketSegment`, value: 'Mid-market', code: 'INVALID_ENUM_VALUE' },
  { path: `${interaction}.contact.email`, value: 'Ada Byron <ada@acme>', code: 'INVALID_STRING_FORMAT' },
  { path: `${interaction}.contact.phone`, value: '206 555 0100 ext. 42', code: 'INVALID_STRING_FORMAT' },
];

it.each(asEntered)(
  'takes any text as $path by the model, and not by the reference',
  ({ path, value, code }) => {
    expect(violationsOf(path, value, 'model')).toEqual([]);
    expect(violationsOf(path, value, 'reference')).toEqual([[path, code]]);
  },
);

describe('the model', () => {
  const inLead = (member: string) => `contexts[0].payload.lead.${member}`;

  it('relaxes leads alone, and no customer project', () => {
    const bad = { industry: 'SaaS & AI', websiteUrl: 'Ask the front desk', countryCode: 'Germany' };
    const paths = Object.keys(bad).map((name) => `${project}.customer.${name}`);
    const found = Object.entries(bad).flatMap(([name, value]) =>
      violationsOf(`${project}.customer.${name}`, value, 'model'),
    );
    expect(found.map(([path]) => path)).toEqual(paths);
  });

  it('is content with a lead of what it asks for', () => {
    const contact = { BusinessTitle: 'X', Email: '-', FirstName: '', LastName: '' };
    const shortest = { Customer: { CompanyName: 'A' }, Interactions: [{ Contact: contact }] };
    const request = {
      Catalog: 'Sandbox',
      ClientToken: 'token',
      Contexts: [{ Type: 'Lead', Payload: { Lead: shortest } }],
    };
    expect(check(request, 'model').list).toEqual([]);
    expect(check(request, 'reference').list.map(({ FieldName }) => FieldName)).toEqual([
      'title',
      'description',
      ...['customer.address', 'interactions[0].sourceType', 'interactions[0].sourceId'].map(inLead),
      ...['interactions[0].sourceName', 'interactions[0].customerAction'].map(inLead),
      ...['email', 'firstName', 'lastName'].map((name) => inLead(`interactions[0].contact.${name}`)),
    ]);
  });

  it.each([
    { path: `${lead}.insights`, value: { LeadReadinessScore: 'High' } },
    { path: 'contexts[0].payload.prospectingResult', value: { Aws: {} } },
  ])('knows $path, which AWS alone makes; the reference does not', ({ path, value }) => {
    expect(violationsOf(path, value, 'model')).toContainEqual([path, 'ACTION_NOT_PERMITTED']);
    expect(violationsOf(path, value, 'reference')).toContainEqual([path, 'INVALID_VALUE']);
    expect(violationsOf(path, null, 'model')).toEqual([]);
  });

  it('takes no context that AWS makes', () => {
    const request = {
      ...exampleRequest(),
      Contexts: [{ Type: 'ProspectingResult', Payload: { ProspectingResult: {} } }],
    };
    expect(check(request, 'model').list).toMatchObject([
      { FieldName: 'contexts[0].type', Code: 'INVALID_ENUM_VALUE' },
      { FieldName: 'contexts[0].payload.prospectingResult', Code: 'ACTION_NOT_PERMITTED' },
    ]);
  });
});
