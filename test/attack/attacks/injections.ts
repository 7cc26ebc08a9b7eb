import { randomUUID } from 'node:crypto';
import {
  contact,
  customerProject,
  engagement,
  interaction,
  lead,
} from '../../support/engagements.factory.js';
import { type Battlefield, json } from '../battlefield.js';
import type { AttackRequest } from '../http.js';

const ATTACK = 'injections';

/** Texts that are code to somebody, and those that drive patterns into backtracking. */
const texts = [
  "' OR '1'='1",
  "'; DROP TABLE engagements; --",
  '$1::uuid; SELECT pg_sleep(10)',
  "x' || pg_sleep(10) || '",
  '%_%_%_%\\',
  '{{constructor.constructor("return process")()}}',
  '${process.env}',
  '$(reboot)',
  '`reboot`',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '=cmd|"/C calc"!A0',
  '{"$ne":null}',
  '\\u0000',
  '\u202Eexe.txt',
  'a\tb\nc',
  '\u{1F600}'.repeat(50),
  'e\u0301'.repeat(100),
  '\uFDFD'.repeat(40),
  `${'a'.repeat(30_000)}!`,
  `${'.'.repeat(40)}x`,
  `http://${'a.'.repeat(5000)}`,
  `${'a-'.repeat(5000)}@${'b.'.repeat(5000)}`,
  `+${'1'.repeat(30_000)}`,
  '(1)'.repeat(5000),
  `${' '.repeat(30_000)}x`,
  '\u00a0'.repeat(30_000),
  '9'.repeat(400),
  '1e309',
  `2026-${'0'.repeat(20_000)}1-01`,
  '%'.repeat(3000),
];

/** Every such text in every field and every query parameter. */
export async function injectTexts(field: Battlefield): Promise<void> {
  await field.fireAll(ATTACK, inFields(field));
  await field.fireAll(ATTACK, inQueries(field));
}

function* inFields(field: Battlefield): Generator<AttackRequest> {
  const headers = json(field.keys.own);
  for (const body of injectedBodies()) {
    yield { method: 'POST', path: '/engagements', headers, body };
  }
}

/** Every text in every field of a complete engagement. */
export function* injectedBodies(): Generator<string> {
  for (const path of leavesOf(complete())) {
    for (const text of texts) {
      const body = complete();
      setLeaf(body, path, text);
      yield JSON.stringify(body);
    }
  }
}

function* inQueries(field: Battlefield): Generator<AttackRequest> {
  const headers = json(field.keys.own);
  const names = ['limit', 'cursor', 'status', 'catalog', 'externalRef', 'q', 'createdBy'];
  for (const text of texts.map((one) => one.slice(0, 4000))) {
    for (const name of names) {
      const query = new URLSearchParams({ [name]: text.toWellFormed() }).toString();
      yield { method: 'GET', path: `/engagements?${query}`, headers };
    }
    const quoted = encodeURIComponent(text.slice(0, 300).toWellFormed());
    yield { method: 'GET', path: `/engagements/${quoted}`, headers };
    yield { method: 'GET', path: `/engagements/${quoted}/history`, headers };
    yield { method: 'GET', path: `/engagements/by-ref/${quoted}`, headers };
    yield { method: 'PUT', path: `/engagements/by-ref/${quoted}`, headers, body: '{"title":"By id"}' };
    yield {
      method: 'PUT',
      path: `/engagements/by-ref/a?catalog=${quoted}&submit=${quoted}`,
      headers,
      body: '{}',
    };
    yield { method: 'POST', path: `/engagements?submit=${quoted}`, headers, body: '{}' };
    yield { method: 'GET', path: `/problems/${quoted}` };
    yield { method: 'GET', path: `/reference/${quoted}` };
  }
}

function complete(): object {
  return engagement({
    catalog: 'Sandbox',
    externalRef: randomUUID(),
    contexts: [customerProject({ id: '1' }), lead({ interactions: [interaction({ contact: contact() })] })],
  });
}

/** The ways to all values that are no container. */
function leavesOf(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...way, name]))
    : [way];
}

function setLeaf(root: object, way: readonly string[], text: string): void {
  const [name = '', ...rest] = way;
  const child: unknown = Reflect.get(root, name);
  if (rest.length > 0 && typeof child === 'object' && child !== null) {
    setLeaf(child, rest, text);
  } else {
    Reflect.set(root, name, text);
  }
}
