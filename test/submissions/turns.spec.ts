import { describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { type Program, startProgram } from '../support/program.js';
import { connect, waitUntil } from '../support/settled.js';
import { addWaiting, deleteModel, submitModel, type Waiting } from '../support/waiting-submissions.js';

interface Scene {
  readonly api: TestApi;
  readonly database: Client;
  /** Has callers' submissions wait, and workers come, each in a process of its own. */
  readonly begin: (waiting: readonly Waiting[], workers?: number) => Promise<void>;
  /** What AWS has so far, by title, in the order in which it came. */
  readonly sent: () => readonly string[];
}

/** An API without a worker, and a Partner Central that takes 15 calls in any second, of which the workers use 12. */
async function play(scene: (scene: Scene) => Promise<void>): Promise<void> {
  const simulator: RunningSimulator = await startSimulator({ ratePerSecond: 15 });
  const api = await startApi({ SUBMISSION_WORKER: 'off' });
  const database = await connect(api.database.url);
  const workers: Program[] = [];
  const startWorker = () =>
    startProgram('src/main-worker.ts', {
      env: {
        DATABASE_URL: api.database.url,
        AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
        AWS_ACCESS_KEY_ID: 'AKIDTEST',
        AWS_SECRET_ACCESS_KEY: 'secret',
        SUBMISSION_RATE_PER_SECOND: '12',
      },
    });
  try {
    await scene({
      api,
      database,
      begin: async (waiting, count = 1) => {
        await submitModel(api.url);
        for (const of of waiting) {
          await addWaiting(database, of);
        }
        await deleteModel(database);
        workers.push(...Array.from({ length: count }, startWorker));
        await Promise.all(workers.map((worker) => worker.printed('The worker has started')));
      },
      sent: () => simulator.ledger().engagements.map(({ request: body }) => String(body['Title'])),
    });
  } finally {
    for (const worker of workers) {
      worker.process.kill('SIGKILL');
      await worker.ended;
    }
    await database.end();
    await api.close();
    await simulator.close();
  }
}

const ownTitles = (titles: readonly string[], caller: string) =>
  titles.filter((title) => title.startsWith(`${caller} `));

/** Where the last of a caller's stands in the order of all, counted from 1. */
const placeOfLast = (titles: readonly string[], caller: string) =>
  titles.findLastIndex((title) => title.startsWith(`${caller} `)) + 1;

/** How far calls may be off their places: two that are under way at once may reach AWS in either order, for one. */
const SLACK = 4;

function expectShares(titles: readonly string[], shares: Record<string, number>, slack: number): void {
  for (const [caller, share] of Object.entries(shares)) {
    expect(Math.abs(ownTitles(titles, caller).length - share)).toBeLessThanOrEqual(slack);
  }
}

describe('callers take turns', () => {
  it.concurrent('so that ten of a bulk do not wait for another caller’s hundreds', () =>
    play(async ({ begin, sent }) => {
      await begin([
        { caller: 'crm', count: 400 },
        { caller: 'erp', count: 10 },
      ]);
      await waitUntil(() => ownTitles(sent(), 'erp').length === 10);

      expect(placeOfLast(sent(), 'erp')).toBeLessThanOrEqual(20 + SLACK);
    }),
  );

  it.concurrent('so that one that somebody waits for passes 300 that another caller says are as urgent', () =>
    play(async ({ api, begin, sent }) => {
      await begin([{ caller: 'crm', count: 300, urgency: 'interactive' }]);
      await waitUntil(() => sent().length >= 3);
      const before = sent().length;

      await request(api.url)
        .post('/engagements?submit=true')
        .send(engagement({ title: 'anonymous 1' }))
        .expect(201);

      // A POST takes a slot or two on a busy machine.
      expect(placeOfLast(sent(), 'anonymous')).toBeLessThanOrEqual(before + 2 * SLACK);
    }),
  );

  it.concurrent('and have equal shares, whatever each says of its urgency', () =>
    play(async ({ begin, sent }) => {
      await begin([
        { caller: 'crm', count: 40, urgency: 'interactive' },
        { caller: 'erp', count: 40, urgency: 'bulk' },
        { caller: 'web', count: 40, urgency: 'deferred' },
      ]);
      await waitUntil(() => sent().length >= 30);

      expectShares(sent().slice(0, 30), { crm: 10, erp: 10, web: 10 }, 1);
    }),
  );

  it.concurrent('with whatever is the most urgent of their own', () =>
    play(async ({ begin, sent }) => {
      await begin([
        { caller: 'crm', count: 8, from: 1, urgency: 'bulk' },
        { caller: 'crm', count: 2, from: 11, urgency: 'deferred' },
        { caller: 'crm', count: 2, from: 21, urgency: 'interactive' },
        { caller: 'erp', count: 12, urgency: 'bulk' },
      ]);
      await waitUntil(() => sent().length === 24);

      const order = [21, 22, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8];
      expect(ownTitles(sent(), 'crm')).toEqual(order.map((number) => `crm ${number}`));
      expectShares(sent().slice(0, 12), { crm: 6, erp: 6 }, 1);
    }),
  );

  it.concurrent('with two workers too, and none is sent twice', () =>
    play(async ({ database, begin, sent }) => {
      await begin(
        [
          { caller: 'crm', count: 20, urgency: 'interactive' },
          { caller: 'erp', count: 20 },
          { caller: 'web', count: 20 },
        ],
        2,
      );
      await waitUntil(async () => {
        const { rows } = await database.query('SELECT 1 FROM submissions WHERE settled_at IS NULL LIMIT 1');
        return rows.length === 0;
      });

      // On a busy machine an attempt may miss its slot, and is made again: AWS has seen nothing of it.
      const { rows } = await database.query(
        `SELECT type, details ->> 'outcome' AS outcome, count(*)::int AS attempts,
           count(DISTINCT engagement_id)::int AS engagements
         FROM engagement_events
         WHERE type IN ('attempt-ended', 'attempt-lost') AND details ->> 'outcome' IS DISTINCT FROM 'notDone'
         GROUP BY 1, 2`,
      );
      expect(rows).toEqual([{ type: 'attempt-ended', outcome: 'accepted', attempts: 60, engagements: 60 }]);
      expect(new Set(sent()).size).toBe(60);
      // Two that look in the same moment may take the same caller's.
      expectShares(sent().slice(0, 30), { crm: 10, erp: 10, web: 10 }, SLACK);
    }),
  );

  it.concurrent('when they are looked up', () =>
    play(async ({ database, begin }) => {
      await begin([
        { caller: 'crm', count: 60, urgency: 'interactive', step: 'look_up' },
        { caller: 'erp', count: 5, step: 'look_up' },
      ]);
      const lookedUp = async () => {
        const { rows } = await database.query<{ title: string }>(
          `SELECT title FROM engagement_events event JOIN engagements ON engagements.id = engagement_id
           WHERE type = 'reconciliation' ORDER BY event.id`,
        );
        return rows.map(({ title }) => title);
      };
      await waitUntil(async () => ownTitles(await lookedUp(), 'erp').length === 5);

      expect(placeOfLast(await lookedUp(), 'erp')).toBeLessThanOrEqual(10 + SLACK);
    }),
  );

  it.concurrent('by what Postgres’s clock says now, not by what it said while it was ahead', () =>
    play(async ({ database, begin, sent }) => {
      await database.query(
        "INSERT INTO submission_turns (step, caller, taken_at) VALUES ('send', 'crm', now() + interval '1 hour')",
      );
      await begin([
        { caller: 'erp', count: 40 },
        { caller: 'crm', count: 5 },
      ]);
      await waitUntil(() => ownTitles(sent(), 'crm').length === 5);

      expect(placeOfLast(sent(), 'crm')).toBeLessThanOrEqual(10 + SLACK);
    }),
  );
});

describe('whose turn it is', () => {
  it.concurrent('is that of the engagement’s owner, whoever submits it and how', () =>
    play(async ({ api, database }) => {
      const draft = async () => {
        const { body } = await request(api.url).post('/engagements').send(engagement()).expect(201);
        await database.query("UPDATE engagements SET created_by = 'crm' WHERE id = $1", [body.id]);
        return String(body.id);
      };
      const [one, keyed, batched] = [await draft(), await draft(), await draft()];
      const submit = (id: string) =>
        request(api.url).post(`/engagements/${id}/submit`).set('prefer', 'respond-async');
      await submit(one).expect(202);
      await submit(keyed).set('idempotency-key', 'turn').expect(202);
      await request(api.url)
        .post('/engagements/submissions')
        .send({ ids: [batched] })
        .expect(202);
      await submitModel(api.url);

      const { rows } = await database.query(
        'SELECT caller, count(*)::int FROM submissions GROUP BY caller ORDER BY caller',
      );
      expect(rows).toEqual([
        { caller: 'anonymous', count: 1 },
        { caller: 'crm', count: 3 },
      ]);
    }),
  );

  it.concurrent('is forgotten of those who have had none for a day, and of days to come', () =>
    play(async ({ api, database }) => {
      await database.query(
        `INSERT INTO submission_turns (step, caller, taken_at) VALUES
           ('send', 'now', now()), ('look_up', 'yesterday', now() - interval '25 hours'),
           ('send', 'this morning', now() - interval '5 hours'), ('send', 'next year', now() + interval '1 year')`,
      );

      await api.call('SubmissionTurnsCleanup', 'deleteExpired');

      const { rows } = await database.query('SELECT caller FROM submission_turns ORDER BY caller');
      expect(rows).toEqual([{ caller: 'now' }, { caller: 'this morning' }]);
    }),
  );
});
