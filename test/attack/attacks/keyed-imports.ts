import { randomUUID } from 'node:crypto';
import { type Battlefield } from '../battlefield.js';
import type { AttackRequest } from '../http.js';

const ATTACK = 'keyed imports';

const REQUESTS = 8;
/** One more than are taken. */
const AT_ONCE = 3;
const ROWS = 120;

/** Imports under one Idempotency-Key, all at once: however many are sent, the rows of one are saved. */
export async function importUnderOneKey(field: Battlefield): Promise<void> {
  await sendAtOnce(field, (prefix) => () => rowsOf(prefix, ROWS));
  await sendAtOnce(field, (prefix) => (place) => rowsOf(`${prefix} ${place}`, ROWS));
  // The first hundred rows, which are saved by one statement, are the same.
  await sendAtOnce(
    field,
    (prefix) => (place) => rowsOf(prefix, 100) + rowsOf(`${prefix} ${place}`, ROWS - 100),
  );
  await sendAtOnce(field, (prefix) => (place) => rowsOf(prefix, ROWS - place));
}

const rowsOf = (title: string, count: number) => `${JSON.stringify({ title })}\n`.repeat(count);

/** @param bodiesOf the body of each, by a prefix that the titles of all of them have */
async function sendAtOnce(
  field: Battlefield,
  bodiesOf: (prefix: string) => (place: number) => string,
): Promise<void> {
  const key = randomUUID();
  const prefix = `Keyed ${key.slice(0, 18)}`;
  const bodyOf = bodiesOf(prefix);
  const requestOf = (body: string): AttackRequest => ({
    method: 'POST',
    path: '/engagements/import',
    headers: { ...field.keys.own.headers, 'content-type': 'application/x-ndjson', 'idempotency-key': key },
    body,
  });
  const statuses = [200, 409, 422, 503];
  await field.fireAll(
    ATTACK,
    Array.from({ length: REQUESTS }, (_, place) => ({
      ...requestOf(bodyOf(place)),
      expectation: { statuses },
    })),
    AT_ONCE,
  );
  const saved = await countOf(field, prefix);
  if (saved === 0 || saved > ROWS) {
    field.fault(ATTACK, `${saved} rows were saved under one key, and each body had ${ROWS} at most`);
  }
  await field.fire(ATTACK, requestOf(rowsOf('Another', 1)), { statuses: [422] });
}

/** How many engagements there are by a title. */
async function countOf(field: Battlefield, title: string): Promise<number> {
  const path = `/engagements?limit=100&q=${encodeURIComponent(title)}`;
  let count = 0;
  let cursor = '';
  do {
    const request = { method: 'GET', path: path + cursor, headers: field.keys.own.headers };
    const { body } = await field.fire(ATTACK, request, { statuses: [200] });
    count += body.split('"createdAt"').length - 1;
    const [, next] = /"nextCursor":"([^"]+)"/.exec(body) ?? [];
    cursor = next === undefined ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  return count;
}
