import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { LastingTrouble } from '../../trouble/lasting-trouble.js';
import { IssuerKeys } from './issuer-keys.js';

let server: Server;
let issuer: string;
let lines: Record<string, unknown>[];
let now: number;
let trouble: LastingTrouble;
/** What is found at an address; undefined: nothing. */
let documents: Record<string, unknown>;

beforeEach(async () => {
  documents = {};
  server = createServer(({ url = '' }, response) => {
    const document = documents[url];
    response.writeHead(document === undefined ? 404 : 200).end(JSON.stringify(document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`;
  lines = [];
  now = 0;
  const write = (facts: Record<string, unknown>) => void lines.push(facts);
  trouble = new LastingTrouble(() => now, { error: write, warn: write, debug: () => undefined });
});
afterEach(() => {
  trouble.over('issuer', 'identity-provider');
  server.close();
  server.closeAllConnections();
});

const keyOf = async (keys: IssuerKeys) =>
  keys.keyOf({ alg: 'RS256', kid: 'unknown' }, { payload: '', signature: '' });

it.each([
  ['is not there', () => ({}), /answers 404: is OIDC_ISSUER right/],
  ['calls itself otherwise', (own: string) => ({ issuer: `${own}/` }), /calls itself otherwise/],
  ['has no keys', (own: string) => ({ issuer: own }), /names no jwks_uri/],
])('an issuer that %s is trouble that is told when it lasts', async (_, description, cause) => {
  const described = description(issuer);
  documents = Object.keys(described).length === 0 ? {} : { '/.well-known/openid-configuration': described };
  const keys = new IssuerKeys(issuer, trouble);
  await expect(keyOf(keys)).rejects.toMatchObject({ code: 'identity-provider-unavailable' });
  expect(lines).toEqual([]);

  now += 31_000;
  trouble.tell();
  expect(lines).toEqual([
    expect.objectContaining({ trouble: 'identity-provider', cause: expect.stringMatching(cause) }),
  ]);
});

it('one that does not answer is told with the cause, and when it is back', async () => {
  server.close();
  const port = Number(new URL(issuer).port);
  const keys = new IssuerKeys(issuer, trouble);
  await expect(keyOf(keys)).rejects.toMatchObject({ code: 'identity-provider-unavailable' });
  now += 31_000;
  trouble.tell();
  expect(lines.at(-1)).toMatchObject({ trouble: 'identity-provider', cause: 'connection-refused' });

  documents = {
    '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/jwks` },
    '/jwks': { keys: [] },
  };
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  let failure: unknown;
  do {
    failure = await keyOf(keys).catch((error: unknown) => error);
  } while (Object(failure).code === 'identity-provider-unavailable');
  expect(failure).toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  expect(lines.at(-1)).toMatchObject({ trouble: 'identity-provider', over: true });
});
