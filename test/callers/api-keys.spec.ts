import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { connect } from 'node:net';
import { makeApiKey } from '../../src/auth/api-keys/api-key-text.js';
import { type TestApi, startApi } from '../support/api.js';
import { bearer, createKey, revokeKey, type TestKey } from '../support/callers.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { createServiceRole } from '../support/service-role.js';
import { connect as connectTo, waitUntil } from '../support/settled.js';

const PEPPER = 'a pepper of thirty-two characters';

let api: TestApi;
let key: TestKey;
let other: Program;
let urls: string[];

beforeAll(async () => {
  api = await startApi({ AUTH: 'api-key', API_KEY_PEPPER: PEPPER });
  key = await createKey(api.database, { name: 'crm' }, PEPPER);
  other = startProgram('src/main.ts', {
    env: { PORT: '0', DATABASE_URL: api.database.url, AUTH: 'api-key', API_KEY_PEPPER: PEPPER },
  });
  urls = [api.url, await addressOf(other)];
});
afterAll(async () => {
  other.process.kill('SIGTERM');
  await other.ended;
  await api.close();
});

const list = (url: string, authorization: string) =>
  request(url).get('/engagements').set('authorization', authorization);

describe('a request with an API key', () => {
  it('is its name’s', async () => {
    const { body } = await request(api.url)
      .post('/engagements')
      .set(key.headers)
      .send({ title: 'x' })
      .expect(201);
    expect(body.createdBy).toBe('crm');
  });

  it('may name the scheme in any letter case', async () => {
    await list(api.url, `bEARER ${key.key}`).expect(200);
  });

  it('is let through at once in every process, however lately the key was made', async () => {
    for (const url of [...urls, ...urls]) {
      const fresh = await createKey(api.database, { name: 'erp' }, PEPPER);
      await list(url, `Bearer ${fresh.key}`).expect(200);
    }
  });

  it('is told of in the log with its caller, though its scopes do not reach', async () => {
    const reader = await createKey(api.database, { name: 'crm', scopes: ['engagements:read'] }, PEPPER);
    await request(await addressOf(other))
      .post('/engagements')
      .set({ ...reader.headers, 'x-request-id': 'without-scope' })
      .send({})
      .expect(403);
    await other.printed('"callerRequestId":"without-scope"');

    const line = other
      .output()
      .split('\n')
      .find((one) => one.includes('"without-scope"'));
    expect(JSON.parse(line ?? '')).toMatchObject({ req: { caller: 'crm' }, res: { statusCode: 403 } });
  });

  it('does no more than its scopes say', async () => {
    const reader = await createKey(api.database, { name: 'crm', scopes: ['engagements:read'] }, PEPPER);
    await request(api.url).get('/engagements').set(reader.headers).expect(200);
    const { body, headers } = await request(api.url)
      .post('/engagements')
      .set(reader.headers)
      .send({ title: 'x' })
      .expect(403);
    expect(body).toMatchObject({ type: '/problems/forbidden', requiredScope: 'engagements:write' });
    expect(headers['www-authenticate']).toBe(
      'Bearer realm="partner-engagements", error="insufficient_scope", scope="engagements:write"',
    );
  });

  it('reads with the scope of an administrator, and writes nothing with that alone', async () => {
    const admin = await createKey(api.database, { name: 'ops', scopes: ['engagements:admin'] }, PEPPER);
    await request(api.url).get('/engagements').set(admin.headers).expect(200);
    await request(api.url).post('/engagements').set(admin.headers).send({}).expect(403);
  });
});

describe('a request is refused', () => {
  it('without a credential, and told how to have one', async () => {
    const { body, headers } = await request(api.url).get('/engagements').expect(401);
    expect(body).toMatchObject({ type: '/problems/unauthenticated', status: 401 });
    expect(headers['www-authenticate']).toBe('Bearer realm="partner-engagements"');
  });

  it.each<[string, (good: string) => string]>([
    ['another scheme', (good) => `Basic ${good}`],
    ['no scheme', (good) => good],
    ['no credential', () => 'Bearer'],
    ['two blanks', (good) => `Bearer  ${good}`],
    ['a tab', (good) => `Bearer\t${good}`],
    ['two keys in one', (good) => `Bearer ${good}, Bearer ${good}`],
    ['a key cut short', (good) => `Bearer ${good.slice(0, -1)}`],
    ['a longer one', (good) => `Bearer ${good}0`],
    ['another letter case', (good) => `Bearer ${good.toUpperCase()}`],
    ['a wrong checksum', (good) => `Bearer ${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`],
    ['a key of nobody', () => `Bearer ${makeApiKey().text}`],
    ['another secret under its id', (good) => `Bearer ${makeApiKey(good.slice(4, 16)).text}`],
    ['a token, where none are taken', () => 'Bearer eyJhbGciOiJub25lIn0.e30.'],
    ['twelve thousand letters', () => `Bearer pek_${'a'.repeat(12_000)}`],
    ['letters of another alphabet', () => 'Bearer pék'],
    ['one of them at its end', (good) => `Bearer ${good.slice(0, -1)}é`],
  ])('for %s', async (_, authorization) => {
    // By then it is a key that was found right, with which what comes is compared as a whole.
    await list(api.url, `Bearer ${key.key}`).expect(200);
    const { body, headers } = await list(api.url, authorization(key.key)).expect(401);
    expect(body).toMatchObject({
      type: '/problems/unauthenticated',
      detail: 'The credential in the Authorization header is not accepted.',
    });
    expect(headers['www-authenticate']).toBe('Bearer realm="partner-engagements", error="invalid_token"');
  });

  it('for two headers, of which one is right', async () => {
    const answer = await raw(
      `GET /engagements HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n` +
        `Authorization: Bearer ${key.key}\r\nauthorization: Bearer ${key.key}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('before its body is read', async () => {
    const answer = await raw(
      'POST /engagements HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n' +
        'Content-Length: 100000\r\nConnection: close\r\n\r\n{"ti',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('for a key of another pepper', async () => {
    const { headers } = await createKey(api.database, {}, 'another pepper of thirty-two characters');
    await request(api.url).get('/engagements').set(headers).expect(401);
  });

  it('where a key has expired, by Postgres’s clock', async () => {
    const { key: short } = await createKey(api.database, { lifetimeMs: 1500 }, PEPPER);
    await list(api.url, `Bearer ${short}`).expect(200);
    await waitUntil(async () => (await list(api.url, `Bearer ${short}`)).status === 401);
  });

  it('within seconds in every process where its key is revoked', async () => {
    const revoked = await createKey(api.database, {}, PEPPER);
    for (const url of urls) {
      await list(url, `Bearer ${revoked.key}`).expect(200);
    }
    await revokeKey(api.database, revoked.id);
    for (const url of urls) {
      await waitUntil(async () => (await list(url, `Bearer ${revoked.key}`)).status === 401);
    }
  });
});

it('is let in where its last use can’t be written, without a line for each', async () => {
  const admin = await connectTo(api.database.url);
  const role = await createServiceRole(admin, api.database.url);
  const own = startProgram('src/main.ts', {
    env: {
      PORT: '0',
      DATABASE_URL: role.url,
      AUTH: 'api-key',
      API_KEY_PEPPER: PEPPER,
      LOG_LEVEL: 'debug',
      SUBMISSION_WORKER: 'off',
    },
  });
  try {
    const url = await addressOf(own);
    await admin.query(`REVOKE UPDATE ON api_keys FROM ${role.name}`);
    await list(url, `Bearer ${key.key}`).expect(200);
    await own.printed('When API keys were last used could not be written');

    const lines = own.output().split('\n');
    const line = lines.find((one) => one.includes('When API keys were last used could not be written'));
    expect(line).toMatch(/^\{"level":20,/);
  } finally {
    own.process.kill('SIGKILL');
    await own.ended;
    await role.drop();
    await admin.end();
  }
});

it('has the last use of a key written before its process ends', async () => {
  const used = await createKey(api.database, { name: 'last' }, PEPPER);
  await list(urls[1] ?? '', `Bearer ${used.key}`).expect(200);
  other.process.kill('SIGTERM');
  await other.ended;
  const client = await connectTo(api.database.url);
  const { rows } = await client.query('SELECT last_used_at FROM api_keys WHERE id = $1', [used.id]);
  await client.end();
  expect(rows).toEqual([{ last_used_at: expect.any(Date) }]);
});

describe('open to all, whatever the credential,', () => {
  it.each([
    '/health/live',
    '/health/ready',
    '/docs',
    '/docs/swagger-ui-init.js',
    '/openapi.json',
    '/problems',
    '/problems/forbidden',
    '/reference/industries',
    '/reference/constraints',
  ])('is %s', async (path) => {
    await request(api.url).get(path).expect(200);
    await request(api.url).get(path).set(bearer('bad')).expect(200);
  });
});

it('answers 404 where there is nothing, signed in or not', async () => {
  for (const path of ['/nothing', '/engagements/a/b/c/d', '/doc', '/docs-of-others/x']) {
    await request(api.url).get(path).expect(404);
  }
});

it('answers 503 while the keys can’t be had', async () => {
  const cut = await startApi({ AUTH: 'api-key', DATABASE_URL: 'postgresql://127.0.0.1:1/none' });
  try {
    const { body } = await list(cut.url, `Bearer ${makeApiKey().text}`).expect(503);
    expect(body.type).toBe('/problems/database-unavailable');
    // What can't be a key needs no look.
    await list(cut.url, 'Bearer pek_no').expect(401);
    await request(cut.url).get('/health/live').expect(200);
  } finally {
    await cut.close();
  }
});

/** What the server answers to bytes that no client of HTTP would send. */
function raw(bytes: string): Promise<string> {
  const { port, hostname } = new URL(api.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.once('error', reject).once('close', () => {
      resolve(answer);
    });
  });
}
