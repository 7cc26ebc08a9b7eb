import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { draftCalls } from '../support/draft-calls.js';
import { engagement, lead } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const { created, patch: mergePatch } = draftCalls(() => api);

const send = (id: string, body: string, type = 'application/json-patch+json') =>
  request(api.url).patch(`/engagements/${id}`).set('content-type', type).send(body);

const jsonPatch = (id: string, operations: unknown) => send(id, JSON.stringify(operations));

const INDUSTRY = '/contexts/0/customer/industry';

const versionOf = async (id: string) =>
  (await request(api.url).get(`/engagements/${id}`).expect(200)).body.version;

describe('a JSON Patch that is none', () => {
  it.each(['application/json-patch+json', 'application/merge-patch+json', 'application/json'])(
    'is not looked at before it is known whose the engagement is: %s',
    async (type) => {
      await send(crypto.randomUUID(), '[{"op":"none"}]', type).expect(404);
    },
  );

  it('has all its faults told at once, with pointers into the patch', async () => {
    const { id } = await created();

    const { body } = await jsonPatch(id, [
      { op: 'replce', path: '/title', value: 'x' },
      { op: 'add', path: '/title' },
      { path: 'title' },
      7,
    ]).expect(400);

    expect(body).toMatchObject({ type: '/problems/invalid-request', status: 400 });
    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: '/0/op', code: 'INVALID_ENUM_VALUE', suggestion: 'replace' }),
      { pointer: '/1/value', code: 'REQUIRED_FIELD_MISSING', message: 'Is required.' },
      { pointer: '/2/op', code: 'REQUIRED_FIELD_MISSING', message: 'Is required.' },
      expect.objectContaining({ pointer: '/2/path', code: 'INVALID_VALUE' }),
      expect.objectContaining({ pointer: '/3', code: 'INVALID_VALUE' }),
    ]);
  });

  it.each([
    ['{"title":"x"}', 'application/json-patch+json', 'application/merge-patch+json'],
    ['', 'application/json-patch+json', ''],
    ['[{"op":"remove","path":"/title"}]', 'application/merge-patch+json', 'application/json-patch+json'],
    ['[{"op":"remove","path":"/title"}]', 'application/json', 'application/json-patch+json'],
  ])('%s as %s is told what it is taken for', async (text, type, advice) => {
    const { id } = await created();

    const { body } = await send(id, text, type).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '', message: expect.stringContaining(advice) }]);
  });

  it.each([
    ['broken JSON', '[{"op":', 400],
    ['a path into a prototype', '[{"op":"add","path":"/__proto__/polluted","value":1}]', 400],
    ['a constructor', '[{"op":"add","path":"/constructor/prototype/polluted","value":1}]', 400],
    ['a value with a prototype', '[{"op":"add","path":"/contexts/-","value":{"__proto__":{}}}]', 400],
    ['a place in what is inherited', '[{"op":"replace","path":"/toString","value":"x"}]', 400],
    ['a place in a text', '[{"op":"remove","path":"/title/0"}]', 400],
    ['an index with a zero before it', '[{"op":"remove","path":"/contexts/00"}]', 400],
    ['deep nesting', `[{"op":"add","path":"/x","value":${'['.repeat(60_000)}${']'.repeat(60_000)}}]`, 400],
    [
      'a list of any length',
      '[{"op":"add","path":"/x","value":{"constructor":"function Array() { [native code] }","length":4294967295}}]',
      400,
    ],
    ['more than a body may have', `[${' '.repeat(256 * 1024)}]`, 413],
  ])('%s is refused', async (_, text, status) => {
    const { id } = await created();

    const { body } = await send(id, text).expect(status);
    expect(body.type).toMatch(/^\/problems\/[a-z-]+$/);
    expect({}).not.toHaveProperty('polluted');
    expect(await versionOf(id)).toBe(1);
  });

  it('is told where an operation has no target, and what to do', async () => {
    const { id } = await created({ title: 'Lead', contexts: [{ type: 'lead' }] });

    const first = await jsonPatch(id, [{ op: 'replace', path: '/description', value: 'x' }]).expect(400);
    expect(first.body.errors).toEqual([
      {
        pointer: '/0/path',
        code: 'INVALID_VALUE',
        message: 'There is nothing at this place yet: use `add`.',
      },
    ]);
    const second = await jsonPatch(id, [{ op: 'add', path: INDUSTRY, value: 'Retail' }]).expect(400);
    expect(second.body.errors).toMatchObject([
      { pointer: '/0/path', message: 'Its parent isn’t there: add that first.' },
    ]);
    await jsonPatch(id, [
      { op: 'add', path: '/contexts/0/customer', value: {} },
      { op: 'add', path: INDUSTRY, value: 'Retail' },
    ]).expect(200);
  });
});

describe('a test that fails', () => {
  it('is a 409 that names the engagement and the operation, and no values', async () => {
    const { id } = await created(engagement({ contexts: [lead()] }));

    const { body, headers } = await jsonPatch(id, [
      { op: 'replace', path: '/title', value: 'Other' },
      { op: 'test', path: INDUSTRY, value: 'Mining' },
      { op: 'test', path: '/description', value: 'Secret' },
    ]).expect(409);

    expect(body).toMatchObject({
      type: '/problems/patch-test-failed',
      status: 409,
      engagementId: id,
      errors: [{ pointer: '/1/value', code: 'INVALID_VALUE', message: expect.any(String) }],
    });
    expect(headers['location']).toBe(`/engagements/${id}`);
    expect(JSON.stringify(body)).not.toMatch(/Mining|Retail|Secret/);
    expect(await versionOf(id)).toBe(1);
  });

  it('says so of what isn’t there', async () => {
    const { id } = await created({ title: 'x' });

    const { body } = await jsonPatch(id, [{ op: 'test', path: '/description', value: null }]).expect(409);
    expect(body.errors).toMatchObject([{ pointer: '/0/path' }]);
  });

  it('is what all but one of many get who change the same value', async () => {
    const { id } = await created({ title: '0' });
    const edits = Array.from({ length: 10 }, (_, index) => [
      { op: 'test', path: '/title', value: '0' },
      { op: 'replace', path: '/title', value: `by ${index}` },
    ]);

    const answers = await Promise.all(edits.map((edit) => jsonPatch(id, edit)));

    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect((await request(api.url).get(`/engagements/${id}`)).body).toMatchObject({
      title: `by ${winner}`,
      version: 2,
    });
  });

  it('explains itself', async () => {
    const { body } = await request(api.url).get('/problems/patch-test-failed').expect(200);
    expect(body.status).toBe(409);
  });
});

describe('what PATCH takes', () => {
  it('is said by Accept-Patch where something else came', async () => {
    const { id } = await created();

    const { headers, body } = await send(id, '<x/>', 'application/xml').expect(415);
    expect(headers['accept-patch']).toBe(
      'application/json, application/merge-patch+json, application/json-patch+json',
    );
    expect(body.detail).toContain('application/json-patch+json');
    const { headers: ofPost } = await request(api.url)
      .post('/engagements')
      .set('content-type', 'application/json-patch+json')
      .send('[]')
      .expect(415);
    expect(ofPost).not.toHaveProperty('accept-patch');
  });

  it('still is a merge patch as JSON', async () => {
    const { id } = await created();

    expect((await mergePatch(id, { title: 'Merged' }).expect(200)).body.title).toBe('Merged');
  });
});
