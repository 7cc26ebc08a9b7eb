import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { connect, waitUntil } from '../support/settled.js';
import { answerOf, beginImport } from '../support/streamed-import.js';

let api: TestApi;
let database: Client;
beforeAll(async () => {
  api = await startApi();
  database = await connect(api.database.url);
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const rowsOf = (title: string, count: number, more: (index: number) => object = () => ({})) =>
  Array.from(
    { length: count },
    (_, index) => `${JSON.stringify({ title: `${title} ${index + 1}`, ...more(index) })}\n`,
  );
const send = (key: string, rows: readonly string[]) =>
  request(api.url)
    .post('/engagements/import')
    .set({ 'idempotency-key': key, 'content-type': 'application/x-ndjson' })
    .send(rows.join(''));

/** The same until the first one that was sent under the key has saved anything, as an ordinary client does. */
async function repeated(key: string, rows: readonly string[]): Promise<request.Response> {
  for (;;) {
    const answer = await send(key, rows);
    if (answer.status !== 409) {
      return answer;
    }
    expect(answer.headers['retry-after']).toBe('1');
  }
}

/** An import whose rows come one after the other. */
const begun = (key: string) =>
  beginImport(api.url, { 'content-type': 'application/x-ndjson', 'idempotency-key': key });

async function recorded(key: string): Promise<number> {
  const { rows } = await database.query(
    `SELECT recorded FROM keyed_imports
     WHERE id = (SELECT import_id FROM idempotency_keys WHERE key = $1)`,
    [key],
  );
  return Number(rows[0]?.recorded ?? 0);
}

async function titlesOf(title: string): Promise<string[]> {
  const { rows } = await database.query(
    "SELECT title FROM engagements WHERE title LIKE $1 || ' %' ORDER BY length(title), title",
    [title],
  );
  return rows.map(({ title: found }) => String(found));
}

const numbered = (title: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${title} ${index + 1}`);

/** An import whose client hangs up when so many of its rows have been dealt with. */
async function brokenOff(key: string, rows: readonly string[], at: number): Promise<void> {
  const importing = begun(key);
  const answering = answerOf(importing).then(
    (answer) => text(answer),
    () => '',
  );
  importing.write(rows.join(''));
  await waitUntil(async () => (await recorded(key)) === at);
  importing.destroy();
  await answering.catch(() => '');
}

describe('an import that broke off in the middle', () => {
  it('goes on where it was when it is sent again, and each row is saved once', async () => {
    const key = randomUUID();
    const rows = rowsOf('Hung up', 450, (index) => (index % 10 === 3 ? { titel: 'x' } : {}));
    await brokenOff(key, rows.slice(0, 250), 200);

    const second = await send(key, rows).expect(200);
    const third = await send(key, rows).expect(200);

    expect(second.body).toMatchObject({ created: 405, failed: 45, complete: true });
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(third.text).toBe(second.text);
    expect(new Set(await titlesOf('Hung up')).size).toBe(405);
    expect(await titlesOf('Hung up')).toHaveLength(405);
  });

  it('goes on after breaking off again and again', async () => {
    const key = randomUUID();
    const rows = rowsOf('Again', 500);
    for (const at of [100, 200, 300, 400]) {
      await brokenOff(key, rows.slice(0, at + 50), at);
    }

    await send(key, rows).expect(200);
    expect(await titlesOf('Again')).toEqual(numbered('Again', 500));
  });

  it('saves nothing of other rows, and still goes on with its own', async () => {
    const key = randomUUID();
    const rows = rowsOf('Mine', 250);
    await brokenOff(key, rows.slice(0, 100), 100);

    for (const others of [
      ['{"title":"Other 1"}\n', ...rows.slice(1)],
      rows.with(99, '{"title":"Other 100"}\n'),
      rows.slice(0, 60),
      [...rows.slice(0, 60), '{"title":"Other 61"}\n'],
    ]) {
      const { body } = await send(key, others).expect(422);
      expect(body.type).toBe('/problems/idempotency-key-reused');
    }
    expect(await titlesOf('Other')).toEqual([]);
    expect(await titlesOf('Mine')).toEqual(numbered('Mine', 100));

    await send(key, rows).expect(200);
    expect(await titlesOf('Mine')).toEqual(numbered('Mine', 250));
  });
});

describe('an import that is sent again while it is under way', () => {
  it('goes on in both together', async () => {
    const key = randomUUID();
    const rows = rowsOf('Both', 400, (index) => ({ externalRef: `both-${index % 390}` }));
    const first = begun(key);
    const answering = answerOf(first);
    first.write(rows.slice(0, 250).join(''));
    await waitUntil(async () => (await recorded(key)) === 200);

    const second = await send(key, rows).expect(200);
    first.end(rows.slice(250).join(''));
    const answer = await answering;

    expect(second.body).toMatchObject({ created: 390, failed: 10, complete: true });
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    expect(await text(answer)).toBe(second.text);
    expect(await titlesOf('Both')).toEqual(numbered('Both', 390));
  });

  it.each([1, 2, 3])('saves each row once where both are sent at the same moment (%i)', async (round) => {
    const key = randomUUID();
    const title = `At once, ${round}`;
    const rows = rowsOf(title, 1000);
    const [first, second] = await Promise.all([repeated(key, rows), repeated(key, rows)]);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.text).toBe(second.text);
    expect(await titlesOf(title)).toEqual(numbered(title, 1000));
  });

  it('adds nothing after its end to what somebody else has ended', async () => {
    const key = randomUUID();
    const rows = rowsOf('Ended', 300);
    const first = begun(key);
    const answering = answerOf(first);
    first.write(rows.slice(0, 250).join(''));
    await waitUntil(async () => (await recorded(key)) === 200);
    await send(key, rows).expect(200);

    first.end([...rows.slice(250), '{"title":"Ended 301"}\n'].join(''));
    const told = JSON.parse(await text(await answering));

    expect(told).toMatchObject({ complete: false, detail: expect.stringContaining('used for other rows') });
    expect(await titlesOf('Ended')).toEqual(numbered('Ended', 300));
  });

  it('is told to come back until the first rows have been saved', async () => {
    const key = randomUUID();
    const rows = rowsOf('First rows', 2, (index) => ({ externalRef: `first-rows-${index}` }));
    const holder = await connect(api.database.url);
    await holder.query('BEGIN');
    await holder.query(
      `INSERT INTO engagements (catalog, created_by, external_ref, client_token)
       VALUES ('Sandbox', 'anonymous', 'first-rows-1', gen_random_uuid())`,
    );
    const first = send(key, rows).then((answer) => answer);
    await waitUntil(async () => {
      const { rows: waiting } = await database.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return waiting.length > 0;
    });

    const { body } = await send(key, rows).expect(409).expect('retry-after', '1');

    expect(body.type).toBe('/problems/idempotency-key-in-use');
    await holder.query('COMMIT');
    await holder.end();
    // Whose reference it is was not to be seen when its statement began.
    const { body: told } = await first;
    expect(told.data).toMatchObject([{ id: expect.any(String) }, { engagementId: expect.any(String) }]);
    expect((await send(key, rows).expect(200)).body).toEqual(told);
  });
});

describe('imports under several Idempotency-Keys', () => {
  it('save each reference once, whatever their order', async () => {
    const rows = rowsOf('Crossed', 300, (index) => ({ externalRef: `crossed-${index}` }));
    const [one, other] = await Promise.all([
      send(randomUUID(), rows).expect(200),
      send(randomUUID(), rows.toReversed()).expect(200),
    ]);

    expect(Number(one.body.created) + Number(other.body.created)).toBe(300);
    expect([one.body.complete, other.body.complete]).toEqual([true, true]);
    expect(await titlesOf('Crossed')).toEqual(numbered('Crossed', 300));
  });
});
