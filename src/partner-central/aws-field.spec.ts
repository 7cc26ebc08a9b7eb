import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, interaction, lead } from '../../test/support/engagements.factory.js';
import { awsFieldPointers } from './aws-field.js';
import { createEngagementRequest } from './create-engagement.request.js';

const bodyOf = (contexts: object[]) => createEngagementRequest(engagement({ contexts }), 'token').body;
const oneOfEach = bodyOf([
  customerProject({ id: '1' }),
  lead({ id: '2', interactions: [interaction(), interaction()] }),
]);

describe('the notations of one field', () => {
  it.each([
    'contexts[1].payload.lead.interactions[1].contact.businessTitle',
    'Contexts[1].Payload.Lead.Interactions[1].Contact.BusinessTitle',
    'CONTEXTS[1].INTERACTIONS[1].CONTACT.BUSINESSTITLE',
    'contexts.1.payload.lead.interactions.1.contact.businessTitle',
    'contexts/1/payload/lead/interactions/1/contact/businessTitle',
    '/Contexts/1/Payload/Lead/Interactions/1/Contact/BusinessTitle',
    '$.contexts[1].payload.lead.interactions[1].contact.businessTitle',
    "$['contexts'][1]['payload']['lead']['interactions'][1]['contact']['businessTitle']",
    'contexts.member.1.payload.lead.interactions.member.1.contact.businessTitle',
    'lead.interactions[1].contact.businessTitle',
    'interactions[1].contact.businessTitle',
    ' contexts[1] -> interactions[1] -> contact -> businessTitle ',
  ])('%s', (fieldName) => {
    expect(awsFieldPointers(oneOfEach)(fieldName)).toBe('/contexts/1/interactions/1/contact/businessTitle');
  });
});

describe("a field's place in the caller's body", () => {
  it.each([
    ['catalog', '/catalog'],
    ['Title', '/title'],
    ['description', '/description'],
    ['contexts', '/contexts'],
    ['contexts[0]', '/contexts/0'],
    ['contexts[0].id', '/contexts/0/id'],
    ['contexts[1].type', '/contexts/1/type'],
    ['contexts[0].payload', '/contexts/0'],
    ['contexts[0].payload.customerProject', '/contexts/0'],
    ['contexts[1].payload.lead', '/contexts/1'],
    ['customerProject.customer.countryCode', '/contexts/0/customer/countryCode'],
    ['project.title', '/contexts/0/project/title'],
    ['project.targetCompletionDate', '/contexts/0/project/targetCompletionDate'],
    ['qualificationStatus', '/contexts/1/qualificationStatus'],
    ['address.countryCode', '/contexts/1/customer/address/countryCode'],
    ['awsMaturity', '/contexts/1/customer/awsMaturity'],
    ['interactions', '/contexts/1/interactions'],
    ['interactions[0].usecase', '/contexts/1/interactions/0/useCase'],
  ])('%s is at %s', (fieldName, pointer) => {
    expect(awsFieldPointers(oneOfEach)(fieldName)).toBe(pointer);
  });

  it('is there even where the field itself is missing', () => {
    const body = bodyOf([lead({ interactions: [{ sourceId: 'evt-42' }] })]);

    expect(awsFieldPointers(body)('interactions[0].sourceType')).toBe(
      '/contexts/0/interactions/0/sourceType',
    );
  });
});

describe('where several fields fit, it is what they have in common', () => {
  it.each([
    ['usecase', '/contexts/1/interactions'],
    ['interactions.contact.email', '/contexts/1/interactions'],
    ['companyName', '/contexts'],
    ['contexts.type', '/contexts'],
    ['lead.interactions.businessProblem', '/contexts/1/interactions'],
    ['businessProblem', '/contexts'],
  ])('%s is at %s', (fieldName, pointer) => {
    expect(awsFieldPointers(oneOfEach)(fieldName)).toBe(pointer);
  });

  it('the only one is that one', () => {
    const body = bodyOf([lead()]);

    expect(awsFieldPointers(body)('companyName')).toBe('/contexts/0/customer/companyName');
    expect(awsFieldPointers(body)('usecase')).toBe('/contexts/0/interactions/0/useCase');
  });
});

it.each([
  '',
  '.',
  'heaven.knows',
  'externalRef',
  'clientToken',
  'contexts[2]',
  'contexts[0].title',
  'contexts[0].payload.lead.customer.companyName',
  'interactions[7].usecase',
  'title.title',
  'le',
  '__proto__',
  'constructor',
])('is the whole body for %j, which is no field of it', (fieldName) => {
  expect(awsFieldPointers(oneOfEach)(fieldName)).toBe('');
});

it.each(['.', '[', 'a.', 'contexts[0].', '9'])('reads 200,000 times %s to the end', (part) => {
  expect(awsFieldPointers(oneOfEach)(part.repeat(200_000))).toBe('');
});
