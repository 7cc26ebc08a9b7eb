import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

// Every scene starts processes.
jest.setTimeout(120_000);

interface Scene {
  readonly api: TestApi;
  readonly database: Client;
  /** A worker in a process of its own. */
  startWorker(settings?: Record<string, string>): Program;
  /** An engagement whose submission waits for a worker. */
  submit(): Promise<string>;
  history(id: string): Promise<{ type: string; details: Record<string, unknown> }[]>;
}

/** What a dead worker had in hand is another one's after a second. */
const quickTakeOver = { SUBMISSION_LEASE_MS: '1000' };

/** An API that takes submissions and leaves them to workers. */
async function play(scene: (scene: Scene) => Promise<void>): Promise<void> {
  const api = await startApi({ SUBMISSION_WORKER: 'off', ...quickTakeOver });
  const database = await connect(api.database.url);
  const workers: Program[] = [];
  try {
    await scene({
      api,
      database,
      startWorker: (settings = credentials) => {
        const worker = startProgram('src/main-worker.ts', {
          env: {
            DATABASE_URL: api.database.url,
            AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: api.simulator.url,
            ...quickTakeOver,
            ...settings,
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

const credentials = { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' };

/** Settings of a worker whose credential provider answers once and then hangs: it never gets to send a call. */
async function hangingCredentials(directory: string): Promise<Record<string, string>> {
  const program = join(directory, 'credentials.sh');
  const identity = {
    Version: 1,
    AccessKeyId: 'AKIDTEST',
    SecretAccessKey: 'secret',
    // The SDK asks again for credentials that are about to expire.
    Expiration: new Date().toISOString(),
  };
  await writeFile(
    program,
    `if [ -e ${program}.asked ]; then exec sleep 30; fi; : > ${program}.asked; echo '${JSON.stringify(identity)}'`,
  );
  const config = join(directory, 'config');
  await writeFile(config, `[default]\ncredential_process = /bin/sh ${program}\n`);
  return { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: config };
}

/** Has the next call wait: not for longer than a large fleet could explain. */
async function holdSlots({ database }: Scene): Promise<void> {
  await database.query(
    "INSERT INTO submission_pace (id, next_slot) VALUES (1, now() + interval '15 seconds')",
  );
}

async function somebodyClaimsIt({ database }: Scene): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await database.query('SELECT 1 FROM submissions WHERE held_by IS NOT NULL');
    return rows.length === 1;
  });
}

/** It is in AWS once, and the database says so. */
async function expectSubmittedOnce({ api, database }: Scene, id: string): Promise<void> {
  await waitForStatus(api.database.url, id, 'submitted');
  const { rows } = await database.query('SELECT partner_central_arn AS arn FROM engagements');
  expect(rows).toEqual(api.simulator.ledger().engagements.map(({ arn }) => ({ arn })));
  expect(rows).toHaveLength(1);
}

/** An API in a process of its own, which runs submissions too. */
async function startOtherApi({ api }: Scene): Promise<{ other: Program; url: string }> {
  const other = startProgram('src/main.ts', {
    env: {
      DATABASE_URL: api.database.url,
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: api.simulator.url,
      PORT: '0',
      ...quickTakeOver,
      ...credentials,
    },
  });
  return { other, url: await addressOf(other) };
}

/** Keeps everybody else from writing to submissions. @returns how to let them */
async function holdSubmissions({ api }: Scene): Promise<() => Promise<void>> {
  const holder = await connect(api.database.url);
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM submissions FOR UPDATE');
  return () => holder.end();
}

/** Keeps everybody else from beginning an attempt, which writes an event. @returns how to let them */
async function holdEvents({ api }: Scene): Promise<() => Promise<void>> {
  const holder = await connect(api.database.url);
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE engagement_events IN SHARE MODE');
  return () => holder.end();
}

/** Until a statement that contains this waits for a lock. */
async function somebodyWaitsForLock({ database }: Scene, statement: string): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await database.query(
      "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.some(({ query }) => String(query).includes(statement));
  });
}

async function attemptsOf({ api }: Scene, id: string): Promise<number> {
  const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
  return Number(body.submission.attempts);
}

it.concurrent('goes on elsewhere when a worker is killed while it waits for its slot', () =>
  play(async (scene) => {
    await holdSlots(scene);
    const id = await scene.submit();
    const worker = scene.startWorker();
    await somebodyClaimsIt(scene);
    worker.process.kill('SIGKILL');
    await scene.database.query('DELETE FROM submission_pace');
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    // Nothing can have been sent, and nothing says that it may have been.
    expect((await scene.history(id)).map(({ type }) => type)).not.toContain('attempt-lost');
  }),
);

it.concurrent('goes on elsewhere when a worker is killed after it began and before the call', () =>
  play(async (scene) => {
    const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-credentials-'));
    const id = await scene.submit();
    const worker = scene.startWorker(await hangingCredentials(directory));
    await waitUntil(async () => {
      const { rows } = await scene.database.query('SELECT attempt_open FROM submissions');
      return rows[0]?.attempt_open === true;
    });
    expect(scene.api.simulator.ledger().calls.total).toBe(0);
    worker.process.kill('SIGKILL');
    await rm(directory, { recursive: true });
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
    const release = await holdSubmissions(scene);
    await somebodyWaitsForLock(scene, 'FOR UPDATE OF engagement');
    expect(scene.api.simulator.ledger().engagements).toHaveLength(1);
    worker.process.kill('SIGKILL');
    await worker.ended;
    await release();
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

it.concurrent('sends nothing from a worker that was paused between its beginning and the call', () =>
  play(async (scene) => {
    const id = await scene.submit();
    const release = await holdEvents(scene);
    const paused = scene.startWorker();
    await somebodyWaitsForLock(scene, 'INSERT INTO engagement_events');
    paused.process.kill('SIGSTOP');
    // Its attempt begins without it.
    await release();
    scene.startWorker();
    await expectSubmittedOnce(scene, id);
    const before = await scene.history(id);
    expect(before.map(({ type }) => type)).toContain('attempt-lost');

    paused.process.kill('SIGCONT');
    await paused.printed('"recorded":false');

    expect(scene.api.simulator.ledger().calls.total).toBe(1);
    expect(await scene.history(id)).toEqual(before);
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

it.concurrent('gives its turn back when it is told to stop before it has sent anything', () =>
  play(async (scene) => {
    await holdSlots(scene);
    const id = await scene.submit();
    const worker = scene.startWorker();
    await somebodyClaimsIt(scene);
    worker.process.kill('SIGTERM');
    await worker.ended;
    await scene.database.query('DELETE FROM submission_pace');
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    expect(await attemptsOf(scene, id)).toBe(1);
  }),
);

it.concurrent('cuts a call off that would outlast its stop, and another worker settles it', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'hang', times: 1 });
    const id = await scene.submit();
    const worker = scene.startWorker({ ...credentials, PARTNER_CENTRAL_TIMEOUT_MS: '300000' });
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    worker.process.kill('SIGTERM');
    await worker.ended;
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    expect(await attemptsOf(scene, id)).toBe(2);
  }),
);

it.concurrent('loses nothing when the API is killed while a caller waits', () =>
  play(async (scene) => {
    const key = randomUUID();
    const { other, url } = await startOtherApi(scene);
    scene.api.simulator.addFault({ kind: 'hang', times: 1 });
    const ask = (to: string) =>
      request(to).post('/engagements?submit=true').set('idempotency-key', key).send(engagement());
    const unanswered = ask(url).then(
      () => 'answered',
      () => 'lost',
    );
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    other.process.kill('SIGKILL');
    expect(await unanswered).toBe('lost');
    await other.ended;
    scene.startWorker();

    const { body } = await ask(scene.api.url).set('prefer', 'wait=30').expect(201);
    await expectSubmittedOnce(scene, String(body.id));
  }),
);

it.concurrent('sends no more by itself what took its process down again and again', () =>
  play(async (scene) => {
    const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-credentials-'));
    const id = await scene.submit();
    for (let lost = 1; lost <= 3; lost += 1) {
      await mkdir(join(directory, String(lost)));
      const worker = scene.startWorker(await hangingCredentials(join(directory, String(lost))));
      await waitUntil(async () => {
        const { rows } = await scene.database.query('SELECT attempts, attempt_open FROM submissions');
        return rows[0]?.attempts === lost && rows[0]?.attempt_open === true;
      });
      worker.process.kill('SIGKILL');
    }
    await rm(directory, { recursive: true });
    scene.startWorker();

    await waitForStatus(scene.api.database.url, id, 'unresolved');
    const { body } = await request(scene.api.url).get(`/engagements/${id}`).expect(200);
    expect(body.submission).toMatchObject({
      attempts: 3,
      lastError: { type: '/problems/partner-central-timeout' },
    });
    expect(scene.api.simulator.ledger().calls.total).toBe(0);
    // It is left to an operator.
    await request(scene.api.url).post(`/engagements/${id}/submit`).expect(200);
    await expectSubmittedOnce(scene, id);
  }),
);

it.concurrent('keeps no caller waiting when the API is told to stop', () =>
  play(async (scene) => {
    const { other, url } = await startOtherApi(scene);
    scene.api.simulator.addFault({ kind: 'delay', delayMs: 3000, times: 1 });
    const waiting = request(url)
      .post('/engagements?submit=true')
      .set('prefer', 'wait=30')
      .send(engagement())
      .then((answer) => answer);
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    other.process.kill('SIGTERM');

    const { status, headers } = await waiting;
    expect(status).toBe(202);
    await other.ended;
    await expectSubmittedOnce(scene, String(headers['location']).replace('/engagements/', ''));
  }),
);
