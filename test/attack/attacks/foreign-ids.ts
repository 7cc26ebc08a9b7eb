import { randomUUID } from 'node:crypto';
import type { AttackAnswer } from '../http.js';
import { type Battlefield, json } from '../battlefield.js';
import { operationsOf } from '../openapi.js';

const ATTACK = 'foreign ids';

/** What goes with a foreign id: nothing of it may be checked before whose it is. */
const headerSets = [{}, { 'if-match': '"1"' }, { 'if-match': '"999"' }, { 'if-none-match': '*' }];

const bodies: Readonly<Record<string, readonly (object | undefined)[]>> = {
  PATCH: [{ title: 'Mine now' }, { status: 'draft' }],
  POST: [undefined, { outcome: 'not-created' }],
};

/** Every route that takes an id, with every id of somebody else's: each must answer as for an id that nobody has. */
export async function tryForeignIds(field: Battlefield): Promise<void> {
  const operations = (await operationsOf(field.target.url)).filter(({ path }) => path.includes('{'));
  const { ids, batchId } = field.victim;
  const foreign = [...Object.entries(ids), ['batch', batchId]];
  for (const { method, path } of operations.filter((one) => /\{(?:id|batchId)\}/.test(one.path))) {
    for (const [state = '', id = ''] of foreign) {
      for (const headers of headerSets) {
        for (const body of bodies[method] ?? [undefined]) {
          await compare(field, { method, path, state, id, headers, body });
        }
      }
    }
  }
  await tryOtherWays(field);
}

interface Try {
  readonly method: string;
  readonly path: string;
  readonly state: string;
  readonly id: string;
  readonly headers: object;
  readonly body: object | undefined;
}

async function compare(field: Battlefield, { method, path, state, id, headers, body }: Try): Promise<void> {
  const unknown = randomUUID();
  const request = (one: string) => ({
    method,
    path: path.replace(/\{\w+\}/, one),
    headers: json(field.keys.own, { ...headers, 'x-request-id': 'same' }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await field.fire(ATTACK, request(id), { statuses: [400, 403, 404] });
  const asUnknown = await field.fire(ATTACK, request(unknown), { statuses: [400, 403, 404] });
  const shown = comparable(answer, id);
  if (shown !== comparable(asUnknown, unknown)) {
    field.fault(ATTACK, `${method} ${path} tells that the ${state} one exists: ${shown}`);
  }
}

/** What an answer says, apart from the id that was asked for and from what counts requests. */
function comparable({ status, headers, body }: AttackAnswer, id: string): string {
  const { date: _date, ratelimit: _limit, ...others } = headers;
  return JSON.stringify([status, others, body]).replaceAll(id, '<id>');
}

/** Ways round the path: lists, batches, imports, keys and references. */
async function tryOtherWays(field: Battlefield): Promise<void> {
  const { ids, externalRef, idempotencyKey } = field.victim;
  const { own } = field.keys;
  const queries = ['', '?limit=100', '?createdBy=victim', `?externalRef=${externalRef}`, '?q=quagga', '?q=a'];
  for (const query of queries) {
    await field.fire(ATTACK, { method: 'GET', path: `/engagements${query}`, headers: json(own) });
  }
  const draft = { title: 'Mine', externalRef };
  await field.fire(
    ATTACK,
    { method: 'POST', path: '/engagements', headers: json(own), body: JSON.stringify(draft) },
    { statuses: [201] },
  );
  await field.fire(
    ATTACK,
    {
      method: 'POST',
      path: '/engagements',
      headers: json(own, { 'idempotency-key': idempotencyKey }),
      body: JSON.stringify({ title: 'Mine too' }),
    },
    { statuses: [201] },
  );
  const batch = await field.fire(
    ATTACK,
    {
      method: 'POST',
      path: '/engagements/submissions',
      headers: json(own),
      body: JSON.stringify({ ids: [...Object.values(ids), randomUUID()] }),
    },
    { statuses: [202] },
  );
  if (/"(?:queued|not-ready|already-submitted)"|"status":"(?!deleted)/.test(batch.body)) {
    field.fault(ATTACK, `a batch tells of foreign engagements: ${batch.body.slice(0, 300)}`);
  }
  await field.fire(
    ATTACK,
    {
      method: 'POST',
      path: '/engagements/import',
      headers: { ...own.headers, 'content-type': 'application/x-ndjson' },
      body: JSON.stringify({ ...draft, externalRef: `${externalRef}-imported` }),
    },
    { statuses: [200] },
  );
}
