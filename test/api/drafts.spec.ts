import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { draftCalls } from '../support/draft-calls.js';
import { customerProject, engagement, lead } from '../support/engagements.factory.js';
import { connect } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS' });
});
afterAll(() => api.close());

const { create, created } = draftCalls(() => api);

describe('POST /engagements', () => {
  it('saves a draft and shows it in canonical form', async () => {
    const { body, headers } = await create({
      catalog: ' sandbox ',
      title: '  Blanks around  ',
      contexts: [
        lead({
          type: 'LEAD',
          customer: {
            companyName: 'Acme',
            industry: 'retail',
            marketSegment: 'ENTERPRISE',
            address: { stateOrRegion: 'wa', countryCode: 'us' },
          },
          interactions: [
            {
              interactionDate: '2026-11-02T12:30:00+02:00',
              contact: { email: 'Ada@ACME.example.com', phone: '(206) 555-0100' },
            },
          ],
        }),
      ],
    }).expect(201);

    expect(headers).toMatchObject({ location: `/engagements/${body.id}`, etag: '"1"' });
    expect(body).toMatchObject({
      status: 'draft',
      version: 1,
      catalog: 'Sandbox',
      title: 'Blanks around',
      contexts: [
        {
          type: 'lead',
          customer: {
            industry: 'Retail',
            marketSegment: 'Enterprise',
            address: { stateOrRegion: 'Washington', countryCode: 'US' },
          },
          interactions: [
            {
              interactionDate: '2026-11-02T10:30:00Z',
              contact: { email: 'ada@acme.example.com', phone: '+12065550100' },
            },
          ],
        },
      ],
    });
    expect(
      (
        await request(api.url)
          .get(headers['location'] ?? '')
          .expect(200)
      ).body,
    ).toEqual(body);
  });

  it('takes an incomplete draft and tells in readiness what is missing, empty or too short', async () => {
    const body = await created({
      title: '',
      contexts: [{ customer: {} }, customerProject({ project: { title: 'x', businessProblem: 'short' } })],
    });

    expect(body.readiness.ready).toBe(false);
    expect(body.readiness.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/title', code: 'REQUIRED_FIELD_MISSING' }),
        expect.objectContaining({ pointer: '/description', code: 'REQUIRED_FIELD_MISSING' }),
        expect.objectContaining({ pointer: '/contexts/0/type', code: 'REQUIRED_FIELD_MISSING' }),
        expect.objectContaining({
          pointer: '/contexts/1/project/businessProblem',
          code: 'VALUE_OUT_OF_RANGE',
        }),
        expect.objectContaining({
          pointer: '/contexts/1/project/targetCompletionDate',
          code: 'REQUIRED_FIELD_MISSING',
        }),
      ]),
    );
  });

  it('warns of a completion date in the past, which stops nothing', async () => {
    const project = { ...customerProject().project, targetCompletionDate: '2020-01-31' };
    const { readiness } = await created(engagement({ contexts: [customerProject({ project })] }));

    expect(readiness).toMatchObject({
      ready: true,
      warnings: [{ pointer: '/contexts/0/project/targetCompletionDate' }],
    });
  });

  it('tells every fault at once, and saves nothing', async () => {
    const title = 'Faults all over';
    const { body } = await create({
      title,
      description: 'x'.repeat(256),
      id: 'mine',
      colour: 'red',
      catalog: 'Moon',
      contexts: [
        lead({ interactions: [{ interactionDate: 'yesterday', contact: { email: 'nobody', phone: '12' } }] }),
        customerProject({ interactions: [] }),
        null,
      ],
    }).expect(400);

    expect(
      body.errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`).toSorted(),
    ).toEqual([
      '/catalog INVALID_ENUM_VALUE',
      '/colour INVALID_VALUE',
      '/contexts/0/interactions/0/contact/email INVALID_STRING_FORMAT',
      '/contexts/0/interactions/0/contact/phone INVALID_STRING_FORMAT',
      '/contexts/0/interactions/0/interactionDate INVALID_STRING_FORMAT',
      '/contexts/1/interactions INVALID_VALUE',
      '/contexts/2 INVALID_VALUE',
      '/description VALUE_OUT_OF_RANGE',
      '/id ACTION_NOT_PERMITTED',
    ]);
    const { body: found } = await request(api.url).get('/engagements').query({ q: title }).expect(200);
    expect(found.data).toEqual([]);
  });

  it.each([
    'id',
    'status',
    'version',
    'createdAt',
    'updatedAt',
    'createdBy',
    'readiness',
    'submission',
    'partnerCentral',
  ])('refuses %s, which the server sets', async (name) => {
    const { body } = await create({ [name]: 'x' }).expect(400);

    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: `/${name}`, code: 'ACTION_NOT_PERMITTED' }),
    ]);
  });

  it('refuses an external reference that the caller used before in the catalog, and names the engagement', async () => {
    const first = await created({ externalRef: 'crm-1' });

    const { body } = await create({ externalRef: 'crm-1' }).expect(409);

    expect(body).toMatchObject({
      type: '/problems/duplicate-external-ref',
      retry: 'fix',
      engagementId: first.id,
      errors: [{ pointer: '/externalRef', code: 'DUPLICATE_KEY_VALUE' }],
    });
    await create({ externalRef: 'crm-1', catalog: 'AWS' }).expect(201);
  });

  it('tells each of many at once whose external reference is taken, more than there are connections', async () => {
    const first = await created({ externalRef: 'crm-crowd' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => create({ externalRef: 'crm-crowd' })));

    expect(answers.map(({ status, body }) => ({ status, id: body.engagementId }))).toEqual(
      answers.map(() => ({ status: 409, id: first.id })),
    );
  });

  it('lets one of many win who use an external reference at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ externalRef: 'crm-race' })));

    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });
});

describe('GET /engagements/{id}', () => {
  it.each([['"1"'], ['W/"1"'], ['"7", "1"'], ['*']])('answers 304 to If-None-Match: %s', async (tag) => {
    const { id } = await created();

    const { headers } = await request(api.url)
      .get(`/engagements/${id}`)
      .set('if-none-match', tag)
      .expect(304);

    expect(headers['etag']).toBe('"1"');
  });

  it.each([['not-a-uuid'], ['01a20798-677e-7326-b0a6-b60ec671885f'], ['x'.repeat(500)]])(
    'answers 404 for %s',
    async (id) => {
      const { body } = await request(api.url).get(`/engagements/${id}`).expect(404);

      expect(body.requestId).toEqual(expect.any(String));
    },
  );
});

it('gives contexts back as they came, the order of their members too', async () => {
  const contexts = [
    { type: 'lead', qualificationStatus: 'Qualified', customer: { companyName: 'Ä', industry: 'Retail' } },
  ];
  const { text, body } = await request(api.url).post('/engagements').send({ contexts }).expect(201);
  const { text: shown } = await request(api.url)
    .get(`/engagements/${String(body.id)}`)
    .expect(200);

  expect(text).toContain(JSON.stringify(contexts));
  expect(shown).toBe(text);
});

it('finds readiness anew that an older version has found', async () => {
  const { id } = await created({ title: 'Lacks much' });
  const { body: saved } = await request(api.url).get(`/engagements/${id}`).expect(200);
  const database = await connect(api.database.url);
  await database.query("UPDATE engagements SET readiness_rules = 0, readiness_errors = '[]' WHERE id = $1", [
    id,
  ]);
  await database.end();

  const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);

  expect(body.readiness).toEqual(saved.readiness);
  expect(body.readiness.ready).toBe(false);
  await request(api.url).post(`/engagements/${id}/submit`).expect(422);
});

describe('DELETE /engagements/{id}', () => {
  it('deletes the engagement and its personal data everywhere', async () => {
    const email = 'gone@acme.example.com';
    const [context] = engagement({ contexts: [lead()] }).contexts;
    const body = JSON.parse(
      JSON.stringify(engagement({ contexts: [context] })).replaceAll('ada@acme.example.com', email),
    );
    api.simulator.addFault({
      kind: 'error',
      error: { name: 'ConflictException', message: `Seen ${email}` },
      times: 1,
    });
    const refused = await request(api.url)
      .post('/engagements?submit=true')
      .set('idempotency-key', 'deleted-later')
      .send(body)
      .expect(409);
    const path = `/engagements/${refused.body.engagementId}`;
    await request(api.url).delete(path).set('if-match', '"1"').expect(412);

    await request(api.url).delete(path).expect(204);

    await request(api.url).get(path).expect(404);
    await request(api.url).delete(path).expect(404);
    const client = await connect(api.database.url);
    const { rows: tables } = await client.query(
      "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = 'public'",
    );
    for (const { name } of tables) {
      const { rows } = await client.query(`SELECT 1 FROM ${name} AS t WHERE t::text ILIKE $1`, [
        `%${email}%`,
      ]);
      expect({ name, rows }).toEqual({ name, rows: [] });
    }
    await client.end();
    const { body: history } = await request(api.url).get(`${path}/history`).expect(200);
    expect(history.data.at(-1)).toMatchObject({ type: 'deleted', actor: 'anonymous' });
  });
});
