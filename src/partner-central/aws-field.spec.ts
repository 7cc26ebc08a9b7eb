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
    'contexts(1).payload.lead.interactions(1).contact.businessTitle',
    'contexts.member.2.payload.lead.interactions.member.2.contact.businessTitle',
    'contexts.2.member.payload.lead.interactions.2.member.contact.businessTitle',
    'Contexts.Member.2.Lead.Interactions[2].Contact.BusinessTitle',
    'contexts[2].payload.lead.interactions[2].contact.businessTitle',
    'contexts/2/lead/interactions/2/contact/businessTitle',
    'contexts[2].lead.interactions[2].contact.businessTitle',
    'interactions.2.member.contact.businessTitle',
    'interactions(2).contact.businessTitle',
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

describe('a name that counts from one', () => {
  const twoLeads = bodyOf([lead({ interactions: [interaction(), interaction()] }), lead()]);
  const oneLead = bodyOf([lead()]);

  it.each([
    // `member` tells it, whatever would be there otherwise.
    ['contexts.1.member.payload.lead.customer.companyName', twoLeads, '/contexts/0/customer/companyName'],
    ['contexts.member.1.payload.lead.customer.companyName', twoLeads, '/contexts/0/customer/companyName'],
    ['contexts.1.member.payload.lead.customer.companyName', oneLead, '/contexts/0/customer/companyName'],
    ['contexts.1.member', twoLeads, '/contexts/0'],
    ['lead.interactions.1.member.contact.email', oneLead, '/contexts/0/interactions/0/contact/email'],
    // So does an index behind the end, and then for all of the name.
    ['contexts[1].payload.lead.customer.companyName', oneLead, '/contexts/0/customer/companyName'],
    ['contexts[2].payload.lead.interactions[1].usecase', twoLeads, '/contexts/1/interactions/0/useCase'],
    ['contexts[1].payload.lead.interactions[2].usecase', twoLeads, '/contexts/0/interactions/1/useCase'],
    ['contexts.1.interactions.1.usecase', oneLead, '/contexts/0/interactions/0/useCase'],
    // And one that leads to a context of the other type.
    ['contexts[1].payload.customerProject.project.title', oneOfEach, '/contexts/0/project/title'],
    // Nothing tells it here.
    ['contexts[1].payload.lead.customer.companyName', twoLeads, '/contexts/1/customer/companyName'],
    // A zero tells the contrary.
    ['contexts.0.member.payload.lead.customer.companyName', twoLeads, '/contexts/0/customer/companyName'],
    ['contexts[0].payload.lead.interactions[1].usecase', twoLeads, '/contexts/0/interactions/1/useCase'],
  ])('%s', (fieldName, body, pointer) => {
    expect(awsFieldPointers(body)(fieldName)).toBe(pointer);
  });
});

describe('what is not there is told by the nearest that is', () => {
  const bare = bodyOf([lead({ customer: { companyName: 'Acme' }, interactions: undefined })]);

  it.each([
    // A field that its object lacks.
    ['contexts[0].payload.lead.customer.industry', bare, '/contexts/0/customer/industry'],
    ['contexts[0].payload.lead.customer.address', bare, '/contexts/0/customer/address'],
    ['contexts[0].payload.lead.interactions', bare, '/contexts/0/interactions'],
    ['contexts', '{}', '/contexts'],
    // A field of an object that was not sent.
    ['contexts[0].payload.lead.customer.address.countryCode', bare, '/contexts/0/customer/address'],
    ['contexts[0].payload.lead.interactions[0].contact.email', bare, '/contexts/0/interactions'],
    ['contexts.1.member.payload.lead.customer.companyName', '{}', '/contexts'],
    // An item that a list lacks.
    ['contexts[7]', oneOfEach, '/contexts'],
    ['contexts.7.member.payload.lead', oneOfEach, '/contexts'],
    ['contexts[1].interactions[7].usecase', oneOfEach, '/contexts/1/interactions'],
    ['interactions[7].usecase', oneOfEach, '/contexts/1/interactions'],
    ['contexts.2.member.interactions.9.member.contact', oneOfEach, '/contexts/1/interactions'],
    ['contexts[99999999999999999999]', oneOfEach, '/contexts'],
    // A field that no context of this type has.
    ['contexts[0].title', oneOfEach, '/contexts/0'],
    ['contexts[0].payload.lead.customer.companyName', oneOfEach, '/contexts/0'],
    ['contexts[1].payload.lead.insights.score', oneOfEach, '/contexts/1'],
    ['contexts[1].customer.legalName', oneOfEach, '/contexts/1/customer'],
  ])('%s', (fieldName, body, pointer) => {
    expect(awsFieldPointers(body)(fieldName)).toBe(pointer);
  });
});

it.each([
  '',
  '.',
  '7',
  'member',
  'heaven.knows',
  'externalRef',
  'clientToken',
  'title.title',
  'title.length',
  'le',
  '__proto__',
  'constructor',
])('is the whole body for %j, which is no field of it', (fieldName) => {
  expect(awsFieldPointers(oneOfEach)(fieldName)).toBe('');
});

it('leads to places that exist alone, whatever the name', () => {
  const body = bodyOf([customerProject(), lead(), lead({ interactions: undefined })]);
  const pointerOf = awsFieldPointers(body);
  const caller: unknown = engagement({
    contexts: [customerProject(), lead(), lead({ interactions: undefined })],
  });
  const names = [
    'contexts',
    'lead',
    'customer',
    'address',
    'interactions',
    'contact',
    'email',
    'member',
    'x',
  ];
  const indices = ['', '[0]', '[1]', '.2', '/3/', '(9)'];

  for (const first of names) {
    for (const second of names) {
      for (const at of indices) {
        for (const then of indices) {
          const parent = pointerOf(`contexts${at}.${first}${then}.${second}`).split('/').slice(1, -1);
          expect(parent.reduce<unknown>((node, key) => Object(node)[key], caller)).toBeInstanceOf(Object);
        }
      }
    }
  }
});

it.each(['.', '[', 'a.', 'contexts[0].', '9'])('reads 200,000 times %s to the end', (part) => {
  expect(awsFieldPointers(oneOfEach)(part.repeat(200_000))).toBe('');
});
