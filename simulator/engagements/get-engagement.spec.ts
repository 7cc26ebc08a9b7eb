import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { GetEngagementCommand, PartnerCentralSellingClient } from '@aws-sdk/client-partnercentral-selling';

import { ruleSets } from '../rules/rule-set.js';
import { type RunningSimulator, startSimulator } from '../simulator.js';
import { exampleCustomerProject, exampleLead, exampleRequest } from '../testing/example-request.js';
import { jsonOf, wireCall } from '../testing/wire-call.js';

let simulator: RunningSimulator;

beforeEach(async () => {
  simulator = await startSimulator();
});

afterEach(() => simulator.close());

/** What the wire says of a new engagement with these contexts. */
async function shownWith(Contexts?: readonly object[]) {
  const request = { ...exampleRequest(), Contexts };
  const created = await jsonOf(await wireCall(simulator.url, 'CreateEngagement', request));
  const answer = await wireCall(simulator.url, 'GetEngagement', {
    Catalog: 'Sandbox',
    Identifier: created['Id'],
  });
  return { created, shown: await jsonOf(answer) };
}

const contact = { BusinessTitle: 'CTO', Email: 'ada@acme.example.com', FirstName: 'Ada', LastName: 'Byron' };
const interaction = {
  SourceType: 'Event',
  SourceId: 'evt-42',
  SourceName: 'Retail Summit',
  CustomerAction: 'Asked for a meeting',
  Contact: contact,
};
const shortestLead = {
  Type: 'Lead',
  Payload: { Lead: { Customer: { CompanyName: 'Acme', Address: {} }, Interactions: [interaction] } },
};

it('shows an explicit null for each member of a lead that was not sent, and the interaction as of now', async () => {
  const { created, shown } = await shownWith([shortestLead]);
  expect(shown['Contexts']).toEqual([
    {
      Id: '1',
      Type: 'Lead',
      Payload: {
        CustomerProject: null,
        Lead: {
          QualificationStatus: null,
          Customer: {
            Industry: null,
            CompanyName: 'Acme',
            WebsiteUrl: null,
            Address: { City: null, PostalCode: null, StateOrRegion: null, CountryCode: null },
            AwsMaturity: null,
            MarketSegment: null,
          },
          Interactions: [
            {
              ...interaction,
              Usecase: null,
              InteractionDate: created['ModifiedAt'],
              BusinessProblem: null,
              Contact: { ...contact, Phone: null },
            },
          ],
        },
      },
    },
  ]);
  expect(created['ModifiedAt']).toMatch(/\.\d{9}Z$/);
});

it('shows a null for each part of a customer project that was not sent', async () => {
  const { shown } = await shownWith([
    { Type: 'CustomerProject', Payload: { CustomerProject: {} } },
    { Type: 'CustomerProject' },
  ]);
  expect(shown['Contexts']).toEqual([
    {
      Id: '1',
      Type: 'CustomerProject',
      Payload: { CustomerProject: { Customer: null, Project: null }, Lead: null },
    },
    { Id: '2', Type: 'CustomerProject', Payload: null },
  ]);
});

it('shows what was sent as it was sent, its date too', async () => {
  const lead = exampleLead();
  const [sent] = lead.Payload.Lead.Interactions;
  Object.assign(sent ?? {}, { InteractionDate: '2026-11-02T10:30:00.5Z' });
  const { shown } = await shownWith([{ ...exampleCustomerProject(), Id: '2' }, lead]);
  expect(shown['Contexts']).toMatchObject([
    { ...exampleCustomerProject(), Id: '2' },
    { ...lead, Id: '1' },
  ]);
});

it("shows the members of AWS's model by its rules", async () => {
  simulator.changeSettings({ rules: 'model' });
  const shortest = { Customer: { CompanyName: 'Acme' }, Interactions: [{ Contact: contact }] };
  const { shown } = await shownWith([{ Type: 'Lead', Payload: { Lead: shortest } }]);
  expect(shown['Contexts']).toMatchObject([
    {
      Payload: {
        CustomerProject: null,
        Lead: {
          Customer: { Address: null },
          Interactions: [{ SourceType: null, SourceId: null, SourceName: null, CustomerAction: null }],
          Insights: null,
        },
        ProspectingResult: null,
      },
    },
  ]);
});

it('tells no contexts apart from an empty list of them', async () => {
  expect((await shownWith()).shown).toHaveProperty('Contexts', null);
  expect((await shownWith([])).shown).toHaveProperty('Contexts', []);
});

it.each(ruleSets)('is read by the SDK as if the nulls were not there, by the %s', async (rules) => {
  simulator.changeSettings({ rules });
  const { created } = await shownWith([shortestLead]);
  const client = new PartnerCentralSellingClient({
    region: 'us-east-1',
    endpoint: simulator.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  const Identifier = String(created['Id']);
  const { Contexts } = await client.send(new GetEngagementCommand({ Catalog: 'Sandbox', Identifier }));
  client.destroy();
  const dated = { ...interaction, InteractionDate: expect.any(Date) };
  expect(Contexts).toEqual([
    {
      Id: '1',
      Type: 'Lead',
      Payload: { Lead: { ...shortestLead.Payload.Lead, Interactions: [dated] } },
    },
  ]);
});
