import { randomUUID } from 'node:crypto';
import { METHODS } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Battlefield } from '../battlefield.js';
import type { AttackRequest } from '../http.js';
import { type Operation, operationsOf } from '../openapi.js';

const ATTACK = 'methods and types';

/** What Node's own client can't send, and what is answered by the server without a route. */
const untried = new Set(['CONNECT']);

/** Every method at every path that the API describes, and bodies that say or are something else than it takes. */
export async function tryMethodsAndTypes(field: Battlefield): Promise<void> {
  const operations = await operationsOf(field.target.url);
  await field.fireAll(ATTACK, otherMethods(field, operations));
  await field.fireAll(ATTACK, otherTypes(field, operations));
}

const withIds = (path: string) => path.replace('{code}', 'not-found').replace(/\{\w+\}/, randomUUID());

/** Methods that a path lacks: 405 with those that it has, whoever asks. */
function* otherMethods(
  field: Battlefield,
  operations: readonly Operation[],
): Generator<AttackRequest & { expectation: object }> {
  const taken = Map.groupBy(operations, ({ path }) => path);
  for (const [path, ofPath] of taken) {
    const known = new Set(ofPath.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])));
    for (const method of METHODS.filter((one) => !known.has(one) && !untried.has(one))) {
      for (const headers of [{}, field.keys.own.headers]) {
        yield {
          method,
          path: withIds(path),
          headers: { ...headers, 'content-type': 'text/html' },
          body: '<xml/>',
          expectation: { statuses: [405] },
        };
      }
    }
  }
}

const types = [
  ...['text/csv', 'application/x-ndjson', 'application/vnd.ms-excel', 'application/json-patch+json'],
  ...['application/x-www-form-urlencoded', 'application/octet-stream', 'multipart/mixed; boundary=a'],
  ...[
    'multipart/form-data',
    'application/json; charset=utf-16',
    'application/json, text/csv',
    'application/jsonx',
  ],
  ...[
    '__proto__',
    'constructor/prototype',
    'toString',
    '*/*',
    `a/${'b'.repeat(7000)}`,
    '\u00e4/\u00f6',
    '"',
    ' ',
  ],
];
const codings = [
  'gzip',
  'br',
  'deflate',
  'zstd',
  'identity',
  'identity, gzip',
  'GZIP',
  'x'.repeat(5000),
  '__proto__',
];

/** Bodies that are none of what routes take, and those that are no more than they say. */
function* otherTypes(field: Battlefield, operations: readonly Operation[]): Generator<AttackRequest> {
  const zipped = gzipSync('{"title":"Zipped"}');
  for (const { method, path } of operations.filter((one) => one.method !== 'GET')) {
    const request = { method, path: withIds(path) };
    const headersOf = (more: object) => ({ ...field.keys.own.headers, ...more });
    for (const type of types) {
      for (const body of ['', '{"title":"Typed"}']) {
        yield { ...request, headers: headersOf({ 'content-type': type }), body };
      }
    }
    for (const coding of codings) {
      const more = { 'content-type': 'application/json', 'content-encoding': coding };
      yield { ...request, headers: headersOf(more), body: zipped };
      yield { ...request, headers: headersOf(more), body: '' };
    }
    for (const type of ['application/json', 'text/csv', 'application/x-ndjson']) {
      for (const body of [
        zipped,
        zipped.subarray(0, 3),
        Buffer.from('PK\u0003\u0004', 'latin1'),
        Buffer.alloc(9),
      ]) {
        yield { ...request, headers: headersOf({ 'content-type': type }), body };
      }
    }
  }
}
