import { engagement, lead } from '../../support/engagements.factory.js';
import { type Battlefield, json } from '../battlefield.js';
import { forbiddenMembers } from './mass-assignment.js';

const ATTACK = 'JSON patches';

/** Whatever a patch copies, moves and compares, it ends soon. */
const SLOW_MS = 500;

/** As many operations as a patch may have. */
const MOST = 1_000;

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const strangePlaces = [
  ...[
    '/__proto__/isAdmin',
    '/constructor/prototype/isAdmin',
    '/contexts/__proto__/0',
    '/toString',
    '/title/0',
  ],
  ...['/contexts/length', '/contexts/-1', '/contexts/00', '/contexts/4294967295', '/~', '#/title', '/'],
  ...['/'.repeat(200_000), '/a'.repeat(100_000), '~0'.repeat(100_000), `/${'~1'.repeat(100_000)}`],
];

const arrayAlike = '{"constructor":"function Array() { [native code] }","length":4294967295}';

function patches(): string[] {
  const operations: object[][] = [
    ...strangePlaces.flatMap((path) => [
      [{ op: 'add', path, value: true }],
      [{ op: 'replace', path, value: true }],
      [{ op: 'remove', path }],
      [{ op: 'copy', from: path, path: '/description' }],
      [{ op: 'move', from: path, path: '/description' }],
      [{ op: 'test', path, value: true }],
    ]),
    ...Object.entries(forbiddenMembers).map(([name, value]) => [{ op: 'add', path: `/${name}`, value }]),
    many(MOST, (index) => ({ op: 'copy', from: '', path: `/x${index}` })),
    many(MOST, () => ({ op: 'copy', from: '/contexts', path: '/contexts/0/contexts' })),
    many(MOST, () => ({ op: 'move', from: '/contexts', path: '/contexts' })),
    [
      { op: 'add', path: '/contexts', value: many(100_000, () => 0) },
      ...many(MOST - 1, () => ({ op: 'remove', path: '/contexts/0' })),
    ],
    [
      { op: 'add', path: '/x', value: many(10_000, (index) => index) },
      { op: 'test', path: '/x', value: many(10_000, (index) => -index) },
    ],
    many(20_000, () => ({})),
  ];
  return [
    ...operations.map((patch) => JSON.stringify(patch)),
    `[{"op":"add","path":"/x","value":${arrayAlike}}]`,
    '[{"op":"add","path":"/contexts/0","value":{"__proto__":{"createdBy":"victim"}}}]',
    `[{"op":"add","path":"/x","value":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`,
  ];
}

/** Patches that lead elsewhere, grow, or take time: none of them changes what it may not, or keeps others waiting. */
export async function sendJsonPatches(field: Battlefield): Promise<void> {
  const { own } = field.keys;
  const made = await field.fire(
    ATTACK,
    {
      method: 'POST',
      path: '/engagements',
      headers: json(own),
      body: JSON.stringify(engagement({ contexts: [lead()] })),
    },
    { statuses: [201] },
  );
  for (const body of patches()) {
    const headers = { ...own.headers, 'content-type': 'application/json-patch+json' };
    const request = { method: 'PATCH', path: made.headers.location ?? '', headers, body };
    const { ms } = await field.fire(ATTACK, request, { statuses: [400, 409, 413] });
    if (ms > SLOW_MS) {
      field.fault(ATTACK, `took ${Math.round(ms)} ms: ${body.slice(0, 100)}`);
    }
  }
}
