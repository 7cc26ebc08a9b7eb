import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { customerProject, engagement, lead } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_RATE_PER_SECOND: '1000' });
});
afterAll(() => api.close());

const validate = async (body: object | string) =>
  (
    await request(api.url)
      .post('/engagements/validate')
      .set('content-type', 'application/json')
      .send(typeof body === 'string' ? body : JSON.stringify(body))
      .expect(200)
  ).body;
const places = (findings: { pointer: string; code: string }[]) =>
  findings.map(({ pointer, code }) => `${pointer} ${code}`);

describe('POST /engagements/validate', () => {
  it('tells the canonical form of what could be submitted, and the request that AWS would get', async () => {
    const body = engagement({
      title: ' Cloud migration ',
      contexts: [lead({ customer: { ...lead().customer, industry: 'RETAIL' } })],
    });

    const told = await validate(body);

    expect(told).toEqual({
      savable: true,
      submittable: true,
      errors: [],
      warnings: [],
      engagement: expect.objectContaining({ catalog: 'Sandbox', title: 'Cloud migration' }),
      request: expect.objectContaining({ Catalog: 'Sandbox', Title: 'Cloud migration' }),
    });
    expect(told.engagement.contexts[0].customer.industry).toBe('Retail');
    const { body: saved } = await request(api.url).post('/engagements').send(body).expect(201);
    expect(told.engagement.contexts).toEqual(saved.contexts);
    const { body: frozen } = await request(api.url).get(`/engagements/${saved.id}/request`).expect(200);
    expect({ ...told.request, ClientToken: '' }).toEqual({ ...frozen.request, ClientToken: '' });
  });

  it('tells what a draft lacks, which could be saved', async () => {
    const told = await validate({ title: 'x', contexts: [{ type: 'lead' }] });

    expect(told).toMatchObject({ savable: true, submittable: false, request: null });
    expect(places(told.errors)).toEqual([
      '/description REQUIRED_FIELD_MISSING',
      '/contexts/0/customer REQUIRED_FIELD_MISSING',
      '/contexts/0/interactions REQUIRED_FIELD_MISSING',
    ]);
    expect(told.engagement).toEqual({ catalog: 'Sandbox', title: 'x', contexts: [{ type: 'lead' }] });
  });

  it('tells all that is wrong and all that is missing at once', async () => {
    const told = await validate({ status: 'draft', titel: 'x', description: 'x'.repeat(256) });

    expect(told).toMatchObject({ savable: false, submittable: false, engagement: null, request: null });
    expect(places(told.errors)).toEqual([
      '/status ACTION_NOT_PERMITTED',
      '/titel INVALID_VALUE',
      '/title REQUIRED_FIELD_MISSING',
      '/description VALUE_OUT_OF_RANGE',
    ]);
  });

  it.each(['null', '[]', '"x"', '7', ''])('tells of %j that it is no engagement', async (body) => {
    const told = await validate(body);

    expect(told).toMatchObject({ savable: false, submittable: false, engagement: null, request: null });
    expect(places(told.errors)).toContain(' INVALID_VALUE');
  });

  it('tells a catalog that is not allowed, and an external reference that is taken', async () => {
    await request(api.url).post('/engagements').send({ externalRef: 'taken' }).expect(201);

    const taken = await validate(engagement({ externalRef: 'taken' }));
    expect(taken).toMatchObject({ savable: false, submittable: false, request: null });
    expect(places(taken.errors)).toEqual(['/externalRef DUPLICATE_KEY_VALUE']);

    const production = await validate(engagement({ catalog: 'AWS' }));
    expect(production).toMatchObject({ savable: false, submittable: false, engagement: { catalog: 'AWS' } });
    expect(places(production.errors)).toEqual(['/catalog ACTION_NOT_PERMITTED']);
  });

  it('warns of what AWS takes but is probably not meant', async () => {
    const project = { ...customerProject().project, targetCompletionDate: '2020-01-01' };
    const told = await validate(
      engagement({
        contexts: [customerProject({ id: '01', project }), lead({ id: 'a' }), lead({ id: '7' })],
      }),
    );

    expect(told).toMatchObject({ savable: true, submittable: true, errors: [] });
    expect(places(told.warnings)).toEqual([
      '/contexts/0/id INVALID_STRING_FORMAT',
      '/contexts/1/id INVALID_STRING_FORMAT',
      '/contexts/0/project/targetCompletionDate VALUE_OUT_OF_RANGE',
    ]);
  });

  it('saves nothing, under an Idempotency-Key neither', async () => {
    const body = engagement({ externalRef: 'never-saved' });
    await request(api.url).post('/engagements/validate').set('idempotency-key', 'k').send(body).expect(200);

    const { body: page } = await request(api.url).get('/engagements?externalRef=never-saved').expect(200);
    expect(page.data).toEqual([]);
    await request(api.url).post('/engagements').set('idempotency-key', 'k').send(body).expect(201);
  });

  it('is told of a body that is no JSON as ever', async () => {
    await request(api.url)
      .post('/engagements/validate')
      .set('content-type', 'application/json')
      .send('{"title":')
      .expect(400)
      .expect(({ body }) => {
        expect(body.type).toBe('/problems/malformed-json');
      });
  });
});
