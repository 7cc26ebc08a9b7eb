import { randomUUID } from 'node:crypto';
import type { Random } from '../../chaos/random.js';
import { type Battlefield, json } from '../battlefield.js';
import type { AttackRequest } from '../http.js';
import { type Operation, operationsOf } from '../openapi.js';

const ATTACK = 'mutated payloads';

/** Some that are still drafts when others are submitted or gone. */
const DRAFTS = 300;

/** What takes more than an attacker's own scopes, to get past the door. */
const adminsOnly = /\/(?:resolution|personal-data)$/;

/** What a value is replaced by. */
const replacements: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  9007199254740993,
  0.1,
  '',
  ' ',
  'x',
  'a'.repeat(300),
  'a'.repeat(5000),
  '\u0000',
  '\ud800',
  '\u202e',
  '2026-02-31',
  [],
  {},
  [null],
  [[[[[]]]]],
  { type: 'lead' },
  { type: 'customerProject', customer: [] },
  { toString: 'x', constructor: null },
  Array.from({ length: 200 }, () => ({})),
];

/** Bodies from the OpenAPI document's examples, each mutated a few times; the same for the same seed. */
export async function sendMutations(field: Battlefield, count: number): Promise<void> {
  const operations = (await operationsOf(field.target.url)).filter(({ path }) =>
    path.startsWith('/engagements'),
  );
  const ids: string[] = [];
  for (let drafts = 0; drafts < DRAFTS; drafts += 1) {
    const { headers } = await field.fire(ATTACK, {
      method: 'POST',
      path: '/engagements',
      headers: json(field.keys.own),
      body: '{"title":"Mutated"}',
    });
    ids.push(headers.location?.split('/').at(-1) ?? '');
  }
  await field.fireAll(ATTACK, mutationsOf(field, operations, { ids, count }));
}

function* mutationsOf(
  field: Battlefield,
  operations: readonly Operation[],
  { ids, count }: { readonly ids: readonly string[]; readonly count: number },
): Generator<AttackRequest> {
  const { random, keys } = field;
  for (let sent = 0; sent < count; sent += 1) {
    const id = ids[sent % ids.length] ?? '';
    const operation = random.pick(operations.map((one) => [one, one.bodies.length > 0 ? 8 : 1] as const));
    const examples = operation.bodies.length > 0 ? operation.bodies : [{ ids: [id] }];
    const body = mutated(random.pick(examples.map((one) => [one, 1] as const)), random);
    const path = operation.path.replace(/\{\w+\}/, random.chance(0.9) ? id : randomUUID());
    yield {
      method: operation.method,
      path: `${path}${queryOf(operation, random)}`,
      headers: json(adminsOnly.test(operation.path) ? keys.admin : keys.own, { prefer: 'respond-async' }),
      ...(operation.method === 'GET' ? {} : { body: textOf(body, random) }),
    };
  }
}

function queryOf({ parameters }: Operation, random: Random): string {
  if (parameters.length === 0 || random.chance(0.7)) {
    return '';
  }
  const name = random.pick(parameters.map((one) => [one, 1] as const));
  const replacement = random.pick(replacements.map((one) => [one, 1] as const));
  const value = (typeof replacement === 'string' ? replacement : JSON.stringify(replacement)).slice(0, 500);
  return `?${new URLSearchParams({ [name]: value.toWellFormed() }).toString()}`;
}

/** Now and then no JSON any more. */
function textOf(body: unknown, random: Random): string {
  const text = JSON.stringify(body);
  if (random.chance(0.95)) {
    return text;
  }
  const at = random.between(0, text.length);
  return random.chance(0.5) ? text.slice(0, at) : `${text.slice(0, at)}\u0001${text.slice(at)}`;
}

function mutated(example: object, random: Random): unknown {
  let value: unknown = JSON.parse(JSON.stringify(example));
  for (let times = random.between(0, 3); times > 0; times -= 1) {
    value = mutatedOnce(value, random);
  }
  return value;
}

function mutatedOnce(value: unknown, random: Random): unknown {
  const replacement = () => random.pick(replacements.map((one) => [one, 1] as const));
  if (typeof value !== 'object' || value === null || random.chance(0.05)) {
    return replacement();
  }
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length === 0) {
    return replacement();
  }
  const chosen = random.between(0, entries.length - 1);
  const changed = entries.flatMap(([name, member], place): [string, unknown][] => {
    if (place !== chosen) {
      return [[name, member]];
    }
    switch (random.between(0, 5)) {
      case 0:
        return [];
      case 1:
        return [[name, replacement()]];
      case 2:
        return [
          [name, member],
          [`${name}x`, member],
        ];
      default:
        return [[name, mutatedOnce(member, random)]];
    }
  });
  return Array.isArray(value) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}
