import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportSPKI, importJWK } from 'jose';
import request from 'supertest';
import { type TestApi, startApi } from '../support/api.js';
import { bearer, createKey } from '../support/callers.js';
import { startIssuer, type TestIssuer } from '../support/issuer.js';
import { listen } from '../support/listen.js';

let issuer: TestIssuer;
let stranger: TestIssuer;
let api: TestApi;

beforeAll(async () => {
  issuer = await startIssuer();
  stranger = await startIssuer();
  api = await startApi(issuer.settings);
});
afterAll(async () => {
  await api.close();
  await issuer.close();
  await stranger.close();
});

const list = (token: string, url = api.url) => request(url).get('/engagements').set(bearer(token));
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('a token that the issuer has given to an app', () => {
  it('makes the app the caller', async () => {
    const { body } = await request(api.url)
      .post('/engagements')
      .set(bearer(await issuer.token('erp')))
      .send({ title: 'x' })
      .expect(201);
    expect(body.createdBy).toBe('erp');
  });

  it('allows what its scopes say', async () => {
    const token = await issuer.token('crm', ['engagements:read']);
    await list(token).expect(200);
    const { body } = await request(api.url).post('/engagements').set(bearer(token)).send({}).expect(403);
    expect(body.requiredScope).toBe('engagements:write');
  });
});

describe('a token is good', () => {
  it.each<[string, () => Promise<string>]>([
    [
      'with its scopes as a list, and with some that are not ours',
      () => issuer.sign({ scope: ['openid', 'engagements:read', 7] }),
    ],
    ['for several audiences', () => issuer.sign({ aud: ['others', 'partner-engagements'] })],
    ['from a clock that is 20 seconds ahead', () => issuer.sign({ nbf: nowSeconds() + 20 })],
    ['from a clock that is 20 seconds behind', () => issuer.sign({ exp: nowSeconds() - 20 })],
    ['as a plain JWT', () => issuer.sign({}, { typ: 'JWT' })],
    ['that does not say what kind it is', () => issuer.sign({}, { typ: undefined })],
  ])('%s', async (_, token) => {
    await list(await token()).expect(200);
  });

  it('without scopes too, and may do nothing', async () => {
    await list(await issuer.sign({ scope: undefined })).expect(403);
    await list(await issuer.sign({ scope: 'engagements:everything' })).expect(403);
    await list(await issuer.sign({ scope: { 'engagements:read': true } })).expect(403);
  });

  it('with caller and scopes in other claims, where they are set', async () => {
    const other = await startApi({ ...issuer.settings, OIDC_CALLER_CLAIM: 'azp', OIDC_SCOPE_CLAIM: 'roles' });
    try {
      await list(await issuer.sign({ azp: 'crm-app', roles: ['engagements:read'] }), other.url).expect(200);
      await list(await issuer.sign(), other.url).expect(401);
    } finally {
      await other.close();
    }
  });
});

describe('a token is refused', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['of another issuer', () => stranger.sign()],
    ['by another issuer’s key in this one’s name', () => stranger.sign({ iss: issuer.url })],
    [
      'by another’s key under this one’s key id',
      () => stranger.sign({ iss: issuer.url }, { kid: issuer.publicKey().kid }),
    ],
    ['in another issuer’s name', () => issuer.sign({ iss: 'https://login.example.com' })],
    ['in no issuer’s name', () => issuer.sign({ iss: undefined })],
    ['for another audience', () => issuer.sign({ aud: 'others' })],
    ['for no audience', () => issuer.sign({ aud: undefined })],
    ['that has expired', () => issuer.sign({ exp: nowSeconds() - 40 })],
    ['that never expires', () => issuer.sign({ exp: undefined })],
    ['whose expiry is no number', () => issuer.sign({ exp: 'tomorrow' })],
    ['that is not yet valid', () => issuer.sign({ nbf: nowSeconds() + 60 })],
    ['of a kind that is no access token', () => issuer.sign({}, { typ: 'logout+jwt' })],
    ['without a caller', () => issuer.sign({ sub: undefined })],
    ['with a number for a caller', () => issuer.sign({ sub: 7 })],
    ['in the name that all have without sign-in', () => issuer.sign({ sub: 'anonymous' })],
    ['in the name of the service itself', () => issuer.sign({ sub: 'submission-worker' })],
    ['with a caller that can’t be seen', () => issuer.sign({ sub: 'c\u200brm' })],
    ['with a caller that can’t be stored', () => issuer.sign({ sub: 'crm\u0000' })],
    ['with a caller of 256 letters', () => issuer.sign({ sub: 'a'.repeat(256) })],
    ['without a signature', async () => unsigned(await issuer.sign(), { alg: 'none' })],
    ['without a signature, in odd letters', async () => unsigned(await issuer.sign(), { alg: 'nOnE' })],
    ['signed with the public key as a secret', () => signedWithPublicKey()],
    ['of another algorithm than its key', async () => withHeader(await issuer.sign(), { alg: 'ES256' })],
    [
      'that asks for a critical extension',
      async () => withHeader(await issuer.sign(), { crit: ['x'], x: 1 }),
    ],
    [
      'that brings its own key',
      async () => withHeader(await stranger.sign({ iss: issuer.url }), { jwk: stranger.publicKey() }),
    ],
    [
      'that says where its key is',
      async () => withHeader(await stranger.sign({ iss: issuer.url }), { jku: `${stranger.url}/jwks` }),
    ],
    ['with other claims than were signed', async () => withPayload(await issuer.sign(), { sub: 'erp' })],
    ['with a key id that is a path', () => issuer.sign({}, { kid: '../../../dev/null' })],
    ['of 9 KB', () => issuer.sign({ more: 'x'.repeat(9000) })],
    ['of five parts', () => 'eyJhbGciOiJkaXIifQ.a.b.c.d'],
    ['that is none', () => 'a.b.c'],
    ['that is an API key, where none are taken', async () => (await createKey(api.database)).key],
  ])('%s', async (_, token) => {
    const { body, headers } = await list(await token()).expect(401);
    expect(body.detail).toBe('The credential in the Authorization header is not accepted.');
    expect(headers['www-authenticate']).toBe('Bearer realm="partner-engagements", error="invalid_token"');
  });

  it('and its issuer is not asked each time for key ids that are made up', async () => {
    const keys = () => issuer.requests.filter((path) => path === '/jwks').length;
    const before = keys();
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => list(await issuer.sign({}, { kid: crypto.randomUUID() }))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(keys() - before).toBeLessThanOrEqual(5);
  });
});

describe('the issuer', () => {
  it('may change its keys, and what the old ones signed is refused', async () => {
    const changing = await startIssuer();
    const other = await startApi(changing.settings);
    try {
      const before = await changing.token();
      await list(before, other.url).expect(200);
      await changing.rotate();
      await list(await changing.token(), other.url).expect(200);
      await list(before, other.url).expect(401);
    } finally {
      await other.close();
      await changing.close();
    }
  });

  it('may be away: its known keys hold, and what can’t be checked is 503', async () => {
    const away = await startIssuer();
    const warm = await startApi(away.settings);
    const cold = await startApi(away.settings);
    try {
      const token = await away.token();
      await list(token, warm.url).expect(200);
      await away.goAway();

      await list(token, warm.url).expect(200);
      await list(await away.sign({}, { kid: 'unknown' }), warm.url).expect(503);
      const { body, headers } = await list(token, cold.url).expect(503);
      expect(body.type).toBe('/problems/identity-provider-unavailable');
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      await request(cold.url).get('/health/live').expect(200);

      await away.comeBack();
      let status = 503;
      while (status === 503) {
        ({ status } = await list(token, cold.url));
      }
      expect(status).toBe(200);
    } finally {
      await warm.close();
      await cold.close();
      await away.close();
    }
  });

  it.each<[string, (url: string) => { status?: number; location?: string; body?: string }]>([
    [
      'calls itself by another name',
      (url) => ({ body: JSON.stringify({ issuer: `${url}/`, jwks_uri: `${url}/jwks` }) }),
    ],
    [
      'has its keys where others could change them',
      (url) => ({ body: JSON.stringify({ issuer: url, jwks_uri: 'http://keys.example.com/' }) }),
    ],
    ['has no keys', (url) => ({ body: JSON.stringify({ issuer: url }) })],
    ['leads elsewhere', () => ({ status: 302, location: `${issuer.url}/.well-known/openid-configuration` })],
    ['answers with HTML', () => ({ body: '<html>' })],
    ['never ends', () => ({ body: ' '.repeat(600_000) })],
  ])('is not believed where it %s', async (_, answer) => {
    let url = '';
    const server = createServer((_request, response) => {
      const { status = 200, location, body = '' } = answer(url);
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    });
    url = `http://127.0.0.1:${await listen(server)}`;
    const other = await startApi({ ...issuer.settings, OIDC_ISSUER: url });
    try {
      const { body } = await list(await issuer.sign({ iss: url }), other.url).expect(503);
      expect(body.type).toBe('/problems/identity-provider-unavailable');
    } finally {
      await other.close();
      server.close();
      server.closeAllConnections();
    }
  });
});

it('stands beside API keys, where both are taken', async () => {
  const both = await startApi({ ...issuer.settings, AUTH: 'api-key,oidc' });
  try {
    await list(await issuer.token(), both.url).expect(200);
    await list((await createKey(both.database)).key, both.url).expect(200);
    await list('neither', both.url).expect(401);
  } finally {
    await both.close();
  }
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = ''): object => JSON.parse(Buffer.from(part, 'base64url').toString());

function withHeader(token: string, changes: object): string {
  const [header, payload, signature] = token.split('.');
  return [encode({ ...decode(header), ...changes }), payload, signature].join('.');
}

function withPayload(token: string, changes: object): string {
  const [header, payload, signature] = token.split('.');
  return [header, encode({ ...decode(payload), ...changes }), signature].join('.');
}

function unsigned(token: string, header: object): string {
  const [, payload] = token.split('.');
  return [encode({ typ: 'JWT', ...header }), payload, ''].join('.');
}

/** The old trick against checks that let the token choose how it is checked. */
async function signedWithPublicKey(): Promise<string> {
  const key = await importJWK(issuer.publicKey(), 'RS256');
  if (key instanceof Uint8Array) {
    throw new TypeError('An RSA key is no secret');
  }
  const { kid } = issuer.publicKey();
  const [, payload = ''] = (await issuer.sign()).split('.');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${payload}`;
  const secret = await exportSPKI(key);
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
