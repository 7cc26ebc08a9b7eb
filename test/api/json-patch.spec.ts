import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { draftCalls } from '../support/draft-calls.js';
import { contact, customerProject, engagement, interaction, lead } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const { created } = draftCalls(() => api);

const send = (id: string, body: string, type = 'application/json-patch+json') =>
  request(api.url).patch(`/engagements/${id}`).set('content-type', type).send(body);

const jsonPatch = (id: string, operations: unknown) => send(id, JSON.stringify(operations));

const INDUSTRY = '/contexts/0/customer/industry';

const versionOf = async (id: string) =>
  (await request(api.url).get(`/engagements/${id}`).expect(200)).body.version;

describe('PATCH /engagements/{id} with a JSON Patch', () => {
  it('changes single fields within contexts, and keeps all others', async () => {
    const before = await created(engagement({ contexts: [lead(), customerProject()] }));

    const { body, headers } = await jsonPatch(before.id, [
      { op: 'test', path: INDUSTRY, value: 'Retail' },
      { op: 'replace', path: INDUSTRY, value: 'travel' },
      { op: 'add', path: '/contexts/1/project/title', value: 'Another project' },
      { op: 'remove', path: '/contexts/0/interactions/0/contact/phone' },
    ]).expect(200);

    const [{ interactions, customer, ...rest }, project] = before.contexts;
    const { phone, ...contact } = interactions[0].contact;
    expect(phone).toBe('+12065550100');
    expect(body.contexts).toEqual([
      {
        ...rest,
        customer: { ...customer, industry: 'Travel' },
        interactions: [{ ...interactions[0], contact }],
      },
      { ...project, project: { ...project.project, title: 'Another project' } },
    ]);
    expect(body).toMatchObject({ version: 2, title: before.title });
    expect(headers['etag']).toBe('"2"');
    const { body: history } = await request(api.url).get(`/engagements/${before.id}/history`).expect(200);
    expect(history.data.at(-1)).toMatchObject({
      type: 'edited',
      details: { fields: expect.arrayContaining([INDUSTRY, '/contexts/1/project/title']) },
    });
  });

  it('takes the pointers of findings as paths, until nothing is missing', async () => {
    const incomplete = interaction({ sourceId: undefined, contact: contact({ lastName: '' }) });
    const { id, readiness } = await created({
      title: 'Lead',
      contexts: [lead({ interactions: [incomplete] })],
    });
    const values: Readonly<Record<string, string>> = {
      '/description': 'Move to AWS',
      '/contexts/0/interactions/0/sourceId': 'evt-42',
      '/contexts/0/interactions/0/contact/lastName': 'Byron',
    };
    const missing: string[] = readiness.errors.map(({ pointer }: { pointer: string }) => pointer);

    const { body } = await jsonPatch(
      id,
      missing.map((path) => ({ op: 'add', path, value: values[path] })),
    ).expect(200);

    expect(missing.toSorted()).toEqual(Object.keys(values).toSorted());
    expect(body.readiness.ready).toBe(true);
  });

  it('adds, moves, copies and removes contexts', async () => {
    const { id } = await created({ title: 'Many' });

    await jsonPatch(id, [
      { op: 'add', path: '/contexts/-', value: lead({ id: '1' }) },
      { op: 'add', path: '/contexts/0', value: customerProject({ id: '2' }) },
      { op: 'copy', from: '/contexts/1', path: '/contexts/-' },
      { op: 'replace', path: '/contexts/2/id', value: '3' },
      { op: 'move', from: '/contexts/0', path: '/contexts/2' },
      { op: 'remove', path: '/contexts/0' },
    ]).expect(200);

    const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
    expect(body.contexts.map((one: { id: string }) => one.id)).toEqual(['3', '2']);
  });

  it('clears by remove, and by a null as in a draft, and replaces all', async () => {
    const { id } = await created(engagement({ externalRef: 'json-patch-1' }));
    const { body } = await jsonPatch(id, [
      { op: 'remove', path: '/externalRef' },
      { op: 'replace', path: '/description', value: null },
      { op: 'remove', path: '/catalog' },
    ]).expect(200);
    expect(body).not.toHaveProperty('externalRef');
    expect(body).not.toHaveProperty('description');
    expect(body.catalog).toBe('Sandbox');

    const all = { op: 'replace', path: '', value: { title: 'All anew' } };
    const { body: replaced } = await jsonPatch(id, [all]).expect(200);
    expect(replaced).toMatchObject({ title: 'All anew', contexts: [], version: 3 });
  });

  it.each<[string, object[]]>([
    ['no operations', []],
    ['what is there already', [{ op: 'replace', path: INDUSTRY, value: ' RETAIL ' }]],
    ['tests alone', [{ op: 'test', path: INDUSTRY, value: 'Retail' }]],
    [
      'there and back',
      [
        { op: 'move', from: '/title', path: '/description' },
        { op: 'move', from: '/description', path: '/title' },
        { op: 'add', path: '/description', value: engagement().description },
      ],
    ],
  ])('leaves the version as it is: %s', async (_, operations) => {
    const { id } = await created(engagement({ contexts: [lead()] }));

    expect((await jsonPatch(id, operations).expect(200)).body.version).toBe(1);
  });

  it('takes its content type in any spelling', async () => {
    const { id } = await created();
    const body = JSON.stringify([{ op: 'add', path: '/title', value: 'Spelt' }]);

    for (const type of ['APPLICATION/JSON-PATCH+JSON', 'application/json-patch+json; charset=utf-8']) {
      expect((await send(id, body, type).expect(200)).body.title).toBe('Spelt');
    }
  });

  it('is all or nothing', async () => {
    const { id } = await created();

    for (const last of [
      { op: 'remove', path: '/nothing' },
      { op: 'test', path: '/title', value: 'Other' },
      { op: 'add', path: '/colour', value: 'red' },
    ]) {
      const { status } = await jsonPatch(id, [{ op: 'replace', path: '/title', value: 'First' }, last]);
      expect([400, 409]).toContain(status);
    }
    expect(await versionOf(id)).toBe(1);
  });

  it('honours If-Match, and loses none of many at once', async () => {
    const { id } = await created(engagement({ contexts: [lead()] }));
    const title = [{ op: 'replace', path: '/title', value: 'Other' }];
    await jsonPatch(id, title).set('if-match', '"9"').expect(412);
    await jsonPatch(id, title).set('if-match', '"1"').expect(200);

    const fields = ['sourceType', 'sourceId', 'sourceName', 'useCase', 'customerAction'];
    const answers = await Promise.all(
      fields.map((name) =>
        jsonPatch(id, [{ op: 'add', path: `/contexts/0/interactions/0/${name}`, value: `by ${name}` }]),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual(fields.map(() => 200));
    const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
    expect(body.contexts[0].interactions[0]).toMatchObject(
      Object.fromEntries(fields.map((name) => [name, `by ${name}`])),
    );
  });

  it('is no way to what is submitted, or somebody else’s', async () => {
    const { body } = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);
    const title = [{ op: 'replace', path: '/title', value: 'Late' }];

    const { body: problem } = await jsonPatch(body.id, title).expect(409);
    expect(problem.type).toBe('/problems/engagement-not-editable');
    await jsonPatch('01900000-0000-7000-8000-000000000000', title).expect(404);
  });
});

describe('the engagement that it makes', () => {
  it('is checked like any other, and its findings have pointers into it', async () => {
    const { id } = await created(engagement({ contexts: [lead()] }));

    const { body } = await jsonPatch(id, [
      { op: 'replace', path: INDUSTRY, value: 'Retial' },
      { op: 'add', path: '/contexts/0/customer/colour', value: 'red' },
      { op: 'add', path: '/status', value: 'submitted' },
    ]).expect(400);

    expect(body.type).toBe('/problems/invalid-request');
    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: '/status', code: 'ACTION_NOT_PERMITTED' }),
      expect.objectContaining({ pointer: '/contexts/0/customer/colour', code: 'INVALID_VALUE' }),
      expect.objectContaining({ pointer: INDUSTRY, suggestion: 'Retail' }),
    ]);
  });

  it.each([7, null, [], 'x'])('can’t be %j', async (value) => {
    const { id } = await created();

    const { body } = await jsonPatch(id, [{ op: 'replace', path: '', value }]).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '' }]);
  });

  it('may be no other’s reference, and in no catalog that is not allowed', async () => {
    const { id: first } = await created(engagement({ externalRef: 'json-patch-taken' }));
    const { id } = await created();

    const { body } = await jsonPatch(id, [
      { op: 'add', path: '/externalRef', value: 'json-patch-taken' },
    ]).expect(409);
    expect(body).toMatchObject({ type: '/problems/duplicate-external-ref', engagementId: first });
    await jsonPatch(id, [{ op: 'replace', path: '/catalog', value: 'AWS' }]).expect(403);
  });
});
