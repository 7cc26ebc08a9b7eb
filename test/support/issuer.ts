import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';
import Provider, { type Adapter } from 'oidc-provider';
import { scopes } from '../../src/auth/scopes.js';
import { listen } from './listen.js';

/** A real issuer of tokens, on loopback. */
export interface TestIssuer {
  readonly url: string;
  /** The settings of an API that takes its tokens. */
  readonly settings: Readonly<Record<string, string>>;
  /** The paths that it was asked for, in their order. */
  readonly requests: readonly string[];
  /** Has it issue an access token to an app, as its client credentials grant does; the app's name is the `sub`. */
  token(client?: string, scopes?: readonly string[]): Promise<string>;
  /** A token with any claims and header, by the issuer's own key: what it would never issue. */
  sign(claims?: Readonly<Record<string, unknown>>, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** The key that it publishes. */
  publicKey(): JWK;
  /** Throws its key away and takes a new one. */
  rotate(): Promise<void>;
  /** Nobody reaches it any more. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

const AUDIENCE = 'partner-engagements';
const SECRET = 'no secret at all, since it is for tests only';

/** @param clients the apps that it knows */
export async function startIssuer(clients: readonly string[] = ['crm', 'erp']): Promise<TestIssuer> {
  const requests: string[] = [];
  let answer: RequestListener = (_request, response) => response.writeHead(503).end();
  const serve = () =>
    createServer((request, response) => {
      requests.push(request.url ?? '');
      answer(request, response);
    });
  let server = serve();
  const port = await listen(server);
  const url = `http://127.0.0.1:${port}`;
  let key: JWK = {};

  const rotate = async () => {
    key = await signingKey();
    const issue = issuerOf(url, clients, key).callback();
    answer = (request, response) => void issue(request, response);
  };
  await rotate();
  return {
    url,
    settings: { AUTH: 'oidc', OIDC_ISSUER: url, OIDC_AUDIENCE: AUDIENCE },
    requests,
    token: (client = 'crm', asked = scopes) => fetchToken(url, client, asked),
    sign: async (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const usual = {
        iss: url,
        aud: AUDIENCE,
        sub: 'crm',
        scope: scopes.join(' '),
        iat: now,
        exp: now + 300,
      };
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: key.kid, ...header })
        .sign(await importJWK(key, 'RS256'));
    },
    publicKey: () => publicPart(key),
    rotate,
    goAway: () => stop(server),
    comeBack: async () => {
      server = serve();
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: () => stop(server),
  };
}

async function signingKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), use: 'sig', alg: 'RS256' };
}

function publicPart({ kty, n, e, kid, use, alg }: JWK): JWK {
  return { kty, n, e, kid, use, alg };
}

const forgetful: Adapter = {
  upsert: () => Promise.resolve(),
  find: () => Promise.resolve(undefined),
  findByUserCode: () => Promise.resolve(undefined),
  findByUid: () => Promise.resolve(undefined),
  consume: () => Promise.resolve(),
  destroy: () => Promise.resolve(),
  revokeByGrantId: () => Promise.resolve(),
};

function issuerOf(url: string, clients: readonly string[], key: JWK): Provider {
  return new Provider(url, {
    jwks: { keys: [key] },
    // It has nothing to keep: its tokens say everything themselves.
    adapter: () => forgetful,
    ttl: { ClientCredentials: 300 },
    cookies: { keys: [SECRET] },
    scopes: [...scopes],
    clients: clients.map((client) => ({
      client_id: client,
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    })),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => `urn:${AUDIENCE}`,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          audience: AUDIENCE,
          accessTokenTTL: 300,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
}

async function fetchToken(url: string, client: string, asked: readonly string[]): Promise<string> {
  const answer = await fetch(`${url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client}:${encodeURIComponent(SECRET)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: asked.join(' ') }),
  });
  const body: unknown = await answer.json();
  if (
    typeof body === 'object' &&
    body !== null &&
    'access_token' in body &&
    typeof body.access_token === 'string'
  ) {
    return body.access_token;
  }
  throw new Error(`The issuer gave no token: ${answer.status} ${JSON.stringify(body)}`);
}

async function stop(server: Server): Promise<void> {
  if (server.listening) {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}
