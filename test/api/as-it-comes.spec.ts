import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { contact, customerProject, engagement, interaction, lead } from '../support/engagements.factory.js';

/** What CRMs, spreadsheets and busy people send, and what becomes of it. */
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const post = (body: object, path = '/engagements') => request(api.url).post(path).send(body);
const find = (query: Record<string, string>) => request(api.url).get('/engagements').query(query).expect(200);
const titlesOf = (body: { data: { title: string }[] }) => body.data.map(({ title }) => title);

/** A lead as an export may have it. */
const exported = {
  title: '\ufeff\u00a0Lead from Retail Summit\u200b ',
  contexts: [
    {
      type: 'LEAD',
      customer: {
        companyName: '\u2068Acme\u2069',
        industry: 'software & internet',
        websiteUrl: 'HTTP://Acme.COM/Path',
        address: { city: 'Washington', stateOrRegion: 'D.C.', countryCode: 'United States' },
        marketSegment: 'ENTERPRISE',
      },
      interactions: [
        interaction({
          interactionDate: '2026-11-02 10:30:00 +0000',
          contact: contact({ phone: '\u202d(206) 555-0100\u202c', email: ' Ada@Acme.example.com\u200b' }),
        }),
      ],
    },
    {
      type: 'Customer Project',
      customer: { companyName: 'Acme', industry: 'Health Care', websiteUrl: 'acme.com', countryCode: 'usa' },
      project: { ...customerProject().project, targetCompletionDate: '2099-06-30T00:00:00Z' },
    },
  ],
};

const canonical = {
  title: 'Lead from Retail Summit',
  contexts: [
    {
      type: 'lead',
      customer: {
        companyName: 'Acme',
        industry: 'Software and Internet',
        websiteUrl: 'http://acme.com/Path',
        address: { city: 'Washington', stateOrRegion: 'Dist. of Columbia', countryCode: 'US' },
        marketSegment: 'Enterprise',
      },
      interactions: [
        {
          interactionDate: '2026-11-02T10:30:00Z',
          contact: { phone: '+12065550100', email: 'ada@acme.example.com' },
        },
      ],
    },
    {
      type: 'customerProject',
      customer: { industry: 'Healthcare', countryCode: 'US' },
      project: { targetCompletionDate: '2099-06-30' },
    },
  ],
};

it('what has one meaning is saved and shown in its canonical form, and AWS takes it', async () => {
  const { body } = await post(exported).expect(201);
  const { body: submitted } = await post(
    { ...exported, description: 'x' },
    '/engagements?submit=true',
  ).expect(201);

  expect(body).toMatchObject(canonical);
  expect(submitted).toMatchObject({ ...canonical, status: 'submitted' });
});

it.each([
  ['(+49) 89 1234567', 'DE', '+49891234567'],
  ['tel:+1-206-555-0100', 'DE', '+12065550100'],
  ['\u202d+49 89 1234567\u202c', 'US', '+49891234567'],
  ['+52 1 55 1234 5678', 'MX', '+525512345678'],
  ['1 55 1234 5678', 'Mexico', '+525512345678'],
  ['089 1234567', 'Germany', '+49891234567'],
  ['089 1234567', 'DEU', '+49891234567'],
])('the phone number %s of a customer in %s is %s', async (phone, countryCode, expected) => {
  const contexts = [
    { type: 'lead', customer: { address: { countryCode } }, interactions: [{ contact: { phone } }] },
  ];

  const { body } = await post({ contexts }).expect(201);

  expect(body.contexts[0].interactions[0].contact.phone).toBe(expected);
});

it.each([
  ['no country', {}, 1],
  ['a country that can’t be read', { address: { countryCode: 'Atlantis' } }, 2],
])(
  'a phone number without a country, of a customer with %s, is told which field to fill in',
  async (...its) => {
    const [, customer, count] = its;
    const others = { type: 'lead', customer: { companyName: 'Other' } };
    const contexts = [
      others,
      { type: 'lead', customer, interactions: [{ contact: { phone: '089 1234567' } }] },
    ];

    const { body } = await post({ contexts }).expect(400);

    expect(body.errors).toHaveLength(count);
    expect(body.errors.at(-1)).toEqual({
      pointer: '/contexts/1/interactions/0/contact/phone',
      code: 'INVALID_STRING_FORMAT',
      message:
        "Its country is not known: write it with `+` and country code, or give the customer's country (`/contexts/1/customer/address/countryCode`); no extension.",
    });
  },
);

describe('null', () => {
  const nulls = {
    ...{ id: null, status: null, version: null, createdAt: null, createdBy: null, readiness: null },
    ...{ submission: null, partnerCentral: null, externalRef: null, catalog: null },
  };
  // `project` is a field of a context of another type: serializers write it all the same.
  const { customer, ...others } = lead({ id: null, qualificationStatus: null, project: null });
  const contexts = [
    { ...others, customer: { ...customer, awsMaturity: null, marketSegment: null } },
    customerProject({ id: null }),
  ];

  it('is as good as left out, wherever it stands', async () => {
    const { body } = await post({ ...engagement({ contexts }), ...nulls }).expect(201);

    expect(body).toMatchObject({ status: 'draft', catalog: 'Sandbox', readiness: { ready: true } });
    expect(JSON.stringify(body.contexts)).not.toContain('null');
    expect(body).not.toHaveProperty('externalRef');
  });

  it('may stand for anything: then there is an empty draft', async () => {
    const all = { ...nulls, title: null, description: null, contexts: null };

    const { body } = await post(all).expect(201);

    expect(body).not.toHaveProperty('title');
    expect(body.contexts).toEqual([]);
    const { body: ready } = await post({ contexts: [{ type: null, customer: null, interactions: null }] });
    expect(ready.contexts).toEqual([{}]);
  });

  it('is missing where something is required', async () => {
    const { body } = await post({ ...engagement(), title: null }, '/engagements?submit=true').expect(422);

    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: '/title', code: 'REQUIRED_FIELD_MISSING' }),
    ]);
  });

  it('reads the same in an import', async () => {
    const rows = [
      { ...engagement({ contexts }), ...nulls },
      { title: null, colour: null },
    ];

    const { body } = await request(api.url)
      .post('/engagements/import')
      .set('content-type', 'application/x-ndjson')
      .send(rows.map((row) => JSON.stringify(row)).join('\n'));

    expect(body.data).toMatchObject([{ ready: true }, { errors: [{ pointer: '/colour' }] }]);
  });

  it('is refused under an unknown name, and in the place of an item', async () => {
    const { body } = await post({
      titel: null,
      contexts: [null, { type: 'lead', interactions: [null] }],
    }).expect(400);

    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/titel',
      '/contexts/0',
      '/contexts/1/interactions/0',
    ]);
  });

  it('clears in a merge patch, and within its contexts reads as left out', async () => {
    const { body: draft } = await post(engagement({ externalRef: 'crm-null' })).expect(201);

    const { body } = await request(api.url)
      .patch(`/engagements/${draft.id}`)
      .send({ description: null, externalRef: null, contexts })
      .expect(200);

    expect(body).not.toHaveProperty('description');
    expect(body).not.toHaveProperty('externalRef');
    expect(JSON.stringify(body.contexts)).not.toContain('null');
    expect(body.contexts[0].customer).toMatchObject({ companyName: 'Acme' });
  });
});

describe('what is not understood', () => {
  const inLead = (customer: object, contactOf: object = {}) => ({
    contexts: [{ type: 'lead', customer, interactions: [{ contact: contactOf }] }],
  });
  const inProject = (project: object) => ({ contexts: [{ type: 'customerProject', project }] });

  it.each([
    ['Retial', inLead({ industry: 'Retial' }), 'Retail'],
    ['Oil & Gas', inLead({ industry: 'Oil & Gas' }), 'Energy - Oil and Gas'],
    ['Unted States', inLead({ address: { countryCode: 'Unted States' } }), 'US'],
    ['Congo', inLead({ address: { countryCode: 'Congo' } }), 'CG'],
    ['Californa', inLead({ address: { countryCode: 'USA', stateOrRegion: 'Californa' } }), 'California'],
    ['Enterprize', inLead({ marketSegment: 'Enterprize' }), 'Enterprise'],
    ['leads', { contexts: [{ type: 'leads' }] }, 'lead'],
    ['a query', inLead({ websiteUrl: 'https://acme.com/x?a=1&b=2' }), 'https://acme.com/x'],
    ['an accented host', inLead({ websiteUrl: 'https://exämple.com' }), 'https://xn--exmple-cua.com'],
    ['an extension', inLead({}, { phone: '+1 206 555 0100 ext. 42' }), '+12065550100'],
    ['30/06/2099', inProject({ targetCompletionDate: '30/06/2099' }), '2099-06-30'],
    ['titel', { titel: 'x' }, 'title'],
    ['company_name', inLead({ company_name: 'Acme' }), 'companyName'],
    ['Usecase', { contexts: [lead({ interactions: [{ Usecase: 'x' }] })] }, 'useCase'],
  ])('is refused with the nearest value as a suggestion: %s', async (_, body, suggestion) => {
    const { body: problem } = await post(body).expect(400);

    expect(problem.errors).toEqual([expect.objectContaining({ suggestion })]);
  });

  it.each([
    ['another word', inLead({ industry: 'Technology' })],
    ['a country that Partner Central does not list', inLead({ address: { countryCode: 'North Korea' } })],
    ['a day that could be another', inProject({ targetCompletionDate: '06/07/2099' })],
    [
      'a moment without a zone',
      { contexts: [lead({ interactions: [{ interactionDate: '2026-11-02 10:30:00' }] })] },
    ],
    ['an unknown name', { colour: 'red' }],
  ])('has no suggestion where nothing is near: %s', async (_, body) => {
    const { body: problem } = await post(body).expect(400);

    expect(problem.errors).toHaveLength(1);
    expect(problem.errors[0]).not.toHaveProperty('suggestion');
  });

  it('is told in its own characters', async () => {
    const { body } = await post(inLead({ websiteUrl: 'https://acme.com/x?a=1&b=2' })).expect(400);

    expect(body.errors).toEqual([
      {
        pointer: '/contexts/0/customer/websiteUrl',
        code: 'INVALID_STRING_FORMAT',
        message: 'Must have no `&`: Partner Central takes none in a website.',
        suggestion: 'https://acme.com/x',
      },
    ]);
  });

  it('tells what is wrong with a hundred of them at once', async () => {
    const wrong = {
      industry: 'Retial of something',
      websiteUrl: `exämple.com/${'&'.repeat(900)}`,
      address: { countryCode: 'Unted Stetes of Amerika', stateOrRegion: 'x' },
      marketSegment: 'Enterprize',
    };
    const unknown = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`titel${index}`, 1]));

    const { body } = await post({
      ...unknown,
      contexts: Array(5).fill({ type: 'lead', customer: wrong }),
    }).expect(400);

    expect(body.errors).toHaveLength(101);
  });
});

describe('a list’s filters', () => {
  beforeAll(async () => {
    await post({ title: 'Trimmed one', externalRef: 'crm-trim' }).expect(201);
    await post({ title: 'Trimmed other' }).expect(201);
  });

  it('are trimmed as what is saved', async () => {
    expect(titlesOf((await find({ q: '\u00a0Trimmed one\u200b' })).body)).toEqual(['Trimmed one']);
    expect(titlesOf((await find({ externalRef: ' crm-trim\ufeff' })).body)).toEqual(['Trimmed one']);
    expect(titlesOf((await find({ catalog: ' sandbox ', q: 'trimmed  one' })).body)).toEqual([]);
  });

  it('look for nothing where only blanks are looked for, and find no engagement by no reference', async () => {
    const all = titlesOf((await find({})).body);

    expect(titlesOf((await find({ q: ' \u3000 ' })).body)).toEqual(all);
    expect(titlesOf((await find({ externalRef: ' ' })).body)).toEqual([]);
  });
});
