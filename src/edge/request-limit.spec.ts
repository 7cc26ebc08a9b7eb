import { beforeEach, describe, expect, it } from '@jest/globals';
import createFastify, { type FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings.js';
import { loadSettings } from '../config/load-settings.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { requestLimit } from './request-limit.js';

const MAX = 3;

/** A server on which `authorization` is the caller's name, and none needed. */
function startLimited(settings: Partial<NodeJS.ProcessEnv>, trustProxy = false): FastifyInstance {
  const fastify = createFastify({ trustProxy });
  const problems = new ProblemFilter();
  fastify.setErrorHandler((error, request, reply) => {
    problems.send(error, request, reply);
  });
  const count = requestLimit(fastify, settingsOf(settings));
  fastify.decorateRequest('caller');
  fastify.addHook('onRequest', async (request, reply) => {
    const { authorization } = request.headers;
    request.caller = authorization === undefined ? undefined : { id: authorization, scopes: new Set() };
    await count?.(request, reply);
  });
  for (const path of ['/engagements', '/open', '/health/live', '/metrics']) {
    fastify.get(path, () => 'ok');
  }
  return fastify;
}

function settingsOf(environment: Partial<NodeJS.ProcessEnv>): Settings {
  return loadSettings({ DATABASE_URL: 'postgresql://localhost/none', ...environment });
}

let server: FastifyInstance;
beforeEach(() => {
  server = startLimited({ REQUESTS_PER_MINUTE: String(MAX) });
});

async function get(path: string, authorization?: string, remoteAddress = '192.0.2.1', forwardedFor?: string) {
  const { statusCode, headers, body } = await server.inject({
    url: path,
    remoteAddress,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
    },
  });
  return { status: statusCode, headers, body };
}

async function statusesOf(asked: readonly (() => Promise<{ status: number }>)[]): Promise<number[]> {
  const statuses = [];
  for (const ask of asked) {
    statuses.push((await ask()).status);
  }
  return statuses;
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

describe('a caller', () => {
  it('is told how many requests are left, and beyond its limit when there are more', async () => {
    const first = await get('/engagements', 'crm');
    expect(first).toMatchObject({
      status: 200,
      headers: { 'ratelimit-policy': '"default";q=3;w=60', ratelimit: '"default";r=2;t=60' },
    });
    await get('/engagements', 'crm');
    expect((await get('/engagements', 'crm')).headers['ratelimit']).toMatch(/^"default";r=0;t=\d+$/);

    const { status, headers, body } = await get('/engagements', 'crm');
    expect([status, headers['content-type']]).toEqual([429, 'application/problem+json; charset=utf-8']);
    expect(headers['ratelimit']).toBe(`"default";r=0;t=${String(headers['retry-after'])}`);
    expect(headers['retry-after']).toMatch(/^(?:[1-9]|[1-5]\d|60)$/);
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
  });

  it('takes nothing from another one behind the same address', async () => {
    await statusesOf(times(MAX + 1, () => get('/engagements', 'crm')));

    expect((await get('/engagements', 'billing')).status).toBe(200);
  });

  it('is the same from every address', async () => {
    const asked = times(MAX + 1, 0).map((_, index) => () => get('/engagements', 'crm', `192.0.2.${index}`));

    expect(await statusesOf(asked)).toEqual([200, 200, 200, 429]);
  });

  it('is asked by nobody for health and metrics', async () => {
    await statusesOf(times(MAX + 1, () => get('/engagements')));

    expect(
      await statusesOf([() => get('/health/live'), () => get('/metrics'), () => get('/metrics?x')]),
    ).toEqual([200, 200, 200]);
    expect((await get('/health/live')).headers['ratelimit']).toBeUndefined();
  });

  it('is counted where nothing is found too', async () => {
    expect(await statusesOf(times(MAX + 1, () => get('/nowhere', 'crm')))).toEqual([404, 404, 404, 429]);
  });
});

describe('whoever is not signed in', () => {
  it('is limited by address', async () => {
    expect(await statusesOf(times(MAX + 1, () => get('/open')))).toEqual([200, 200, 200, 429]);
    expect((await get('/open', undefined, '192.0.2.2')).status).toBe(200);
  });

  it('has a whole network of IPv6 addresses', async () => {
    const asked = times(MAX + 1, 0).map((_, index) => () => get('/open', undefined, `2001:db8::${index}`));

    expect(await statusesOf(asked)).toEqual([200, 200, 200, 429]);
  });

  it.each([
    [false, [200, 200, 200, 429]],
    [true, [200, 200, 200, 200]],
  ])('is known by X-Forwarded-For where the proxy is trusted (%s)', async (isTrusted, expected) => {
    server = startLimited({ REQUESTS_PER_MINUTE: String(MAX) }, isTrusted);
    const asked = times(MAX + 1, 0).map(
      (_, index) => () => get('/open', undefined, '192.0.2.1', `198.51.100.${index}`),
    );

    expect(await statusesOf(asked)).toEqual(expected);
  });
});

it('has no limit, and no headers of it, where none is set', async () => {
  server = startLimited({});

  expect(await statusesOf(times(20, () => get('/engagements', 'crm')))).toEqual(times(20, 200));
  expect((await get('/engagements', 'crm')).headers['ratelimit']).toBeUndefined();
});
