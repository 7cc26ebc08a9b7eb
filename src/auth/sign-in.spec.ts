import { beforeEach, describe, expect, it } from '@jest/globals';
import createFastify, { type FastifyInstance } from 'fastify';
import type { CountRequest } from '../http/count-request.js';
import { DomainError } from '../errors/domain-error.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { decorateWithRoute, noteRoute } from '../http/request-route.js';
import type { Scope } from './scopes.js';
import { registerSignIn } from './sign-in.js';

const MAX = 3;

/** `Authorization` is the name of a caller who may read. `late` is known after a look only, `wrong` is nobody's. */
const byName: NonNullable<FastifyInstance['authenticator']> = {
  known: (name) =>
    name === undefined || ['late', 'wrong', 'away'].includes(name) ? undefined : callerOf(name),
  authenticate: (name) => {
    switch (name) {
      case 'late':
        return Promise.resolve(callerOf(name));
      case 'away':
        return Promise.reject(new DomainError('identity-provider-unavailable', 'The issuer is away.'));
      default:
        return Promise.reject(new DomainError('unauthenticated', 'Who are you?', { credentialRefused: 'x' }));
    }
  },
};

/** Takes so many requests of each caller, and of all who are none. */
function limitTo(max: number): CountRequest {
  const counts = new Map<string | undefined, number>();
  return ({ caller }, reply) => {
    const count = (counts.get(caller?.id) ?? 0) + 1;
    counts.set(caller?.id, count);
    void reply.header('ratelimit', String(max - count));
    return count > max
      ? Promise.reject(new DomainError('too-many-requests', 'That is enough.'))
      : Promise.resolve();
  };
}

const callerOf = (id: string) => ({ id, scopes: new Set<Scope>(['engagements:read']) });

let server: FastifyInstance;
beforeEach(() => {
  server = createFastify();
  const problems = new ProblemFilter();
  server.setErrorHandler((error, request, reply) => {
    problems.send(error, request, reply);
  });
  decorateWithRoute(server);
  server.addHook('onRequest', (request, _reply, done) => {
    noteRoute(request);
    done();
  });
  registerSignIn(server, limitTo(MAX));
  server.decorate('authenticator', byName);
  server.get('/engagements', { config: { access: 'engagements:read' } }, ({ caller }) => caller?.id);
  server.post('/engagements', { config: { access: 'engagements:write' } }, () => 'saved');
});

async function ask(authorization: string | undefined, method: 'GET' | 'POST' = 'GET', url = '/engagements') {
  const headers = authorization === undefined ? {} : { authorization };
  const { statusCode: status, headers: answered, body } = await server.inject({ method, url, headers });
  return { status, headers: answered, body };
}

async function statusesOf(count: number, ...asked: Parameters<typeof ask>): Promise<number[]> {
  const statuses = [];
  for (let asking = 0; asking < count; asking += 1) {
    statuses.push((await ask(...asked)).status);
  }
  return statuses;
}

describe('whoever signs in', () => {
  it.each(['crm', 'late'])('is known to the route: %s', async (name) => {
    expect(await ask(name)).toMatchObject({ status: 200, body: name });
  });

  it('is told which scope is lacking, and counted for that', async () => {
    const { status, headers, body } = await ask('crm', 'POST');
    expect([status, headers['ratelimit']]).toEqual([403, '2']);
    expect(JSON.parse(body)).toMatchObject({ requiredScope: 'engagements:write' });
    expect(await statusesOf(MAX, 'crm', 'POST')).toEqual([403, 403, 429]);
  });
});

describe('whoever does not', () => {
  it.each([undefined, 'wrong'])('is refused: %s', async (authorization) => {
    expect((await ask(authorization)).status).toBe(401);
  });

  it('is limited in guessing keys, and keeps no caller of the same address out', async () => {
    expect(await statusesOf(MAX + 1, 'wrong')).toEqual([401, 401, 401, 429]);
    const { headers, body } = await ask('wrong');
    expect(headers['www-authenticate']).toBeUndefined();
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/too-many-requests' });
    expect((await ask('crm')).status).toBe(200);
  });

  it('finds nothing where there is nothing, and is counted for that', async () => {
    expect(await statusesOf(MAX + 1, undefined, 'GET', '/nowhere')).toEqual([404, 404, 404, 429]);
  });
});

it('an outage of whoever knows callers counts for nobody', async () => {
  expect(await statusesOf(MAX + 2, 'away')).toEqual([503, 503, 503, 503, 503]);
  expect((await ask('wrong')).status).toBe(401);
});

it('a route that does not say who may use it stops the start', () => {
  expect(() => server.get('/forgotten', () => 'x')).toThrow('does not say who may use it');
});
