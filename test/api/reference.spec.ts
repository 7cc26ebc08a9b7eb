import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CountryCode, Industry } from '@aws-sdk/client-partnercentral-selling';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const get = async (path: string) => (await request(api.url).get(path).expect(200)).body;

describe('reference data', () => {
  it.each([
    ['industries', Object.values(Industry), 'Retail', 'Retail'],
    ['countries', Object.values(CountryCode), 'DE', 'Germany'],
    ['market-segments', ['Enterprise', 'Large', 'Medium', 'Small', 'Micro'], 'Large', 'Large'],
  ])('lists %s as AWS has them, with labels', async (name, values, value, label) => {
    const { data } = await get(`/reference/${name}`);

    expect(data.map((option: { value: string }) => option.value)).toEqual(values);
    expect(data).toContainEqual({ value, label });
  });

  it('lists US states', async () => {
    const { data } = await get('/reference/us-states');

    expect(data).toHaveLength(62);
    expect(data).toContainEqual({ value: 'Dist. of Columbia', label: 'Dist. of Columbia (DC)' });
  });

  it('tells each field’s rules', async () => {
    const { data } = await get('/reference/constraints');

    expect(data).toContainEqual(
      expect.objectContaining({ field: '/title', kind: 'text', required: true, minLength: 1, maxLength: 40 }),
    );
    expect(data).toContainEqual(
      expect.objectContaining({
        field: '/contexts/*/interactions',
        contextType: 'lead',
        minItems: 1,
        maxItems: 10,
      }),
    );
    expect(data).toContainEqual(
      expect.objectContaining({
        field: '/contexts/*/customer/industry',
        contextType: 'customerProject',
        required: true,
        values: Object.values(Industry),
      }),
    );
  });

  it('explains every problem at its address', async () => {
    const { data } = await get('/problems');

    for (const problem of data) {
      expect(await get(problem.type)).toEqual(problem);
    }
  });
});

describe('the API’s document', () => {
  it('is the committed one', async () => {
    const committed = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'));

    expect(await get('/openapi.json')).toEqual(committed);
  });

  it('is what / leads to, as a page that needs nothing from elsewhere', async () => {
    const { headers } = await request(api.url).get('/').expect(302);
    const { text } = await request(api.url).get(String(headers['location'])).expect(200);

    expect(text).toContain('swagger-ui');
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});
