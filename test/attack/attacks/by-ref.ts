import { randomUUID } from 'node:crypto';
import { type Battlefield, json } from '../battlefield.js';
import type { AttackRequest } from '../http.js';

const ATTACK = 'callers’ own ids';

const MAX = 255;

/** Parts of a path that mean something to somebody, or nothing to anybody: raw, as no client would write them. */
const hostileParts = [
  ...['%ff', '%00', '%2e', '%2e%2e', '.', '..', '%2e%2e%2f%2e%2e%2fmetrics', '..%5c..', '%', '%zz', '%u0041'],
  ...[
    '%c0%ae%c0%ae',
    '%ed%a0%80',
    '%f4%90%80%80',
    '%0d%0aLocation:%20x',
    '%0a',
    '%09',
    '%20',
    '%20a%20',
    '%c2%a0',
  ],
  ...[
    '%e2%80%ae',
    '%ef%bb%bf',
    '%ef%bf%bf',
    '%f0%9f%98%80',
    'e%cc%81',
    '%c3%a9',
    '*',
    ':externalRef',
    '%3AexternalRef',
  ],
  ...[
    'a;b=c',
    'a,b',
    'a&b',
    'a+b',
    "'",
    '"',
    '%27%3B%20DROP%20TABLE%20engagements%3B--',
    '%25_%5c',
    '%2525',
    '%23',
    '%3F',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    '0',
    '-1',
    '1e309',
    '%7B%7D',
    '%5B%5D',
    '%24%7Bx%7D',
  ],
  ...['import', 'submissions', 'summary', 'by-ref', randomUUID(), '%F0%9F%98%80'.repeat(200)],
];

/** Longer and longer: as long as one may be in each measure, and as long as headers may be. */
const longParts = [
  'a'.repeat(MAX),
  'a'.repeat(MAX + 1),
  '%61'.repeat(MAX),
  '%F0%9F%98%80'.repeat(Math.floor(MAX / 2)),
  '%E2%82%AC'.repeat(MAX),
  'e%CC%81'.repeat(127),
  '%20'.repeat(5000),
  `${'%20'.repeat(2500)}x${'%20'.repeat(2500)}`,
  '%'.repeat(5000),
  '%2F'.repeat(5000),
  '%2e%2e%2f'.repeat(1500),
  'a'.repeat(15_000),
];

const at = (part: string, query = '') => `/engagements/by-ref/${part}${query}`;

/** Engagements by ids that callers choose: somebody else's, and hostile ones. */
export async function putByRef(field: Battlefield): Promise<void> {
  await tryForeignRefs(field);
  await field.fireAll(ATTACK, hostilePaths(field));
  await readBack(field);
}

/** Somebody else's ids are one's own to use, and lead to nothing of theirs, not even for who may see everything. */
async function tryForeignRefs(field: Battlefield): Promise<void> {
  const { submittedRef: externalRef, ids } = field.victim;
  const { own, admin } = field.keys;
  for (const ref of [externalRef, externalRef.toLowerCase(), ` ${externalRef} `, ...Object.values(ids)]) {
    const path = at(encodeURIComponent(ref));
    for (const key of [own, admin]) {
      for (const headers of [{}, { 'if-none-match': '"1"' }, { prefer: 'wait=30' }]) {
        await field.fire(ATTACK, { method: 'GET', path, headers: json(key, headers) }, { statuses: [404] });
      }
      for (const headers of [{ 'if-match': '"1"' }, { 'if-match': '*' }]) {
        await field.fire(
          ATTACK,
          { method: 'PUT', path, headers: json(key, headers), body: '{"title":"Mine"}' },
          { statuses: [412] },
        );
      }
    }
  }
  const path = at(externalRef);
  for (const query of ['', '', '?submit=ifReady']) {
    const request = { method: 'PUT', path: `${path}${query}`, headers: json(own), body: '{"title":"Mine"}' };
    const { body } = await field.fire(ATTACK, request, { statuses: [200, 201] });
    if (Object.values(ids).some((id) => body.includes(id))) {
      field.fault(ATTACK, `a put by somebody else’s id is answered with theirs: ${body.slice(0, 300)}`);
    }
  }
  const readOnly = json(field.keys.readOnly);
  for (const query of ['', '?submit=true', '?submit=ifReady']) {
    const body = '{"title":"Mine"}';
    await field.fire(
      ATTACK,
      { method: 'PUT', path: at(externalRef, query), headers: readOnly, body },
      { statuses: [403] },
    );
  }
}

function* hostilePaths(field: Battlefield): Generator<AttackRequest> {
  const headers = json(field.keys.own);
  for (const part of [...hostileParts, ...longParts]) {
    yield { method: 'PUT', path: at(part), headers, body: '{"title":"Hostile"}' };
    yield { method: 'PUT', path: at(part, '?submit=true'), headers, body: '{"title":"Hostile"}' };
    for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'POST']) {
      yield { method, path: at(part), headers: { ...headers, prefer: 'wait=0' } };
    }
    yield { method: 'GET', path: at(`${part}/history`), headers };
    yield { method: 'PUT', path: at('a', `?catalog=${part}`), headers, body: '{"title":"Hostile"}' };
    yield { method: 'PUT', path: at('a', `?submit=${part}`), headers, body: '{"title":"Hostile"}' };
    yield { method: 'PUT', path: at(part), headers, body: JSON.stringify({ externalRef: part }) };
    yield { method: 'PUT', path: at(part) };
  }
}

/** What was put is found by the same id, and by no other one that only looks like it. */
async function readBack(field: Battlefield): Promise<void> {
  const headers = json(field.keys.own);
  const refs = [
    'Straße',
    'STRASSE',
    'é',
    'e\u0301',
    'a/b',
    'a%2Fb',
    'a b',
    'a+b',
    '..',
    '%',
    '%00',
    '?',
    '#',
  ];
  const titles = refs.map((_, place) => `Read back ${place}`);
  for (const [place, ref] of refs.entries()) {
    const body = JSON.stringify({ title: titles[place] });
    const path = at(encodeURIComponent(ref).replaceAll('.', '%2e'));
    await field.fire(ATTACK, { method: 'PUT', path, headers, body }, { statuses: [200, 201] });
  }
  for (const [place, ref] of refs.entries()) {
    const path = at(encodeURIComponent(ref).replaceAll('.', '%2e'));
    const { body } = await field.fire(ATTACK, { method: 'GET', path, headers }, { statuses: [200] });
    if (!body.includes(`"${titles[place] ?? ''}"`)) {
      field.fault(ATTACK, `by ${ref} another one is found: ${body.slice(0, 200)}`);
    }
  }
}
