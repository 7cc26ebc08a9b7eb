import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { makeApiKey } from '../../src/auth/api-keys/api-key-text.js';
import { createKey, revokeKey } from '../support/callers.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startIssuer, type TestIssuer } from '../support/issuer.js';
import { addressOf, type Program, startProgram } from '../support/program.js';

let database: TestDatabase;
let issuer: TestIssuer;
let stranger: TestIssuer;
let api: Program;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  issuer = await startIssuer();
  stranger = await startIssuer();
  api = startProgram('src/main.ts', {
    env: { PORT: '0', DATABASE_URL: database.url, ...issuer.settings, AUTH: 'api-key,oidc' },
  });
  url = await addressOf(api);
});
afterAll(async () => {
  api.process.kill('SIGTERM');
  await api.ended;
  await issuer.close();
  await stranger.close();
  await database.drop();
});

describe('the line of a request that is not let in', () => {
  const seconds = () => Math.floor(Date.now() / 1000);

  it.each<[string, string | undefined, () => Promise<string> | string]>([
    ['of another scheme', 'malformed', () => 'Basic YTpi'],
    ['of a key that was cut', 'malformed', () => `Bearer ${makeApiKey().text.slice(0, -1)}`],
    ['of nobody’s key', 'key-unknown', () => `Bearer ${makeApiKey().text}`],
    [
      'of a key that was revoked',
      'key-unknown',
      async () => {
        const { id, key } = await createKey(database);
        await revokeKey(database, id);
        return `Bearer ${key}`;
      },
    ],
    [
      'of a key that was made with another pepper',
      'key-secret',
      async () => `Bearer ${(await createKey(database, {}, 'another pepper of thirty-two characters')).key}`,
    ],
    ['of a text that is no token', 'malformed', () => 'Bearer a.b.c'],
    ['of a token that has expired', 'token-expired', () => issuer.sign({ exp: seconds() - 40 })],
    ['of a token that never expires', 'token-claim exp', () => issuer.sign({ exp: undefined })],
    ['of a token for others', 'token-claim aud', () => issuer.sign({ aud: 'marked-audience' })],
    ['of a token of another issuer', 'token-signature', () => stranger.sign()],
    ['of a token without a caller', 'token-claim sub', () => issuer.sign({ sub: undefined })],
    ['of another kind of token', 'token-refused', () => issuer.sign({}, { typ: 'logout+jwt' })],
  ])('says why: %s', async (_, cause, credential) => {
    const text = await credential();
    const id = crypto.randomUUID();
    await request(url)
      .get('/engagements')
      .set('x-request-id', id)
      .set('authorization', /^(?:Bearer|Basic) /.test(text) ? text : `Bearer ${text}`)
      .expect(401);
    expect(await lineOf(id)).toMatchObject({ context: 'Requests', cause });
  });

  it('says nothing more where no credential came', async () => {
    const id = crypto.randomUUID();
    await request(url).get('/engagements').set('x-request-id', id).expect(401);
    expect(await lineOf(id)).not.toHaveProperty('cause');
  });

  it('has nothing of the credential', () => {
    expect(api.output()).not.toMatch(/marked-audience|pek_|Bearer|eyJ/);
  });
});

async function lineOf(requestId: string): Promise<unknown> {
  await api.printed(`"callerRequestId":"${requestId}"`);
  const line = api
    .output()
    .split('\n')
    .find((one) => one.includes(requestId));
  return JSON.parse(line ?? '{}');
}
