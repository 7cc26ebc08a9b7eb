import { type Battlefield, json } from '../battlefield.js';
import type { AttackAnswer, AttackRequest } from '../http.js';

const ATTACK = 'one id at once';

const at = (ref: string) => `/engagements/by-ref/${ref}`;

/** Many who put by one id at once. */
export async function putAtOnce(field: Battlefield): Promise<void> {
  await putWhileItMoves(field);
  await putDifferently(field);
}

/** An id that is taken by one moves to and fro, is deleted and made again while others put by it. */
async function putWhileItMoves(field: Battlefield): Promise<void> {
  const headers = json(field.keys.own);
  const refs = ['cross-a', 'cross-b'];
  const requests: AttackRequest[] = [];
  for (const [nth, ref] of refs.entries()) {
    const { body } = await field.fire(ATTACK, { method: 'PUT', path: at(ref), headers, body: '{}' });
    const id = /"id":"(?<id>[^"]+)"/.exec(body)?.groups?.['id'] ?? '';
    const moved = JSON.stringify({ externalRef: `${ref}-moved` });
    for (let times = 0; times < 30; times += 1) {
      const title = `{"title":"Crossing ${times}"}`;
      requests.push(
        { method: 'PUT', path: at(ref), headers, body: title },
        {
          method: 'PATCH',
          path: `/engagements/${id}`,
          headers,
          body: times % 2 === 0 ? moved : JSON.stringify({ externalRef: ref }),
        },
        {
          method: 'PUT',
          path: at(refs[1 - nth] ?? ''),
          headers: { ...headers, 'idempotency-key': `cross-${times}` },
          body: title,
        },
        { method: 'GET', path: at(ref), headers },
        ...(times === 20 ? [{ method: 'DELETE', path: `/engagements/${id}`, headers }] : []),
      );
    }
  }
  await field.whileHealthy(() => field.fireAll(ATTACK, requests, 24));
}

/** A hundred put by one id, of which many bring another content: one is made, and each is told something. */
async function putDifferently(field: Battlefield): Promise<void> {
  const answers: AttackAnswer[] = [];
  await field.whileHealthy(async () => {
    const all = Array.from({ length: 100 }, (_, place) =>
      field.fire(
        ATTACK,
        {
          method: 'PUT',
          path: at('at-once'),
          headers: json(field.keys.own, place % 3 === 0 ? { 'idempotency-key': `at-once-${place % 9}` } : {}),
          body: JSON.stringify({ title: `At once ${place % 5}` }),
        },
        { statuses: [200, 201, 409, 422] },
      ),
    );
    answers.push(...(await Promise.all(all)));
  });
  const ids = new Set(answers.flatMap(({ headers }) => headers.location ?? []));
  if (ids.size !== 1) {
    field.fault(ATTACK, `${ids.size} engagements were made by one id`);
  }
}
