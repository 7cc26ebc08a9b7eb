import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

export interface Scene {
  readonly api: TestApi;
  readonly database: Client;
  /** A worker in a process of its own. */
  startWorker(settings?: Record<string, string>): Program;
  /** An engagement whose submission waits for a worker. */
  submit(): Promise<string>;
  history(id: string): Promise<{ type: string; details: Record<string, unknown> }[]>;
}

/** What a dead worker had in hand is another one's after a second. */
export const quickTakeOver = { SUBMISSION_LEASE_MS: '1000' };

/** An API that takes submissions and leaves them to workers. */
export async function play(scene: (scene: Scene) => Promise<void>): Promise<void> {
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

export const credentials = { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' };

/** Settings of a worker whose credential provider answers once and then hangs: it never gets to send a call. */
export async function hangingCredentials(directory: string): Promise<Record<string, string>> {
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
  return {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: config,
    // The worker's first request, which is never sent, hangs for as long before it claims anything.
    PARTNER_CENTRAL_TIMEOUT_MS: '2000',
  };
}

/** Has a slot open now, so that an attempt begins with its claim. */
export async function openSlot({ database }: Scene): Promise<void> {
  await database.query('INSERT INTO submission_pace (id, next_slot) VALUES (1, now())');
}

/** Has the next call wait: not for longer than a large fleet could explain. */
export async function holdSlots({ database }: Scene): Promise<void> {
  await database.query(
    "INSERT INTO submission_pace (id, next_slot) VALUES (1, now() + interval '15 seconds')",
  );
}

export async function somebodyClaimsIt({ database }: Pick<Scene, 'database'>): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await database.query('SELECT 1 FROM submissions WHERE held_by IS NOT NULL');
    return rows.length === 1;
  });
}

/** It is in AWS once, and the database says so. */
export async function expectSubmittedOnce({ api, database }: Scene, id: string): Promise<void> {
  await waitForStatus(api.database.url, id, 'submitted');
  const { rows } = await database.query('SELECT partner_central_arn AS arn FROM engagements');
  expect(rows).toEqual(api.simulator.ledger().engagements.map(({ arn }) => ({ arn })));
  expect(rows).toHaveLength(1);
}

/** An API in a process of its own, which runs submissions too. */
export async function startOtherApi({ api }: Scene): Promise<{ other: Program; url: string }> {
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
export async function holdSubmissions({ api }: Scene): Promise<() => Promise<void>> {
  const holder = await connect(api.database.url);
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM submissions FOR UPDATE');
  return () => holder.end();
}

/** The beginning of the statement that claims what is to be sent, and begins its attempt where a slot is open. */
export const CLAIM = 'waiting_caller AS (';

/** Keeps everybody else from beginning an attempt, which writes an event. @returns how to let them */
export async function holdEvents({ api }: Pick<Scene, 'api'>): Promise<() => Promise<void>> {
  const holder = await connect(api.database.url);
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE engagement_events IN SHARE MODE');
  return () => holder.end();
}

/** Until a statement that contains this waits for a lock. */
export async function somebodyWaitsForLock(
  { database }: Pick<Scene, 'database'>,
  statement: string,
): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await database.query(
      "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.some(({ query }) => String(query).includes(statement));
  });
}

/** Ends the statements that wait for a lock. */
export async function endWaiting({ database }: Pick<Scene, 'database'>): Promise<void> {
  await database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
}

export async function attemptsOf({ api }: Scene, id: string): Promise<number> {
  const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
  return Number(body.submission.attempts);
}
