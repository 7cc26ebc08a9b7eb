import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';

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

async function submitNew(prefer: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${api.url}/engagements?submit=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer },
    body: JSON.stringify(engagement()),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** How often the statements that match have been begun, as Postgres's own counters tell of the table's readers. */
async function looks(): Promise<number> {
  // Sessions report what they have done at the end of a transaction, a second apart at most.
  await database.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await database.query<{ scans: string }>(
    "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) AS scans FROM pg_stat_user_tables WHERE relname = 'engagements'",
  );
  return Number(rows[0]?.scans);
}

describe('callers who wait', () => {
  it('are told of their outcomes, many at a time', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 1500 });
    const answers = await Promise.all(Array.from({ length: WAITING }, () => submitNew('wait=20')));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  });

  it('are told even where no notification comes', async () => {
    api.simulator.addFault({ kind: 'hang', times: 1 });
    const answer = submitNew('wait=25');
    const id = await openId();
    // As a row that was changed by hand, or whose notification got lost.
    await database.query("UPDATE engagements SET status = 'unresolved' WHERE id = $1", [id]);

    expect((await answer).status).toBe(502);
  });

  it('and hang up are no longer waited for', async () => {
    api.simulator.addFault({ kind: 'hang' });
    const gone = new AbortController();
    const waiting = Array.from({ length: WAITING }, () =>
      submitNew('wait=30', gone.signal).catch(() => undefined),
    );
    await openId(WAITING);
    gone.abort();
    await Promise.all(waiting);
    await delay(1500);
    const before = await looks();
    await delay(3000);

    // What is left are the worker's own, which hold their leases.
    expect((await looks()) - before).toBeLessThan(WAITING / 2);
  });
});

/** The id of an engagement that is being submitted, as soon as there are so many. */
async function openId(count = 1): Promise<string> {
  for (;;) {
    const { rows } = await database.query<{ id: string }>(
      "SELECT id FROM engagements WHERE status = 'submitting' ORDER BY id DESC",
    );
    if (rows.length >= count && rows[0] !== undefined) {
      return rows[0].id;
    }
    await delay(50);
  }
}
