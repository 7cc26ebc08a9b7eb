import { type Battlefield, json } from '../battlefield.js';
import { customerProject, engagement, lead, interaction } from '../../support/engagements.factory.js';

const ATTACK = 'large requests';
const MB = 1024 * 1024;

/** Bodies of JSON that are as large as they may be, or larger. */
export function largeBodies(): string[] {
  return [
    '['.repeat(250_000),
    '{"a":'.repeat(50_000),
    `{${Array.from({ length: 20_000 }, (_, place) => `"x${place}":1`).join(',')}}`,
    `{"${'k'.repeat(239_000)}":1}`,
    JSON.stringify({ contexts: Array.from({ length: 20_000 }, () => ({})) }),
    JSON.stringify({
      contexts: [{ type: 'lead', interactions: Array.from({ length: 20_000 }, () => ({})) }],
    }),
    `{"title":${'9'.repeat(250_000)}}`,
    `{"title":"${'\\u0000'.repeat(40_000)}"}`,
    ' '.repeat(MB),
  ];
}

/** Requests that cost much and are sent in a moment. Meanwhile the service has to answer others. */
export async function sendLargeRequests(field: Battlefield): Promise<void> {
  const { own } = field.keys;
  const importOf = (type: string, body: string | Buffer) => ({
    method: 'POST',
    path: '/engagements/import',
    headers: { ...own.headers, 'content-type': type },
    body,
  });
  const header = 'title,companyName,email\n';
  const post = (body: string) => ({ method: 'POST', path: '/engagements', headers: json(own), body });
  const attacks = [
    importOf('text/csv', header + ','.repeat(16 * MB)),
    importOf('text/csv', ','.repeat(6 * MB)),
    importOf('text/csv', header + '\n'.repeat(20 * MB)),
    importOf('text/csv', header + ',,\n'.repeat(6 * MB)),
    importOf('text/csv', `${header}"${'a'.repeat(16 * MB)}`),
    importOf('text/csv', `${header}${'"'.repeat(4 * MB)}`),
    importOf(
      'text/csv',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(header + ','.repeat(4 * MB), 'utf16le')]),
    ),
    importOf('text/csv', `${'title,'.repeat(MB)}\n`),
    importOf('application/x-ndjson', '\n'.repeat(20 * MB)),
    importOf('application/x-ndjson', '{}\n'.repeat(6 * MB)),
    importOf('application/x-ndjson', '['.repeat(16 * MB)),
    importOf('application/x-ndjson', `{"title":"${'a'.repeat(16 * MB)}"}`),
    importOf('application/x-ndjson', Buffer.alloc(65 * MB, ' ')),
    ...largeBodies().map(post),
    { method: 'GET', path: `/engagements?${'status=draft&'.repeat(1000)}`, headers: json(own) },
    {
      method: 'POST',
      path: '/engagements/submissions',
      headers: json(own),
      body: JSON.stringify({ ids: Array.from({ length: 5000 }, () => 'x'.repeat(40)) }),
    },
  ];
  for (const request of attacks) {
    // An upload takes its time; what others are answered meanwhile does not.
    await field.whileHealthy(() => field.fire(ATTACK, request, { maySlowDown: true }));
  }
  await field.whileHealthy(() => importManyUnread(field));
  await field.whileHealthy(() => readFullPages(field));
}

/** Imports whose answers nobody reads. */
async function importManyUnread(field: Battlefield): Promise<void> {
  const rows = '{"externalRef":1,"title":2}\n'.repeat(9000);
  const { host } = new URL(field.target.url);
  const request =
    `POST /engagements/import HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${field.keys.own.headers.authorization}\r\n` +
    `Content-Type: application/x-ndjson\r\nContent-Length: ${rows.length}\r\nConnection: close\r\n\r\n${rows}`;
  await Promise.all(Array.from({ length: 20 }, () => field.fireRaw(ATTACK, request, { maySlowDown: true })));
}

/** Pages of engagements as large as they may be, some at once. */
async function readFullPages(field: Battlefield): Promise<void> {
  const { own } = field.keys;
  const problem = 'a'.repeat(2000);
  const interactions = Array.from({ length: 10 }, () => interaction({ businessProblem: problem }));
  const body = JSON.stringify(
    engagement({ contexts: [customerProject(), ...Array.from({ length: 4 }, () => lead({ interactions }))] }),
  );
  await field.fireAll(
    ATTACK,
    Array.from({ length: 100 }, () => ({ method: 'POST', path: '/engagements', headers: json(own), body })),
    8,
  );
  await field.fireAll(
    ATTACK,
    Array.from({ length: 24 }, () => ({ method: 'GET', path: '/engagements?limit=100', headers: json(own) })),
    6,
  );
}
