import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { byRefCalls } from '../support/by-ref-calls.js';
import { customerProject, engagement } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '1',
    SUBMISSION_RATE_PER_SECOND: '1000',
    RECONCILIATION_DELAY_MS: '3600000',
    PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS',
  });
});
afterEach(() => {
  api.simulator.clearFaults();
});
afterAll(() => api.close());

const { at, put, get, putAndSubmit, inAws } = byRefCalls(() => api);

describe('what is put', () => {
  it('is told all that is wrong and all that is missing at once, if it is to be submitted', async () => {
    const body = {
      title: 7,
      contexts: [{ ...customerProject(), customer: { companyName: 'Acme', industry: 'Ratail' } }],
    };

    const { body: problem } = await putAndSubmit('wrong-1', body).expect(400);
    expect(problem).toMatchObject({ type: '/problems/invalid-request', retry: 'fix' });
    const pointers = problem.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(
      expect.arrayContaining([
        '/title',
        '/description',
        '/contexts/0/customer/industry',
        '/contexts/0/customer/websiteUrl',
      ]),
    );
    const { body: draft } = await put('wrong-1', body).expect(400);
    expect(draft.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/title',
      '/contexts/0/customer/industry',
    ]);
    await get('wrong-1').expect(404);
  });

  it('is not kept where it is to be submitted and is not ready', async () => {
    const { body: problem } = await putAndSubmit('lacking-1', { title: 'Half' }).expect(422);
    expect(problem).toMatchObject({ type: '/problems/engagement-not-ready', retry: 'fix' });
    expect(problem).not.toHaveProperty('engagementId');
    await get('lacking-1').expect(404);

    const { body: draft } = await put('lacking-1', { title: 'Whole' }).expect(201);
    const { body: again } = await putAndSubmit('lacking-1', { title: 'Half' }).expect(422);
    expect(again).toMatchObject({ engagementId: draft.id });
    const { body } = await get('lacking-1').expect(200);
    expect(body).toMatchObject({ title: 'Whole', version: 1 });
    await putAndSubmit('lacking-1', { title: 'Whole' }).expect(422);
  });

  it('is kept where it is to be submitted if it is ready, and is not', async () => {
    const { body } = await put('if-ready', { title: 'Half' }, '?submit=ifReady').expect(201);
    expect(body).toMatchObject({ status: 'draft', title: 'Half', readiness: { ready: false } });
    await put('if-ready', { title: 'Half 2' }, '?submit=ifReady').expect(200);

    const { body: ready } = await put('if-ready', engagement(), '?submit=ifReady').expect(200);
    expect(ready).toMatchObject({ status: 'submitted', id: body.id });
    await put('if-ready-at-once', engagement(), '?submit=ifReady').expect(201);
    expect(await inAws('if-ready-at-once')).toHaveLength(1);
  });

  it.each([
    ['externalRef', '/externalRef', { externalRef: 'another' }, ''],
    ['catalog', '/catalog', { catalog: 'AWS' }, '?catalog=Sandbox'],
  ])('may say its %s as the address does', async (name, pointer, wrong, query) => {
    const { body } = await put(`agreed-${name}`, { title: 'x', ...wrong }, query).expect(400);
    expect(body.errors).toEqual([
      { pointer, code: 'INVALID_VALUE', message: 'Must be the one in the address, or be left out.' },
    ]);
    await put(
      `agreed-${name}`,
      { title: 'x', externalRef: ` agreed-${name} `, catalog: 'sandbox' },
      query,
    ).expect(201);
  });

  it('is of the catalog that the address says, else the body, else the default', async () => {
    const { body: aws } = await put('two-catalogs', { title: 'AWS', catalog: 'aws' }).expect(201);
    const { body: sandbox } = await put('two-catalogs', { title: 'Sandbox' }).expect(201);
    const { body: again } = await put('two-catalogs', { title: 'AWS' }, '?catalog=AWS').expect(200);

    expect(again.id).toBe(aws.id);
    expect((await get('two-catalogs').expect(200)).body.id).toBe(sandbox.id);
    expect((await get('two-catalogs', '?catalog=aws').expect(200)).body.id).toBe(aws.id);
  });

  it.each([
    ['no object', [], ''],
    ['a number for a reference', { externalRef: 0 }, '/externalRef'],
    ['false for a catalog', { catalog: false }, '/catalog'],
    ['what the server sets', { status: 'draft' }, '/status'],
  ])('is refused where it is %s', async (_, wrong, pointer) => {
    const { body } = await request(api.url).put(at('refused-1')).send(wrong).expect(400);
    expect(body.errors.map((finding: { pointer: string }) => finding.pointer)).toContain(pointer);
    await get('refused-1').expect(404);
  });

  it.each([
    'crm/8841',
    '50%',
    'ünïcode ✓',
    '😀'.repeat(255),
    'x'.repeat(255),
    'a?b#c',
    '...',
    'request',
    'null',
  ])('may be called %s', async (ref) => {
    const { body } = await put(ref, { title: 'x' }).expect(201);
    expect(body.externalRef).toBe(ref);
    expect((await get(ref).expect(200)).body.id).toBe(body.id);
    await put(ref, { title: 'x' }).expect(200);
  });

  it.each([
    ['x'.repeat(256), 'Must have 1 to 255 characters.'],
    ['😀'.repeat(256), 'Must have 1 to 255 characters.'],
    ['x'.repeat(5000), 'Must have 1 to 255 characters.'],
    [' ', 'Must have 1 to 255 characters.'],
    ['a\0b', 'Must not hold NUL characters or lone surrogates.'],
  ])('may not be called %.20j', async (ref, message) => {
    for (const answer of [await put(ref, { title: 'x' }).expect(400), await get(ref).expect(400)]) {
      expect(answer.body.errors).toEqual([expect.objectContaining({ parameter: 'externalRef', message })]);
    }
  });

  it.each([
    ['?submit=maybe', 'submit', 'Must be true, false or ifReady.'],
    ['?submit=true&submit=true', 'submit', 'Must be true, false or ifReady.'],
    ['?catalog=Moon', 'catalog', 'Must be one of Sandbox, AWS.'],
    ['?sumbit=true', 'sumbit', 'There is no such parameter.'],
  ])('is refused with %s', async (query, parameter, message) => {
    const { body } = await put('parameters-1', { title: 'x' }, query).expect(400);
    expect(body.errors).toEqual([expect.objectContaining({ parameter, message })]);
  });
});

describe('a PUT on a condition', () => {
  it('changes only the version that is named', async () => {
    const { headers } = await put('condition-1', { title: 'One' }).expect(201);
    await put('condition-1', { title: 'Two' }).set('if-match', String(headers['etag'])).expect(200);

    const { body } = await put('condition-1', { title: 'Three' })
      .set('if-match', String(headers['etag']))
      .expect(412);
    expect(body).toMatchObject({ type: '/problems/version-mismatch', retry: 'fix', currentVersion: 2 });
    expect((await get('condition-1').expect(200)).body.title).toBe('Two');
  });

  it.each(['*', '"1"'])('makes nothing where one has to be there: %s', async (ifMatch) => {
    await put('condition-2', { title: 'x' }).set('if-match', ifMatch).expect(412);
    await get('condition-2').expect(404);
  });

  it('changes nothing where none may be there', async () => {
    await put('condition-3', { title: 'One' }).set('if-none-match', '*').expect(201);
    const { body } = await put('condition-3', { title: 'Two' }).set('if-none-match', '*').expect(412);
    expect(body).toMatchObject({ currentVersion: 1 });
    expect((await get('condition-3').expect(200)).body.title).toBe('One');
  });

  it.each(['if-match', 'if-none-match'])('is refused where %s can’t be read', async (name) => {
    const { body } = await put('condition-4', { title: 'x' }).set(name, '1').expect(400);
    expect(body.errors).toEqual([
      expect.objectContaining({ parameter: expect.stringMatching(new RegExp(name, 'i')) }),
    ]);
  });
});

describe('GET of an engagement by the caller’s own id', () => {
  it('finds it, and says when it has not changed', async () => {
    const { body, headers } = await put('found-1', { title: 'x' }).expect(201);
    const found = await get('found-1').expect(200);
    expect(found.body).toEqual(body);
    expect(found.headers['etag']).toBe(headers['etag']);
    await get('found-1').set('if-none-match', String(headers['etag'])).expect(304);
  });

  it('finds none that is not there', async () => {
    const { body } = await get('nowhere').expect(404);
    expect(body).toMatchObject({ type: '/problems/engagement-not-found', retry: 'no' });
  });

  it('finds by a reference that was changed, and not by the one before', async () => {
    const { body } = await put('moved-1', { title: 'x' }).expect(201);
    await request(api.url).patch(`/engagements/${body.id}`).send({ externalRef: 'moved-2' }).expect(200);
    await get('moved-1').expect(404);
    expect((await get('moved-2').expect(200)).body.id).toBe(body.id);
  });
});

it('takes no other method', async () => {
  const { headers } = await request(api.url).delete(at('x')).expect(405);
  expect(headers['allow']).toBe('GET, HEAD, PUT');
});
