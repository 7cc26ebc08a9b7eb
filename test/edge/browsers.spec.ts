import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';

let api: TestApi;
/** With a proxy before it, an allowed host, and a page that may call it. */
let open: TestApi;
const CRM = 'https://crm.example.com';

beforeAll(async () => {
  api = await startApi();
  open = await startApi({ ALLOWED_HOSTS: 'api.example.com', CORS_ORIGINS: CRM, TRUST_PROXY: '1' });
});
afterAll(async () => {
  await api.close();
  await open.close();
});

const createIn = ({ url }: TestApi) => request(url).post('/engagements').send(engagement());

describe('a host', () => {
  it.each(['localhost', 'localhost:1234', 'LOCALHOST.', '127.0.0.1', '[::1]:3000'])(
    '%s is this machine, and answered',
    async (host) => {
      await request(api.url).get('/engagements').set('host', host).expect(200);
    },
  );

  it.each(['evil.example', '10.1.2.3', 'api.example.com'])(
    '%s is refused, and told nothing',
    async (host) => {
      const { body } = await request(api.url).get('/engagements').set('host', host).expect(421);

      expect(body).toMatchObject({ type: '/problems/host-not-allowed', status: 421 });
      await request(api.url).post('/engagements').set('host', host).send(engagement()).expect(421);
      await request(api.url).get('/docs').set('host', host).expect(421);
      await request(api.url).get('/nowhere').set('host', host).expect(421);
    },
  );

  it('that is asked for health alone may be any', async () => {
    await request(api.url).get('/health/live').set('host', '10.1.2.3:3000').expect(200);
    await request(api.url).get('/health/ready').set('host', '').expect(200);
    await request(api.url).get('/health/../engagements').set('host', '10.1.2.3').expect(404);
  });

  it('that is allowed is answered, on any port', async () => {
    await request(open.url).get('/engagements').set('host', 'api.example.com:8443').expect(200);
    await request(open.url).get('/engagements').set('host', 'example.com').expect(421);
  });

  it('that a proxy tells of counts where the proxy is trusted, and nowhere else', async () => {
    const forwarded = (target: TestApi, host: string, told: string) =>
      request(target.url).get('/engagements').set('host', host).set('x-forwarded-host', told);

    await forwarded(api, 'evil.example', 'localhost').expect(421);
    await forwarded(api, 'localhost', 'evil.example').expect(200);
    await forwarded(open, 'backend', 'api.example.com').expect(200);
    await forwarded(open, 'localhost', 'evil.example').expect(421);
  });
});

describe('a page of another site', () => {
  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a hidden origin', { origin: 'null' }],
    ['a site of its own', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
  ])('changes nothing: %s', async (_, headers) => {
    const { body: draft } = await createIn(api).expect(201);
    const { body } = await request(api.url).post(`/engagements/${draft.id}/submit`).set(headers).expect(403);

    expect(body).toMatchObject({ type: '/problems/cross-site-request', status: 403 });
    await createIn(api).set(headers).expect(403);
    await request(api.url).patch(`/engagements/${draft.id}`).set(headers).send({ title: 'x' }).expect(403);
    await request(api.url).delete(`/engagements/${draft.id}`).set(headers).expect(403);
    await request(api.url).post('/engagements/import').set(headers).expect(403);
    expect((await request(api.url).get(`/engagements/${draft.id}`)).body).toMatchObject({
      status: 'draft',
      version: 1,
    });
  });

  it('is told nothing by way of CORS', async () => {
    const { headers } = await request(api.url).get('/engagements').set('origin', 'https://evil.example');

    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    await request(api.url)
      .options('/engagements')
      .set('origin', 'https://evil.example')
      .set('access-control-request-method', 'POST')
      .expect(405);
  });

  it('passes from an origin that is allowed, which reads what it needs', async () => {
    const { headers } = await createIn(open)
      .set('origin', CRM)
      .set('sec-fetch-site', 'cross-site')
      .expect(201);

    expect(headers).toMatchObject({ 'access-control-allow-origin': CRM, vary: 'Origin' });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers['access-control-expose-headers']?.split(', ')).toEqual(
      expect.arrayContaining(['ETag', 'Location', 'Link', 'Retry-After', 'X-Request-Id', 'RateLimit']),
    );
    await createIn(open).set('origin', 'https://evil.example').expect(403);
  });

  it('asks first what it may send', async () => {
    const preflight = (origin: string) =>
      request(open.url)
        .options('/engagements')
        .set('origin', origin)
        .set('access-control-request-method', 'POST')
        .set('access-control-request-headers', 'authorization,content-type,idempotency-key');

    const { headers } = await preflight(CRM).expect(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': CRM,
      'access-control-allow-headers': expect.stringContaining('Authorization'),
      'access-control-max-age': '600',
    });
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is no page of ours behind a proxy that ends TLS', async () => {
    const from = (origin: string) =>
      createIn(open).set('host', 'backend').set('x-forwarded-host', 'api.example.com').set('origin', origin);

    await from('https://api.example.com').set('x-forwarded-proto', 'https').expect(201);
    await from('https://api.example.com').expect(201);
    await from('http://api.example.com').set('x-forwarded-proto', 'https').expect(403);
  });
});

describe('an answer', () => {
  it('with an engagement is kept by nobody, nor is its problem', async () => {
    const { body: draft, headers } = await createIn(api).expect(201);
    expect(headers['cache-control']).toBe('private, no-store');
    const paths = ['', '/history', '/request', '/nowhere'].map((path) => `/engagements/${draft.id}${path}`);
    for (const path of [
      ...paths,
      '/engagements',
      '/engagements?q=%00',
      '/engagements/unknown',
      '/engagements/%',
    ]) {
      const answer = await request(api.url).get(path);
      expect([path, answer.headers['cache-control']]).toEqual([path, 'private, no-store']);
    }
    const refused = await request(api.url).post('/engagements').send({ title: 7 }).expect(400);
    expect(refused.headers['cache-control']).toBe('private, no-store');
  });

  it('of an import varies with what is asked for', async () => {
    const { headers } = await request(api.url)
      .post('/engagements/import')
      .set('content-type', 'application/x-ndjson')
      .send('{}\n')
      .expect(200);

    expect(headers).toMatchObject({ vary: 'Accept', 'cache-control': 'private, no-store' });
  });

  it.each([
    ['/engagements', 200],
    ['/nowhere', 404],
    ['/engagements/%', 400],
  ])('is no page, is framed by nobody, and is what it says it is: %s', async (path, status) => {
    const { headers } = await request(api.url).get(path).expect(status);

    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it.each(['/docs', '/docs/', '/docs/index.html'])(
    'of Swagger UI runs scripts and styles of its own only: %s',
    async (path) => {
      const { headers, text } = await request(api.url).get(path).expect(200);
      const policy = headers['content-security-policy'] ?? '';

      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-inline');
      // And one for the style that the script adds.
      expect(policy.match(/'sha256-/g)).toHaveLength((text.match(/<style>|\sstyle="/g)?.length ?? 0) + 1);
      expect(headers['cache-control']).toBe('no-cache');
    },
  );
});
