import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement, lead } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const json = (body: string | Buffer) =>
  request(api.url).post('/engagements').set('content-type', 'application/json').send(body.toString());

function expectProblem(body: unknown, status: number): void {
  expect(body).toMatchObject({
    type: expect.stringMatching(/^\/problems\/[a-z-]+$/),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: expect.stringMatching(/^\//),
    requestId: expect.any(String),
  });
  expect(JSON.stringify(body)).not.toMatch(/ at .*\.js|SELECT |INSERT |\/src\/|node_modules|prisma/i);
}

describe('a body', () => {
  it.each([
    ['broken JSON', '{"title":', 400],
    ['a scalar', '7', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['nothing', '', 400],
    ['a number for a text', '{"title":7}', 400],
    ['a text for a list', '{"contexts":"x"}', 400],
    ['an object for a list', '{"contexts":{}}', 400],
    ['a list for an object', '{"contexts":[[]]}', 400],
    ['null for a context', '{"contexts":[null]}', 400],
    ['null under an unknown name', '{"colour":null}', 400],
    ['a key __proto__', '{"__proto__":{"title":"x"}}', 400],
    ['a key constructor', '{"constructor":{"prototype":{}}}', 400],
    ['a key toString', '{"toString":1}', 400],
    ['a NUL character', '{"title":"a\\u0000b"}', 400],
    ['a lone surrogate', '{"title":"a\\ud800b"}', 400],
    ['a NUL character in a key', '{"a\\u0000":1}', 400],
    ['an unknown catalog', '{"catalog":"Moon"}', 400],
    ['deep nesting', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 400],
    ['a constructor for a text', '{"title":{"constructor":"x"}}', 400],
    ['deep nesting for a text', `{"title":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400],
    ['50,000 contexts', `{"contexts":[${'{},'.repeat(49_999)}{}]}`, 400],
    ['a catalog that is not allowed', '{"catalog":"AWS"}', 403],
  ])('with %s is refused', async (_, body, status) => {
    const answer = await json(body)
      .expect(status)
      .expect('content-type', /^application\/problem\+json/);

    expectProblem(answer.body, status);
  });

  it.each([
    ['__proto__', '{"__proto__":{}}'],
    ['constructor', '{"constructor":{}}'],
    ['hasOwnProperty', '{"hasOwnProperty":1}'],
  ])('names the key %s that it may not have', async (key, body) => {
    expect((await json(body).expect(400)).body.errors).toEqual([
      expect.objectContaining({ pointer: `/${key}` }),
    ]);
  });

  it('of deep nesting is refused with an Idempotency-Key too', async () => {
    const { body } = await json(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
      .set('idempotency-key', 'deep')
      .expect(400);

    expectProblem(body, 400);
  });

  it('in anything but UTF-8 is refused', async () => {
    const bytes = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const answer = await fetch(`${api.url}/engagements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: bytes,
    });

    expect(answer.status).toBe(400);
    expectProblem(await answer.json(), 400);
  });

  it('may have 256 KiB and no byte more', async () => {
    const padded = (size: number) => JSON.stringify(engagement()).padEnd(size, ' ');

    await json(padded(256 * 1024)).expect(201);
    const { body } = await json(padded(256 * 1024 + 1)).expect(413);
    expectProblem(body, 413);
  });

  it.each([
    ['text/plain'],
    ['application/xml'],
    ['application/x-www-form-urlencoded'],
    ['application/merge-patch+json'],
  ])('as %s is refused', async (type) => {
    const { body } = await request(api.url)
      .post('/engagements')
      .set('content-type', type)
      .send('{}')
      .expect(415);

    expectProblem(body, 415);
  });

  it('with a field in a context of another type is refused', async () => {
    const { body } = await request(api.url)
      .post('/engagements')
      .send({ contexts: [lead({ project: {} })] })
      .expect(400);

    expect(body.errors).toEqual([expect.objectContaining({ pointer: '/contexts/0/project' })]);
  });

  it('of a submit is refused', async () => {
    const { body } = await request(api.url).post('/engagements').send(engagement()).expect(201);

    await request(api.url).post(`/engagements/${body.id}/submit`).send({ title: 'x' }).expect(400);
  });
});

describe('very many faults', () => {
  const unknown = JSON.stringify(
    Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, 1])),
  );
  const send = (method: 'post' | 'patch', path: string, body: string) =>
    request(api.url)[method](path).set('content-type', 'application/json').send(body);

  it.each([
    ['post', '/engagements'],
    ['post', '/engagements?submit=true'],
    ['patch', '/engagements/{id}'],
    ['post', '/engagements/submissions'],
    ['post', '/engagements/{id}/resolution'],
  ] as const)('are told as a hundred and their number (%s %s)', async (method, path) => {
    const { body: draft } = await request(api.url).post('/engagements').send(engagement()).expect(201);
    const { body, text: answer } = await send(method, path.replace('{id}', draft.id), unknown).expect(400);

    expect(body.errors).toHaveLength(101);
    expect(body.errors[0].pointer).toBe('/f0');
    expect(body.errors.at(-1).message).toMatch(/^And 1990\d more\.$/);
    expect(answer.length).toBeLessThan(30_000);
  });

  it('are so within lists, together with what is found after them', async () => {
    const contexts = Array.from({ length: 5 }, () => ({
      type: 'lead',
      interactions: Array.from({ length: 10 }, () =>
        Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, 1])),
      ),
    }));
    const { body } = await json(JSON.stringify({ contexts, title: 'x'.repeat(50) })).expect(400);

    expect(body.errors).toHaveLength(101);
    expect(body.errors.at(-1).message).toBe('And 14901 more.');
  });

  it('of a draft are a hundred in its readiness, and in what submit says', async () => {
    const contexts = Array.from({ length: 5 }, () => ({
      type: 'lead',
      interactions: Array.from({ length: 10 }, () => ({ contact: {} })),
    }));
    const { body } = await json(JSON.stringify({ contexts })).expect(201);
    expect(body.readiness.errors).toHaveLength(101);

    const refused = await request(api.url).post(`/engagements/${body.id}/submit`).expect(422);
    expect(refused.body.errors).toEqual(body.readiness.errors);
  });

  it('of a query are a hundred', async () => {
    const query = Array.from({ length: 1500 }, (_, index) => `p${index}`).join('&');
    const { body } = await request(api.url).get(`/engagements?${query}`).expect(400);

    expect(body.errors).toHaveLength(101);
    expect(body.errors.at(-1).message).toBe('And 1400 more.');
  });

  it('name what is far too long by its beginning', async () => {
    const { body, text: answer } = await json(`{"${'k'.repeat(200_000)}":1}`).expect(400);
    expect(body.errors).toMatchObject([{ pointer: `/${'k'.repeat(128)}…` }]);
    expect(answer.length).toBeLessThan(1000);

    const query = await request(api.url)
      .get(`/engagements?${'k'.repeat(10_000)}=1`)
      .expect(400);
    expect(query.body.errors).toMatchObject([{ parameter: `${'k'.repeat(128)}…` }]);
  });
});

describe('an address', () => {
  it.each([
    ['/nowhere', 404],
    ['/engagements/%', 400],
    ['/engagements/%00', 404],
    ['/engagements?limit=0', 400],
    ['/engagements?limit=101', 400],
    ['/engagements?limit=1&limit=2', 400],
    ['/engagements?limit=ten', 400],
    ['/engagements?cursor=abc', 400],
    ['/engagements?status=lost', 400],
    ['/engagements?catalog=Moon', 400],
    ['/engagements?q=%00', 400],
    [`/engagements?q=${'x'.repeat(256)}`, 400],
    ['/engagements?colour=red', 400],
    ['/problems/unheard-of', 404],
  ])('%s is answered with %i', async (path, status) => {
    const { body } = await request(api.url).get(path).expect(status);

    expectProblem(body, status);
  });

  it('names the query parameter at fault', async () => {
    const { body } = await request(api.url).post('/engagements?sumbit=true').send(engagement()).expect(400);

    expect(body.errors).toEqual([expect.objectContaining({ parameter: 'sumbit' })]);
  });

  it('that is no HTTP at all does no harm', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connectTcp(Number(port), hostname);
    socket.end('NONSENSE\r\n\r\n');

    expect(await text(socket)).toMatch(/^HTTP\/1.1 400/);
    await request(api.url).get('/health/live').expect(200);
  });
});

describe('X-Request-Id', () => {
  it.each([
    ['/health/live', 200],
    ['/nowhere', 404],
    ['/docs', 200],
    ['/openapi.json', 200],
    ['/', 302],
    ['/engagements/%', 400],
  ])('is on the answer of %s', async (path, status) => {
    const { headers } = await request(api.url).get(path).set('x-request-id', 'trace-42').expect(status);

    expect(headers['x-request-id']).toBe('trace-42');
  });

  it.each([['x'.repeat(129)], ['two words'], ['<script>']])('is replaced where it is %s', async (id) => {
    const { headers } = await request(api.url).get('/health/live').set('x-request-id', id).expect(200);

    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
