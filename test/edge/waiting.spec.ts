import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { scrape } from '../metrics/scrape.js';
import { startApi, type TestApi } from '../support/api.js';
import { createTestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { startPostgresProxy } from '../support/postgres-proxy.js';
import { addressOf, startProgram } from '../support/program.js';
import { waitUntil } from '../support/settled.js';

const WAITING = 40;

let api: TestApi;
let database: Client;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_RATE_PER_SECOND: '1000', PARTNER_CENTRAL_TIMEOUT_MS: '60000' });
  database = new Client({ connectionString: api.database.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  // What hangs is let go, so that the worker can end.
  await api.simulator.reset();
  await api.close();
});
beforeEach(() => api.simulator.reset());

async function submitNew(url: string, prefer: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${url}/engagements?submit=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer },
    body: JSON.stringify(engagement()),
    ...(signal === undefined ? {} : { signal }),
  });
}

const manyWait = (url: string, prefer: string) =>
  Promise.all(Array.from({ length: WAITING }, () => submitNew(url, prefer)));

async function callersWaiting(): Promise<number | undefined> {
  const { value } = await scrape(`${api.url}/metrics`);
  return value('submission_callers_waiting');
}

describe('callers who wait', () => {
  it('are told of their outcomes, many at a time', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 1500 });
    const answers = await manyWait(api.url, 'wait=20');

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  });

  it('are told even where no notification comes', async () => {
    api.simulator.addFault({ kind: 'hang', times: 1 });
    const answer = submitNew(api.url, 'wait=25');
    await waitUntil(async () => (await callersWaiting()) === 1);
    // As a row that was changed by hand, or whose notification got lost.
    await database.query("UPDATE engagements SET status = 'unresolved' WHERE status = 'submitting'");

    expect((await answer).status).toBe(502);
  });

  it('and hang up are no longer waited for, long before their time', async () => {
    api.simulator.addFault({ kind: 'hang' });
    const gone = new AbortController();
    const waiting = Array.from({ length: WAITING }, () =>
      submitNew(api.url, 'wait=30', gone.signal).catch(() => 'gone'),
    );
    await waitUntil(async () => (await callersWaiting()) === WAITING);
    const hungUpAt = performance.now();
    gone.abort();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['gone']));
    await waitUntil(async () => (await callersWaiting()) === 0);

    expect(performance.now() - hungUpAt).toBeLessThan(20_000);
  });
});

it('callers who wait share the looks at what they wait for', async () => {
  const own = await createTestDatabase();
  let looks = 0;
  const proxy = await startPostgresProxy(own.url, {
    decide: ({ sql }) => {
      looks += sql.startsWith('SELECT id, status, version FROM engagements WHERE id = ANY') ? 1 : 0;
      return 'pass';
    },
  });
  // Without a worker nothing changes, so that only the looks by the clock are made.
  const program = startProgram('src/main.ts', {
    env: { DATABASE_URL: proxy.url(own.url), PORT: '0', SUBMISSION_WORKER: 'off' },
  });
  try {
    const answers = await manyWait(await addressOf(program), 'wait=4');

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    // One a second and not one for each: that would be a hundred and more.
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(WAITING);
  } finally {
    program.process.kill('SIGTERM');
    await program.ended;
    await proxy.close();
    await own.drop();
  }
});
