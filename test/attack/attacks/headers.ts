import { type Battlefield, json } from '../battlefield.js';
import type { AttackRequest } from '../http.js';

const ATTACK = 'headers';

/** Headers that contradict each other, claim to be somebody else's, or are out of all proportion. */
export async function smuggleHeaders(field: Battlefield): Promise<void> {
  await field.fireAll(ATTACK, claims(field));
  await field.fireAll(ATTACK, oddValues(field));
  for (const bytes of rawRequests(field)) {
    await field.fireRaw(ATTACK, bytes);
  }
  await pageOfAnotherSite(field);
}

/** Who one is does not depend on any of these. */
function* claims(field: Battlefield): Generator<AttackRequest & { expectation: object }> {
  const names = [
    'x-user',
    'x-caller',
    'x-forwarded-user',
    'x-remote-user',
    'x-api-key',
    'cookie',
    'x-createdby',
  ];
  for (const name of names) {
    const headers = json(field.keys.own, { [name]: 'victim' });
    yield { method: 'GET', path: '/engagements?limit=100', headers, expectation: { statuses: [200] } };
    yield {
      method: 'GET',
      path: '/engagements',
      headers: { [name]: 'victim' },
      expectation: { statuses: [401] },
    };
  }
  for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
    yield {
      method: 'GET',
      path: `/engagements/${field.victim.ids['draft'] ?? ''}`,
      headers: json(field.keys.own, { [name]: 'DELETE' }),
      expectation: { statuses: [404] },
    };
  }
  for (const name of ['x-original-url', 'x-rewrite-url', 'x-forwarded-prefix', 'x-forwarded-path']) {
    const headers = { [name]: '/health/live' };
    yield { method: 'GET', path: '/engagements', headers, expectation: { statuses: [401] } };
  }
}

function* oddValues(field: Battlefield): Generator<AttackRequest> {
  const names = [
    'if-match',
    'if-none-match',
    'prefer',
    'idempotency-key',
    'x-request-id',
    'accept',
    'traceparent',
  ];
  const values = [
    '"',
    '""',
    '*',
    'W/"1"',
    ','.repeat(5000),
    '"1",'.repeat(2000),
    'wait=99999999999999999999',
    'wait=-1',
    'wait=1e9',
    'wait;'.repeat(2000),
    '\u00ff\u00fe',
    "'; DROP TABLE engagements; --",
    '${jndi:ldap://127.0.0.1/a}',
    '{{7*7}}',
    '00-00000000000000000000000000000000-0000000000000000-01',
    'a'.repeat(8000),
  ];
  for (const name of names) {
    for (const value of values) {
      const headers = json(field.keys.own, { [name]: value });
      yield { method: 'POST', path: '/engagements', headers, body: '{"title":"Odd"}' };
      yield { method: 'GET', path: '/engagements?limit=1', headers };
    }
  }
  for (const type of [
    'text/plain',
    'application/xml',
    'multipart/form-data',
    'application/json; charset=utf-16',
    '/',
    ';',
  ]) {
    const headers = { ...field.keys.own.headers, 'content-type': type };
    yield { method: 'POST', path: '/engagements', headers, body: '{"title":"Odd"}' };
  }
  for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip', 'x']) {
    const headers = json(field.keys.own, { 'content-encoding': encoding });
    yield { method: 'POST', path: '/engagements', headers, body: '{"title":"Odd"}' };
  }
}

/** What a proxy in front of us and we might read in different ways. */
function rawRequests(field: Battlefield): string[] {
  const { host } = new URL(field.target.url);
  const { authorization } = field.keys.own.headers;
  const common = `Host: ${host}\r\nAuthorization: ${authorization}\r\nConnection: close\r\n`;
  const hidden = 'GET /engagements?limit=100 HTTP/1.1\r\nHost: x\r\n\r\n';
  const post = (lines: string, body: string) => `POST /engagements HTTP/1.1\r\n${common}${lines}\r\n${body}`;
  return [
    post('Content-Length: 2\r\nContent-Length: 60\r\n', `{}${hidden}`),
    post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`),
    post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', `0\r\n\r\n${hidden}`),
    post('Transfer-Encoding: xchunked\r\n', hidden),
    post('Transfer-Encoding : chunked\r\n', hidden),
    post('Content-Length: -1\r\n', '{}'),
    post('Content-Length: 1e3\r\n', '{}'),
    post('Content-Type: application/json\r\n folded\r\nContent-Length: 2\r\n', '{}'),
    `GET /engagements HTTP/1.1\r\n${common}X: ${'a'.repeat(100_000)}\r\n\r\n`,
    `GET /engagements HTTP/1.1\r\n${common}${'X: a\r\n'.repeat(5000)}\r\n`,
    `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${common}\r\n`,
    `GET /engagements HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n`,
    `GET /engagements HTTP/1.1\r\nConnection: close\r\n\r\n`,
    `GET http://elsewhere.example/engagements HTTP/1.1\r\n${common}\r\n`,
    `GET /engagements HTTP/9.9\r\n${common}\r\n`,
    `BREW /engagements HTTP/1.1\r\n${common}\r\n`,
    `GET /engagements/%00 HTTP/1.1\r\n${common}\r\n`,
    `GET /engagements/%ff%fe HTTP/1.1\r\n${common}\r\n`,
    `GET /../../etc/passwd HTTP/1.1\r\n${common}\r\n`,
    `GET /docs/..%2f..%2f..%2fetc/passwd HTTP/1.1\r\n${common}\r\n`,
    `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${common}\r\n`,
    '\r\n\r\n\r\n\u0000\u0001\u0002',
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
  ];
}

/** A page of another site, in the browser of somebody who may do things; and one that has rebound a name to us. */
async function pageOfAnotherSite(field: Battlefield): Promise<void> {
  const request = { method: 'POST', path: '/engagements', body: '{"title":"From elsewhere"}' };
  for (const more of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://other.example' },
  ]) {
    await field.fire(ATTACK, { ...request, headers: json(field.keys.own, more) }, { statuses: [403] });
  }
  for (const host of [
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
  ]) {
    await field.fire(ATTACK, { ...request, headers: json(field.keys.own, { host }) }, { statuses: [421] });
  }
}
