import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { type Battlefield, json } from '../battlefield.js';
import type { AttackRequest } from '../http.js';

const ATTACK = 'credentials';

/** Keys and tokens that nobody has issued, or that hold no more: none may do anything. */
export async function forgeCredentials(field: Battlefield): Promise<void> {
  const { own, readOnly, revoked, expired } = field.keys;
  // What was revoked holds for some seconds more in a process that has seen it before; this one never has.
  const credentials = [
    ...forgedKeys(own.key),
    revoked.key,
    expired.key,
    ...(await forgedTokens(field)),
    '',
    'x'.repeat(7000),
    '\u00e4\u00f6',
  ].map((credential) => `Bearer ${credential}`);
  const headers = [
    ...credentials,
    own.key,
    `Basic ${Buffer.from(`attacker:${own.key}`).toString('base64')}`,
    `Bearer ${own.key} ${own.key}`,
    `Bearer\u00a0${own.key}`,
    `Token ${own.key}`,
    'Bearer',
    'null',
  ];
  for (const authorization of headers) {
    for (const request of attempts()) {
      await field.fire(
        ATTACK,
        { ...request, headers: { ...request.headers, authorization: latin1(authorization) } },
        { statuses: [401, 400] },
      );
    }
  }
  for (const request of attempts()) {
    await field.fire(ATTACK, request, { statuses: [401] });
    await field.fire(
      ATTACK,
      { ...request, path: `${request.path}?access_token=${own.key}` },
      { statuses: [401] },
    );
  }
  await stayWithinScopes(field, readOnly.headers);
}

/** One of each kind of call. */
function attempts(): AttackRequest[] {
  const headers = { 'content-type': 'application/json' };
  return [
    { method: 'GET', path: '/engagements', headers },
    { method: 'HEAD', path: '/engagements', headers },
    { method: 'GET', path: `/engagements/${randomUUID()}`, headers },
    { method: 'POST', path: '/engagements', headers, body: '{"title":"Forged"}' },
    { method: 'DELETE', path: `/engagements/${randomUUID()}`, headers },
  ];
}

function forgedKeys(real: string): string[] {
  const [prefix = '', id = '', rest = ''] = real.split('_');
  const swapped = rest.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'));
  return [
    `${prefix}_${id}_${swapped}`,
    `${prefix}_${id}_${rest.slice(0, -1)}`,
    `${prefix}_${id}_${rest}0`,
    `${prefix}_${id}_`,
    `${prefix}_${id}`,
    `${prefix}_${'0'.repeat(id.length)}_${rest}`,
    `${prefix}_${id.toUpperCase()}_${rest}`,
    real.toUpperCase(),
    `pek_' OR '1'='1_${rest}`,
    `pek_${randomBytes(40).toString('hex')}`,
  ];
}

async function forgedTokens({ target: { issuer } }: Battlefield): Promise<string[]> {
  const now = Math.floor(Date.now() / 1000);
  const good = await issuer.sign();
  const [head = '', body = '', signature = ''] = good.split('.');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = Buffer.from(body, 'base64url').toString();
  const withPublicKey = `${part({ alg: 'HS256', typ: 'at+jwt', kid: issuer.publicKey().kid })}.${body}`;
  const hmac = createHmac('sha256', JSON.stringify(issuer.publicKey()))
    .update(withPublicKey)
    .digest('base64url');
  const embedded = { alg: 'RS256', typ: 'at+jwt', jwk: issuer.publicKey() };
  return [
    `${part({ alg: 'none' })}.${body}.`,
    `${part({ alg: 'None', typ: 'JWT' })}.${body}.${signature}`,
    `${withPublicKey}.${hmac}`,
    `${part(embedded)}.${part({ ...readClaims(claims), sub: 'victim' })}.${signature}`,
    `${head}.${part({ ...readClaims(claims), sub: 'victim' })}.${signature}`,
    `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    `${head}.${body}`,
    `${head}..${signature}`,
    '..',
    `${good}.${good}`,
    await issuer.sign({ exp: now - 120 }),
    await issuer.sign({ exp: undefined }),
    await issuer.sign({ nbf: now + 3600 }),
    await issuer.sign({ iss: 'https://login.example.com' }),
    await issuer.sign({ aud: 'another-api' }),
    await issuer.sign({ aud: undefined }),
    await issuer.sign({ sub: 'anonymous' }),
    await issuer.sign({ sub: { name: 'victim' } }),
    await issuer.sign({ sub: '' }),
    await issuer.sign({ sub: 'a'.repeat(10_000) }),
    await issuer.sign({}, { kid: 'unknown' }),
    await issuer.sign({}, { kid: '../../../etc/passwd' }),
    await issuer.sign({}, { kid: "' OR '1'='1" }),
    await issuer.sign({}, { typ: 'dpop+jwt' }),
  ];
}

function readClaims(text: string): object {
  const claims: unknown = JSON.parse(text);
  return typeof claims === 'object' && claims !== null ? claims : {};
}

async function stayWithinScopes(field: Battlefield, headers: object): Promise<void> {
  const readOnly = json({ headers });
  const id = randomUUID();
  const forbidden: AttackRequest[] = [
    { method: 'POST', path: '/engagements', body: '{"title":"Mine"}' },
    { method: 'POST', path: '/engagements?submit=true', body: '{"title":"Mine"}' },
    { method: 'POST', path: '/engagements/import', body: '{"title":"Mine"}' },
    { method: 'POST', path: '/engagements/submissions', body: `{"ids":["${id}"]}` },
    { method: 'PATCH', path: `/engagements/${id}`, body: '{"title":"Mine"}' },
    { method: 'DELETE', path: `/engagements/${id}` },
    { method: 'POST', path: `/engagements/${id}/submit` },
    { method: 'POST', path: `/engagements/${id}/resolution`, body: '{"outcome":"not-created"}' },
    { method: 'DELETE', path: `/engagements/${id}/personal-data` },
    { method: 'GET', path: '/engagements?createdBy=victim' },
  ];
  for (const request of forbidden) {
    await field.fire(ATTACK, { ...request, headers: readOnly }, { statuses: [403] });
  }
  for (const path of [`/engagements/${id}/resolution`, `/engagements/${id}/personal-data`]) {
    const method = path.endsWith('resolution') ? 'POST' : 'DELETE';
    await field.fire(
      ATTACK,
      { method, path, headers: json(field.keys.own), body: '{}' },
      { statuses: [403] },
    );
  }
}

/** What a header can hold: one byte a character. */
function latin1(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replaceAll(/[\r\n\0]/g, '');
}
