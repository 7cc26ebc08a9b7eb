import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';

/** Files as people have them, of invented people, imported by somebody who reads nothing but the answers. */

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type Query = Record<string, string>;

const fileOf = (name: string) => readFileSync(new URL(`files/${name}`, import.meta.url));
const importing = (file: Buffer, query: Query = {}) =>
  request(api.url).post('/engagements/import').query(query).set('content-type', 'text/csv').send(file);

interface Row {
  readonly id?: string;
  readonly ready?: boolean;
  readonly lacks?: readonly string[];
}

async function find(id: unknown) {
  const { body } = await request(api.url)
    .get(`/engagements/${String(id)}`)
    .expect(200);
  return body;
}

/** Submits every row that was saved. */
async function submitAll(rows: readonly Row[]): Promise<void> {
  for (const { id } of rows) {
    const { body } = await request(api.url)
      .post(`/engagements/${String(id)}/submit`)
      .expect(200);
    expect(body.status).toBe('submitted');
  }
}

/** What a user writes for a column that the answer says is lacking. */
const words: Query = {
  title: '{companyName} – {sourceType}',
  description: 'Lead from our CRM: {companyName}',
  sourceName: '{sourceType}',
  sourceId: '{externalRef}',
  customerAction: 'Asked to be contacted',
};

function defaultsFor(rows: readonly Row[]): Query {
  const lacking = new Set(rows.flatMap(({ lacks = [] }) => lacks));
  return Object.fromEntries([...lacking].map((column) => [`default[${column}]`, words[column] ?? '']));
}

describe('leads of Salesforce', () => {
  it('are imported, mended by what the answers say, and submitted', async () => {
    const file = fileOf('salesforce-leads.csv');
    const refused = await importing(file).expect(400);
    expect(refused.body.errors).toEqual(
      ['Street', 'Lead Owner', 'Created Date'].map((column) => expect.objectContaining({ column })),
    );
    expect(refused.body.detail).toContain('ignoreUnknown=true');

    const tried = await importing(file, { ignoreUnknown: 'true', dryRun: 'true' }).expect(200);
    expect(tried.body).toMatchObject({
      created: 0,
      savable: 3,
      failed: 0,
      ignored: ['Street', 'Lead Owner', 'Created Date'],
    });
    expect(tried.body.columns).toContainEqual({ column: 'Title', field: 'businessTitle' });
    expect(tried.body.columns).toContainEqual({ column: 'Company / Account', field: 'companyName' });
    expect(tried.body.data[0]).toEqual({
      row: 1,
      line: 2,
      ready: false,
      lacks: ['title', 'description', 'sourceId', 'sourceName', 'customerAction'],
    });
    expect(tried.body.hints).toEqual([expect.stringContaining('default[<field>]=<text>')]);

    const { body } = await importing(file, { ignoreUnknown: 'true', ...defaultsFor(tried.body.data) }).expect(
      200,
    );
    expect(body).toMatchObject({ created: 3, failed: 0, complete: true });
    expect(body.data.map(({ ready }: Row) => ready)).toEqual([true, true, true]);
    expect(body.hints).toBeUndefined();
    expect(await find(body.data[1].id)).toMatchObject({
      externalRef: '00QHs00001AbCdF',
      title: 'Globex, Inc. – Web',
      contexts: [
        {
          qualificationStatus: 'Open - Not Contacted',
          customer: {
            companyName: 'Globex, Inc.',
            websiteUrl: 'https://globex.example.com',
            address: { city: 'Denver', stateOrRegion: 'Colorado', postalCode: '80202', countryCode: 'US' },
          },
          interactions: [
            {
              sourceType: 'Web',
              sourceId: '00QHs00001AbCdF',
              contact: {
                businessTitle: 'VP, Engineering',
                firstName: 'Grace',
                lastName: 'Murray',
                phone: '+13035550142',
              },
            },
          ],
        },
      ],
    });
    await submitAll(body.data);
  });
});

describe('contacts of HubSpot', () => {
  it('are imported without the cells that can’t be read, and submitted', async () => {
    const file = fileOf('hubspot-contacts.csv');
    const tried = await importing(file, { ignoreUnknown: 'true', dryRun: 'true' }).expect(200);
    expect(tried.body.ignored).toEqual(['Lifecycle Stage', 'Contact owner', 'Create Date']);
    expect(tried.body.data).toMatchObject([
      { row: 1, errors: [{ column: 'Industry', code: 'INVALID_ENUM_VALUE' }] },
      { row: 2, errors: [{ column: 'Phone Number' }] },
    ]);
    expect(tried.body.hints).toEqual([expect.stringContaining('onBadCell=drop')]);

    const dropping = { ignoreUnknown: 'true', onBadCell: 'drop' };
    const dropped = await importing(file, { ...dropping, dryRun: 'true' }).expect(200);
    expect(dropped.body.data).toMatchObject([
      { ready: false, warnings: [{ column: 'Industry' }] },
      { ready: false, warnings: [{ column: 'Phone Number' }] },
    ]);

    const { body } = await importing(file, { ...dropping, ...defaultsFor(dropped.body.data) }).expect(200);
    expect(body).toMatchObject({ created: 2, failed: 0 });
    const {
      contexts: [lead],
    } = await find(body.data[1].id);
    expect(lead.customer.industry).toBe('Healthcare');
    expect(lead.interactions[0].contact).toEqual({
      businessTitle: 'CIO',
      email: 'noor@umbrella.example.com',
      firstName: 'Noor',
      lastName: 'Haddad',
    });
    await submitAll(body.data);
  });
});

describe('leads of Dynamics', () => {
  it.each([
    ['as they are', (file: Buffer) => file],
    ['in UTF-16', (file: Buffer) => Buffer.from(`\ufeff${file.toString()}`, 'utf16le')],
  ])('are imported (%s), whose topics are too long for titles, and submitted', async (_, encoded) => {
    const file = encoded(fileOf('dynamics-leads.csv'));
    const tried = await importing(file, { ignoreUnknown: 'true', dryRun: 'true' }).expect(200);
    expect(tried.body.data).toMatchObject([
      { row: 1, line: 3, errors: [{ column: 'Topic', pointer: '/title', code: 'VALUE_OUT_OF_RANGE' }] },
      { row: 2, line: 4, ready: false },
    ]);

    const mapping = {
      ignoreUnknown: 'true',
      'map[Topic]': 'description',
      'map[(Do Not Modify) Lead]': '',
      'default[sourceId]': 'dynamics',
    };
    const mapped = await importing(file, { ...mapping, dryRun: 'true' }).expect(200);
    expect(mapped.body.data).toMatchObject([{ ready: false }, { ready: false }]);
    const { body } = await importing(file, { ...mapping, ...defaultsFor(mapped.body.data) }).expect(200);

    expect(body).toMatchObject({ created: 2, failed: 0, complete: true });
    expect(await find(body.data[0].id)).toMatchObject({
      title: 'Ejemplo S.L. – Seminar',
      description: 'Wants to move the shop before the end of the year',
      contexts: [
        {
          customer: { address: { city: 'Madrid', countryCode: 'ES' } },
          interactions: [{ contact: { businessTitle: 'Director de TI', lastName: 'Núñez' } }],
        },
      ],
    });
    await submitAll(body.data);
  });
});

describe('AWS’s own lead template', () => {
  it('is imported as it is, mended by one PATCH each, and submitted', async () => {
    const { body } = await importing(fileOf('aws-lead-template.csv')).expect(200);
    expect(body).toMatchObject({ created: 2, failed: 0, complete: true });
    expect(body.ignored).toBeUndefined();
    expect(body.columns).toHaveLength(17);
    expect(body.data).toMatchObject([
      { ready: false, lacks: ['title', 'description', 'sourceId'] },
      { ready: false, lacks: ['title', 'description', 'sourceId'] },
    ]);
    expect(body.hints).toEqual([expect.stringContaining('PATCH /engagements/{id}')]);

    for (const { id } of body.data) {
      const { contexts } = await find(id);
      contexts[0].interactions[0].sourceId = 'evt-42';
      const patched = await request(api.url)
        .patch(`/engagements/${id}`)
        .send({ title: 'Lead from a campaign', description: 'Asked for a meeting.', contexts })
        .expect(200);
      expect(patched.body.readiness.errors).toEqual([]);
    }
    await submitAll(body.data);
  });

  it('is ready at once with a template for the title', async () => {
    const { body } = await importing(fileOf('aws-lead-template.csv'), {
      'default[title]': '{companyName} – {sourceName}',
      'default[description]': '{customerAction} ({sourceName})',
      'default[sourceId]': '{sourceName}',
    }).expect(200);

    expect(body.data).toMatchObject([{ ready: true }, { ready: true }]);
    expect(await find(body.data[0].id)).toMatchObject({
      title: 'Acme – Retail Summit',
      description: 'Asked for a meeting (Retail Summit)',
      contexts: [
        {
          customer: { companyName: 'Acme', industry: 'Retail', marketSegment: 'Enterprise' },
          interactions: [{ sourceType: 'Event', sourceName: 'Retail Summit', useCase: 'Migration' }],
        },
      ],
    });
    await submitAll(body.data);
  });
});

describe('by the rules of AWS’s model', () => {
  it('leads are ready as a CRM exports them', async () => {
    const byModel = await startApi({ PARTNER_CENTRAL_RULES: 'model' });
    try {
      const { body } = await request(byModel.url)
        .post('/engagements/import')
        .query({ ignoreUnknown: 'true' })
        .set('content-type', 'text/csv')
        .send(fileOf('hubspot-contacts.csv'))
        .expect(200);

      expect(body.data).toEqual([
        { row: 1, line: 2, id: expect.any(String), ready: true },
        { row: 2, line: 3, id: expect.any(String), ready: true },
      ]);
      const { body: submitted } = await request(byModel.url)
        .post(`/engagements/${body.data[0].id}/submit`)
        .expect(200);
      expect(submitted.contexts[0].customer.industry).toBe('COMPUTER_SOFTWARE');
    } finally {
      await byModel.close();
    }
  });
});
