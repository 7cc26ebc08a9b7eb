import { METHODS } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { createKey } from '../support/callers.js';
import { parseAnswer, say } from './raw-http.js';

const CRM = 'https://crm.example.com';

let api: TestApi;
/** Where callers sign in, and pages of another site may call. */
let open: TestApi;
/** Each documented path, with the methods that it has. */
let paths: Map<string, readonly string[]>;

beforeAll(async () => {
  api = await startApi();
  open = await startApi({ AUTH: 'api-key', CORS_ORIGINS: CRM });
  const { body } = await request(api.url).get('/openapi.json').expect(200);
  const known = ['get', 'post', 'put', 'patch', 'delete'];
  paths = new Map(
    Object.entries<object>(body.paths).map(([path, item]) => [
      path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000'),
      Object.keys(item)
        .filter((name) => known.includes(name))
        .flatMap((name) => (name === 'get' ? ['GET', 'HEAD'] : [name.toUpperCase()])),
    ]),
  );
});
afterAll(async () => {
  await api.close();
  await open.close();
});

/** With any method that Node reads, which `fetch` does not let through. */
async function ask(url: string, method: string, path: string, headers: readonly string[] = []) {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers];
  return parseAnswer(await say(url, `${lines.join('\r\n')}\r\n\r\n`));
}

const allowed = (header: string | undefined) => new Set(header?.split(', '));

describe('a path that there is', () => {
  it('answers each method that it lacks with 405, and what it takes', async () => {
    expect(paths.size).toBeGreaterThan(15);
    for (const [path, methods] of paths) {
      for (const method of ['PUT', 'POST', 'PATCH', 'DELETE', 'GET', 'TRACE', 'OPTIONS']) {
        if (!methods.includes(method)) {
          const { status, headers, body } = await ask(api.url, method, path);
          expect({ path, method, status, allow: allowed(headers.get('allow')) }).toEqual({
            path,
            method,
            status: 405,
            allow: new Set(methods),
          });
          expect(JSON.parse(body)).toMatchObject({
            type: '/problems/method-not-allowed',
            status: 405,
            instance: path,
          });
        }
      }
    }
  });

  it.each([
    ['PUT', '/engagements', 'GET, HEAD, POST'],
    ['GET', '/engagements/import', 'POST'],
    ['HEAD', '/engagements/import', 'POST'],
    ['DELETE', '/engagements/submissions', 'POST'],
    ['POST', '/engagements/summary', 'GET, HEAD'],
    ['PUT', '/engagements/x', 'GET, HEAD, PATCH, DELETE'],
    ['PUT', '/', 'GET, HEAD'],
    ['PUT', '/docs', 'GET, HEAD'],
    ['DELETE', '/docs/swagger-ui.css', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['PUT', '/health/live', 'GET, HEAD'],
    ['PATCH', '/health/ready?x=1', 'GET, HEAD'],
    ['POST', '/metrics', 'GET, HEAD'],
    ['QUERY', '/engagements', 'GET, HEAD, POST'],
  ])('is told with what it takes: %s %s', async (method, path, allow) => {
    const { status, headers } = await ask(api.url, method, path);
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow });
  });

  it('is so for every method that there is', async () => {
    for (const method of METHODS.filter((one) => one !== 'CONNECT' && one !== 'GET' && one !== 'HEAD')) {
      const { status } = await ask(api.url, method, '/reference/industries');
      expect({ method, status }).toEqual({ method, status: 405 });
    }
  });

  it('is told so whatever the body', async () => {
    await request(api.url).put('/engagements').set('content-type', 'text/plain').send('x').expect(405);
    await request(api.url).put('/engagements').set('content-type', 'application/json').send('{').expect(405);
    await request(api.url).put('/engagements').send('x'.repeat(1_000_000)).expect(405);
  });

  it('has its pattern in what is measured, and one label for what is no usual method', async () => {
    for (const method of ['PROPFIND', 'PUT']) {
      await ask(api.url, method, '/engagements/measured');
    }
    const { text } = await request(api.url).get('/metrics').expect(200);
    expect(text).toContain('method="other",route="/engagements/:id",status="405"');
    expect(text).toContain('method="PUT",route="/engagements/:id",status="405"');
    expect(text).not.toMatch(/PROPFIND|measured/);
  });
});

describe('what there is not', () => {
  it.each(['/nowhere', '/engagements/', '/engagements/x/y/z', '/ENGAGEMENTS', '/docs-'])(
    '%s stays a 404 with any method',
    async (path) => {
      for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND']) {
        const { status, headers } = await ask(api.url, method, path);
        expect({ method, status, allow: headers.get('allow') }).toEqual({
          method,
          status: 404,
          allow: undefined,
        });
      }
    },
  );
});

describe('where callers sign in', () => {
  it('a wrong method needs no more than a wrong path does, and says the same to all', async () => {
    const { headers } = await createKey(open.database, { scopes: ['engagements:read'] });
    for (const credential of [{}, headers, { authorization: 'Bearer nonsense' }]) {
      await request(open.url).put('/nowhere').set(credential).expect(404);
      const { body } = await request(open.url).put('/engagements').set(credential).expect(405);
      expect(body.type).toBe('/problems/method-not-allowed');
    }
  });

  it('the right method needs a credential as ever', async () => {
    await request(open.url).get('/engagements').expect(401);
    await request(open.url).head('/engagements').expect(401);
  });

  it('a path that is served elsewhere is none', async () => {
    await request(open.url).put('/metrics').expect(404);
  });
});

describe('OPTIONS', () => {
  const preflight = {
    origin: CRM,
    'access-control-request-method': 'PUT',
  };

  it('is told as taken where pages of other sites may call', async () => {
    await request(open.url).options('/engagements').set(preflight).expect(204);
    const { headers } = await request(open.url).put('/engagements').set('origin', CRM).expect(405);
    expect(headers).toMatchObject({
      allow: 'GET, HEAD, POST, OPTIONS',
      'access-control-allow-origin': CRM,
    });
  });

  it('is like any other method where they may not', async () => {
    const { headers } = await request(api.url).options('/engagements').set(preflight).expect(405);
    expect(headers).toMatchObject({ allow: 'GET, HEAD, POST' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});
