import { expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { type Program, startProgram } from '../support/program.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

// A dead worker's job is noticed after its heartbeat of ten seconds.
jest.setTimeout(60_000);

interface Scene {
  readonly api: TestApi;
  readonly database: Client;
  /** A worker in a process of its own. */
  startWorker(): Program;
  /** An engagement whose submission waits for a worker. */
  submit(): Promise<string>;
  history(id: string): Promise<{ type: string; details: Record<string, unknown> }[]>;
}

/** An API that takes submissions and leaves them to workers. */
async function play(scene: (scene: Scene) => Promise<void>): Promise<void> {
  const api = await startApi({ SUBMISSION_WORKER: 'off' });
  const database = await connect(api.database.url);
  const workers: Program[] = [];
  try {
    await scene({
      api,
      database,
      startWorker: () => {
        const worker = startProgram('src/main-worker.ts', {
          env: {
            DATABASE_URL: api.database.url,
            AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: api.simulator.url,
            AWS_ACCESS_KEY_ID: 'AKIDTEST',
            AWS_SECRET_ACCESS_KEY: 'secret',
          },
        });
        workers.push(worker);
        return worker;
      },
      submit: async () => {
        const answer = await request(api.url)
          .post('/engagements?submit=true')
          .set('prefer', 'respond-async')
          .send(engagement())
          .expect(202);
        return String(answer.body.id);
      },
      history: async (id) => (await request(api.url).get(`/engagements/${id}/history`).expect(200)).body.data,
    });
  } finally {
    for (const worker of workers) {
      worker.process.kill('SIGKILL');
      await worker.ended;
    }
    await database.end();
    await api.close();
  }
}

/** It is in AWS once, and the database says so. */
async function expectSubmittedOnce({ api, database }: Scene, id: string): Promise<void> {
  await waitForStatus(api.database.url, id, 'submitted');
  const { rows } = await database.query('SELECT partner_central_arn AS arn FROM engagements');
  expect(rows).toEqual(api.simulator.ledger().engagements.map(({ arn }) => ({ arn })));
  expect(rows).toHaveLength(1);
}

it.concurrent('goes on elsewhere when a worker is killed before the call', () =>
  play(async (scene) => {
    // The next slot is far away, so that the worker has begun and not yet sent.
    await scene.database.query(
      "INSERT INTO submission_pace (id, next_slot) VALUES (1, now() + interval '1 hour')",
    );
    const id = await scene.submit();
    const worker = scene.startWorker();
    await waitUntil(async () => {
      const { rows } = await scene.database.query('SELECT attempt_open FROM submissions');
      return rows[0]?.attempt_open === true;
    });
    worker.process.kill('SIGKILL');
    await scene.database.query('DELETE FROM submission_pace');
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    expect((await scene.history(id)).map(({ type }) => type)).toContain('attempt-lost');
  }),
);

it.concurrent('goes on elsewhere when a worker is killed in the call', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'hang', times: 1 });
    const id = await scene.submit();
    const worker = scene.startWorker();
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    worker.process.kill('SIGKILL');
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
  }),
);

it.concurrent('finds the same engagement when a worker is killed before it has written the outcome', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
    const id = await scene.submit();
    const worker = scene.startWorker();
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    // The outcome can't be written while somebody else holds the row.
    await scene.database.query('BEGIN');
    await scene.database.query('SELECT 1 FROM submissions FOR UPDATE');
    const watcher = await connect(scene.api.database.url);
    await waitUntil(async () => {
      const { rows } = await watcher.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });
    expect(scene.api.simulator.ledger().engagements).toHaveLength(1);
    worker.process.kill('SIGKILL');
    await worker.ended;
    await watcher.end();
    await scene.database.query('ROLLBACK');
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    expect(scene.api.simulator.ledger().engagements[0]?.calls).toBe(2);
  }),
);

it.concurrent('takes no outcome from a worker that was paused beyond its lease', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
    const id = await scene.submit();
    const paused = scene.startWorker();
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    paused.process.kill('SIGSTOP');
    scene.startWorker();
    await expectSubmittedOnce(scene, id);
    const before = await scene.history(id);

    paused.process.kill('SIGCONT');
    await paused.printed('"recorded":false');

    expect(await scene.history(id)).toEqual(before);
    await expectSubmittedOnce(scene, id);
  }),
);

it.concurrent('finishes the call in flight and takes no other when it is told to stop', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
    const first = await scene.submit();
    const worker = scene.startWorker();
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    worker.process.kill('SIGTERM');
    await worker.ended;
    const second = await scene.submit();

    await waitForStatus(scene.api.database.url, first, 'submitted');
    const { body } = await request(scene.api.url).get(`/engagements/${second}`).expect(200);
    expect(body.status).toBe('submitting');
    expect(scene.api.simulator.ledger().calls.total).toBe(1);
  }),
);
