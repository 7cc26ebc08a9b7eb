import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import request from 'supertest';
import { makeApiKey } from '../../src/auth/api-keys/api-key-text.js';
import { openSocket } from '../edge/raw-http.js';
import { startApi, type TestApi } from '../support/api.js';
import { bearer, createKey, type TestKey } from '../support/callers.js';
import { waitUntil } from '../support/settled.js';

let api: TestApi;
let reader: TestKey;
let writer: TestKey;
beforeAll(async () => {
  api = await startApi({ AUTH: 'api-key', REQUESTS_PER_MINUTE: '4' });
  reader = await createKey(api.database, { name: 'crm', scopes: ['engagements:read'] });
  writer = await createKey(api.database, { name: 'erp' });
});
afterAll(() => api.close());

it('an import is over for its caller’s next one, though it hung up while it was being signed in', async () => {
  const database = new Client({ connectionString: api.database.url });
  await database.connect();
  // Nobody is signed in as long as this is held.
  await database.query('BEGIN; LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE');
  const { host } = new URL(api.url);
  const sockets = await Promise.all([openSocket(api.url), openSocket(api.url)]);
  for (const socket of sockets) {
    socket.write(
      `POST /engagements/import HTTP/1.1\r\nhost: ${host}\r\nauthorization: ${writer.headers.authorization}\r\n` +
        'content-type: text/csv\r\ncontent-length: 1000\r\n\r\ntitle\r\n',
    );
  }
  const waiting = "SELECT 1 FROM pg_locks WHERE relation = 'api_keys'::regclass AND NOT granted";
  await waitUntil(async () => (await database.query(waiting)).rows.length > 0);
  for (const socket of sockets) {
    socket.destroy();
  }
  // It has seen by then that they are gone.
  await request(api.url).get('/health/live').expect(200);
  await database.query('ROLLBACK');
  await database.end();

  const { body } = await request(api.url)
    .post('/engagements/import')
    .set({ ...writer.headers, 'content-type': 'text/csv' })
    .send('title\nA\n')
    .expect(200);
  expect(body).toMatchObject({ created: 1, complete: true });
});

it('requests that a caller’s scopes do not reach count for the caller, and for nobody else behind its address', async () => {
  const save = () => request(api.url).post('/engagements').set(reader.headers).send({});
  for (let sent = 0; sent < 4; sent += 1) {
    await save().expect(403);
  }
  await save().expect(429);
  await request(api.url).get('/engagements').set(reader.headers).expect(429);

  await request(api.url).get('/engagements').set(writer.headers).expect(200);
  await request(api.url).get('/engagements').set(bearer(makeApiKey().text)).expect(401);
});
