import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement, lead } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_RATE_PER_SECOND: '1000' });
});
afterAll(() => api.close());

/** What AWS says of a field. */
const said = (FieldName: string) => ({ FieldName, Message: 'No.', Code: 'INVALID_VALUE' });

function refuseNext(...fields: string[]): void {
  api.simulator.addFault({
    kind: 'error',
    times: 1,
    error: {
      name: 'ValidationException',
      message: 'No.',
      members: { Reason: 'BUSINESS_VALIDATION_FAILED', ErrorList: fields.map(said) },
    },
  });
}

const industry = 'contexts[0].payload.lead.customer.industry';
const companyName = 'contexts[0].payload.lead.customer.companyName';
const pointers = {
  industry: '/contexts/0/customer/industry',
  companyName: '/contexts/0/customer/companyName',
};

/** An engagement that AWS has refused for these fields. */
async function rejected(...fields: string[]): Promise<string> {
  refuseNext(...fields);
  const body = engagement({ contexts: [lead()] });
  const { body: problem } = await request(api.url).post('/engagements?submit=true').send(body).expect(422);
  return `/engagements/${problem.engagementId}`;
}

const readinessOf = async (address: string) =>
  (await request(api.url).get(address).expect(200)).body.readiness;
const patch = async (address: string, fields: object) =>
  (await request(api.url).patch(address).send(fields).expect(200)).body.readiness;
const placesOf = ({ errors }: { errors: { pointer: string }[] }) => errors.map(({ pointer }) => pointer);

describe('after AWS has refused an engagement, its readiness', () => {
  it('has what AWS found, marked as such, in every answer', async () => {
    const address = await rejected('title', industry);
    const readiness = {
      ready: false,
      errors: [
        expect.objectContaining({
          pointer: '/title',
          code: 'INVALID_VALUE',
          message: 'No.',
          awsField: 'title',
          source: 'partner-central',
        }),
        expect.objectContaining({ pointer: pointers.industry, source: 'partner-central' }),
      ],
      warnings: [],
    };

    expect(await readinessOf(address)).toEqual(readiness);
    const { body: page } = await request(api.url).get('/engagements?limit=1').expect(200);
    expect(page.data[0].readiness).toEqual(readiness);
  });

  it('has it beside what this service finds', async () => {
    const address = await rejected(industry);

    expect(await patch(address, { description: '' })).toEqual({
      ready: false,
      errors: [
        { pointer: '/description', code: 'REQUIRED_FIELD_MISSING', message: expect.any(String) },
        expect.objectContaining({ pointer: pointers.industry, source: 'partner-central' }),
      ],
      warnings: [],
    });
  });

  it('loses it when the value that it points at is changed, and nothing else', async () => {
    const address = await rejected('title', 'description', companyName);

    expect(placesOf(await patch(address, { title: 'Another title' }))).toEqual([
      '/description',
      pointers.companyName,
    ]);
    const contexts = [lead({ customer: { ...lead().customer, companyName: 'Globex' } })];
    expect(placesOf(await patch(address, { contexts }))).toEqual(['/description']);
    expect(placesOf(await patch(address, { externalRef: `crm-${address}` }))).toEqual(['/description']);
    expect(placesOf(await patch(address, { description: "Move Acme's order platform to AWS" }))).toEqual([
      '/description',
    ]);
    expect(await patch(address, { description: 'Another one', title: 'And a third title' })).toEqual({
      ready: true,
      errors: [],
      warnings: [],
    });
  });

  it('loses what points at a list or an object when anything in it is changed', async () => {
    const address = await rejected('contexts', 'contexts[0].payload.lead.interactions', 'title');
    const changed = lead({ qualificationStatus: 'Open' });

    expect(placesOf(await patch(address, { contexts: [changed] }))).toEqual([
      '/contexts/0/interactions',
      '/title',
    ]);
    expect(placesOf(await patch(address, { contexts: null }))).toEqual(['/title']);
  });

  it('loses what points at nothing in particular with any change that AWS would see', async () => {
    const address = await rejected('somethingNew');

    expect(placesOf(await patch(address, { externalRef: `erp-${address}` }))).toEqual(['']);
    expect(placesOf(await patch(address, { title: 'Another title' }))).toEqual([]);
  });

  it('is no bar to submitting it as it is: AWS may take it now', async () => {
    const address = await rejected('title');

    const { body } = await request(api.url).post(`${address}/submit`).expect(200);

    expect(body).toMatchObject({ status: 'submitted', readiness: { ready: true, errors: [], warnings: [] } });
  });

  it('has what AWS found last', async () => {
    const address = await rejected('title', industry);
    await patch(address, { title: 'Another title' });
    refuseNext('title');

    await request(api.url).post(`${address}/submit`).expect(422);

    expect(placesOf(await readinessOf(address))).toEqual(['/title']);
  });
});
