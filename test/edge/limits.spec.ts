import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { openSocket, parseAnswer, say, untilClosed } from './raw-http.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ REQUESTS_PER_MINUTE: '5' });
});
afterAll(() => api.close());

it('a caller has so many requests a minute, and probes any number', async () => {
  const answers = [];
  for (let sent = 0; sent < 6; sent += 1) {
    answers.push(await request(api.url).get('/engagements'));
  }

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers[0]?.headers).toMatchObject({
    'ratelimit-policy': '"default";q=5;w=60',
    ratelimit: '"default";r=4;t=60',
  });
  expect(answers[5]?.body).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
  await request(api.url).get('/health/ready').expect(200);
});

it('more requests at once than a process can do are refused, and probes answered', async () => {
  const other = await startApi();
  const database = new Client({ connectionString: other.database.url });
  await database.connect();
  // Nothing that reads engagements is answered as long as this is held.
  await database.query('BEGIN; LOCK TABLE engagements IN ACCESS EXCLUSIVE MODE');
  const { host } = new URL(other.url);
  const ask = async () =>
    parseAnswer(
      await say(other.url, `GET /engagements HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`),
    );
  const first = Array.from({ length: 1500 }, ask);
  const refused = await Promise.race([...first, untilRefused(ask)]);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(JSON.parse(refused.body)).toMatchObject({ type: '/problems/overloaded' });
  await request(other.url).get('/health/live').expect(200);

  await database.query('ROLLBACK');
  await database.end();
  await Promise.all(first);
  await request(other.url).get('/engagements').expect(200);
  await other.close();
});

it('requests that are sent at once over few connections take no room from others', async () => {
  const other = await startApi();
  const database = new Client({ connectionString: other.database.url });
  await database.connect();
  await database.query('BEGIN; LOCK TABLE engagements IN ACCESS EXCLUSIVE MODE');
  const { host } = new URL(other.url);
  // All of them wait for the first one's answer: 1,920.
  const words =
    `GET /engagements HTTP/1.1\r\nhost: ${host}\r\n\r\n` +
    `GET /reference/countries HTTP/1.1\r\nhost: ${host}\r\n\r\n`.repeat(63);
  const sockets = await Promise.all(Array.from({ length: 30 }, () => openSocket(other.url)));
  for (const socket of sockets) {
    socket.write(words);
  }
  await request(other.url).get('/health/live').expect(200);

  await request(other.url).get('/reference/countries').expect(200);
  for (const socket of sockets) {
    socket.destroy();
  }
  await database.query('ROLLBACK');
  await database.end();
  await other.close();
});

it.each(['/reference/countries', '/engagements/%ff'])(
  'a connection over which too many requests of %s are sent at once is closed',
  async (path) => {
    const { host } = new URL(api.url);
    const socket = await openSocket(api.url);
    socket.resume();
    const closed = once(socket, 'close');
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`.repeat(1000));

    await closed;
  },
);

it('requests whose callers hang up are in hand no longer', async () => {
  const other = await startApi();
  const { host } = new URL(other.url);
  const ask = `GET /engagements HTTP/1.1\r\nhost: ${host}\r\n\r\n`.repeat(50);
  for (let round = 0; round < 2; round += 1) {
    const sockets = await Promise.all(Array.from({ length: 40 }, () => openSocket(other.url)));
    for (const socket of sockets) {
      socket.end(ask);
    }
    await Promise.all(sockets.map(untilClosed));
  }

  await request(other.url).get('/engagements').expect(200);
  await other.close();
});

async function untilRefused<Answer extends { status: number }>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await Promise.race([ask(), delay(50).then(() => undefined)]);
    if (answer !== undefined) {
      return answer;
    }
  }
}
