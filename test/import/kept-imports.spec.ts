import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { connect } from '../support/settled.js';

let api: TestApi;
let database: Client;
beforeAll(async () => {
  api = await startApi();
  database = await connect(api.database.url);
});
beforeEach(() => database.query('DELETE FROM keyed_imports'));
afterAll(async () => {
  await database.end();
  await api.close();
});

const send = (key: string) =>
  request(api.url)
    .post('/engagements/import')
    .set({ 'idempotency-key': key, 'content-type': 'application/x-ndjson' })
    .send('{"title":"Kept"}\n{"title":7}');

describe('an import under an Idempotency-Key', () => {
  const age = (key: string, hours: number) =>
    database.query(
      `UPDATE keyed_imports SET used_at = now() - make_interval(hours => $2)
       WHERE id = (SELECT import_id FROM idempotency_keys WHERE key = $1)`,
      [key, hours],
    );
  const kept = async () => {
    const { rows } = await database.query(
      `SELECT (SELECT count(*)::int FROM keyed_imports) AS imports,
         (SELECT count(*)::int FROM keyed_import_rows) AS rows,
         (SELECT count(*)::int FROM idempotency_keys WHERE import_id IS NOT NULL) AS keys`,
    );
    return rows[0];
  };

  it('is kept for a day after it was last sent, and then deleted with its key', async () => {
    const [old, used] = [randomUUID(), randomUUID()];
    for (const key of [old, used]) {
      await send(key).expect(200);
      await age(key, 25);
    }
    await database.query("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'");
    await send(used).expect('idempotency-replayed', 'true');

    await api.call('IdempotencyCleanup', 'deleteExpired');
    expect(await kept()).toEqual({ imports: 2, rows: 4, keys: 2 });
    await api.call('KeyedImportCleanup', 'deleteExpired');

    expect(await kept()).toEqual({ imports: 1, rows: 2, keys: 1 });
    await send(used).expect('idempotency-replayed', 'true');
    const again = await send(old).expect(200);
    expect(again.headers).not.toHaveProperty('idempotency-replayed');
  });

  it('is deleted however many there are', async () => {
    await database.query(
      "INSERT INTO keyed_imports (used_at) SELECT now() - interval '25 hours' FROM generate_series(1, 35)",
    );
    await api.call('KeyedImportCleanup', 'deleteExpired');

    expect(await kept()).toEqual({ imports: 0, rows: 0, keys: 0 });
  });
});
