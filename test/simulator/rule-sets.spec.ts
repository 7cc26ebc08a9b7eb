import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { decisionsOn } from '../support/look-ups.js';
import { waitForStatus } from '../support/settled.js';

describe("an API by AWS's reference, and a Partner Central by its model", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(
      { SUBMISSION_MAX_ATTEMPTS: '1', RECONCILIATION_DELAY_MS: '50' },
      { simulatorRules: 'model' },
    );
  });
  afterAll(() => api.close());

  it('submits what the reference asks for', async () => {
    const { body } = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);
    expect(body).toMatchObject({ status: 'submitted' });
  });

  it('finds an engagement again whose answer was lost, among members that the reference has not', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    const answer = await request(api.url).post('/engagements?submit=true').send(engagement());
    expect(answer.body.engagementStatus).toBe('unresolved');

    const id = String(answer.body.engagementId);
    await waitForStatus(api.database.url, id, 'submitted');
    expect(await decisionsOn(api, id)).toEqual(['found in AWS']);
  });
});

/** A row of a CRM's export: an industry and a phone in somebody's own words, and no ids of sources. */
const exported = () => ({
  contexts: [
    {
      type: 'lead',
      customer: { companyName: 'Acme', industry: 'Artisanal bakeries', websiteUrl: 'ask Ada' },
      interactions: [
        {
          sourceType: 'Trade show',
          contact: {
            businessTitle: 'CTO',
            email: 'ada@acme.example.com',
            firstName: 'Ada',
            lastName: 'Byron',
            phone: '(206) 555-0100 ext. 42',
          },
        },
      ],
    },
  ],
});
const customer = '/contexts/0/customer';
const interaction = '/contexts/0/interactions/0';
/** What AWS's reference refuses of it whatever becomes of it, and what it asks for besides. */
const wrong = [`${customer}/industry`, `${customer}/websiteUrl`, `${interaction}/contact/phone`];
const missing = [
  '/title',
  '/description',
  `${customer}/address`,
  ...['sourceId', 'sourceName', 'customerAction'].map((name) => `${interaction}/${name}`),
];

interface Told {
  readonly pointer: string;
}
const places = (findings: readonly Told[]) => findings.map(({ pointer }) => pointer).toSorted();

describe("an API and a Partner Central by AWS's model", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({
      PARTNER_CENTRAL_RULES: 'model',
      SUBMISSION_MAX_ATTEMPTS: '1',
      RECONCILIATION_DELAY_MS: '50',
    });
  });
  afterAll(() => api.close());

  it('takes what a CRM exports, and warns of what only the reference asks for', async () => {
    const { body: saved } = await request(api.url).post('/engagements').send(exported()).expect(201);

    expect(saved.readiness).toMatchObject({ ready: true, errors: [] });
    expect(places(saved.readiness.warnings)).toEqual([...wrong, ...missing].toSorted());
    const { body: submitted } = await request(api.url).post(`/engagements/${saved.id}/submit`).expect(200);
    expect(submitted).toMatchObject({ status: 'submitted', readiness: { ready: true } });
    expect(api.simulator.ledger().engagements.at(-1)?.request).toMatchObject({
      Contexts: [{ Payload: { Lead: { Customer: { Industry: 'Artisanal bakeries' } } } }],
    });
  });

  it('submits a contact of whom only the last name is known', async () => {
    const [context] = exported().contexts;
    const [interaction] = context?.interactions ?? [];
    const contact = { ...interaction?.contact, firstName: ' ' };
    const body = { contexts: [{ ...context, interactions: [{ ...interaction, contact }] }] };

    const { body: submitted } = await request(api.url)
      .post('/engagements?submit=true')
      .send(body)
      .expect(201);

    expect(submitted.readiness.errors).toEqual([]);
    expect(JSON.stringify(api.simulator.ledger().engagements.at(-1)?.request)).toContain(
      '"FirstName":"","LastName":"Byron"',
    );
  });

  it('finds an engagement without a title again whose answer was lost', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    const answer = await request(api.url).post('/engagements?submit=true').send(exported());
    expect(answer.body.engagementStatus).toBe('unresolved');

    const id = String(answer.body.engagementId);
    await waitForStatus(api.database.url, id, 'submitted');
  });

  it('tells the model’s rules to whoever builds a form', async () => {
    const { body: constraints } = await request(api.url).get('/reference/constraints').expect(200);
    expect(constraints.rules).toBe('model');
    expect(constraints.data).toContainEqual(expect.objectContaining({ field: '/title', required: false }));
    const { body: document } = await request(api.url).get('/openapi.json').expect(200);
    const { LeadCustomer, LeadCustomerDraft } = document.components.schemas;
    const asText = { description: expect.stringContaining('any other text'), example: 'Retail' };
    expect(LeadCustomer.properties.industry).toEqual({ type: 'string', ...asText });
    expect(LeadCustomerDraft.properties.industry).toEqual({
      type: ['string', 'null'],
      maxLength: 255,
      ...asText,
    });
  });

  it('says of a body what AWS would get', async () => {
    const { body } = await request(api.url).post('/engagements/validate').send(exported()).expect(200);

    expect(body).toMatchObject({ savable: true, submittable: true, errors: [] });
    expect(places(body.warnings)).toEqual([...wrong, ...missing].toSorted());
    expect(body.request).not.toHaveProperty('Title');
  });
});

describe("an API by AWS's model, and a Partner Central by its reference", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ PARTNER_CENTRAL_RULES: 'model' }, { simulatorRules: 'reference' });
  });
  afterAll(() => api.close());

  it('tells what AWS refuses, at the caller’s own fields', async () => {
    const { body: problem } = await request(api.url)
      .post('/engagements?submit=true')
      .send(exported())
      .expect(422);

    expect(problem.type).toBe('/problems/partner-central-validation');
    expect(places(problem.errors)).toEqual([...wrong, ...missing].toSorted());
    const { body: kept } = await request(api.url).get(`/engagements/${problem.engagementId}`).expect(200);
    expect(kept.status).toBe('rejected');
    expect(kept.readiness.ready).toBe(false);
    expect(places(kept.readiness.errors)).toEqual([...wrong, ...missing].toSorted());
  });
});

describe("an API by AWS's reference", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('tells of what a CRM exports exactly what is wrong, and what is missing', async () => {
    const { body: problem } = await request(api.url).post('/engagements').send(exported()).expect(400);
    expect(places(problem.errors)).toEqual(wrong.toSorted());

    const { body: told } = await request(api.url).post('/engagements/validate').send(exported()).expect(200);
    expect(places(told.errors)).toEqual([...wrong, ...missing].toSorted());
  });
});
