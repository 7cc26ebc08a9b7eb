import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import request, { type Response } from 'supertest';
import { compareBooks } from '../chaos/compare-books.js';
import { readDatabase } from '../chaos/database-book.js';
import { SimulatorClient } from '../chaos/simulator-client.js';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { type KillableProgram, startKillable } from '../support/killable-program.js';
import { addressOf } from '../support/program.js';
import { connect, waitForStatus } from '../support/settled.js';

jest.setTimeout(180_000);

/** More statements than any path has, and fewer. */
const END_OF_ALL_PATHS = 100;
const SHORTEST_PATH = 3;

const settings = {
  // What a dead worker had in hand is another one's after a second.
  SUBMISSION_LEASE_MS: '1000',
  SUBMISSION_RETRY_BASE_MS: '50',
  SUBMISSION_RATE_PER_SECOND: '1000',
  RECONCILIATION_DELAY_MS: '100',
  AWS_ACCESS_KEY_ID: 'AKIDTEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

interface Walk {
  /** Never killed. */
  readonly api: TestApi;
  readonly database: Client;
  /** Starts one that may be killed; it ends with the walk at the latest. */
  start(source: string): Promise<KillableProgram>;
}

async function walk(worker: 'on' | 'off', steps: (walk: Walk) => Promise<void>): Promise<void> {
  const api = await startApi({ ...settings, SUBMISSION_WORKER: worker });
  const database = await connect(api.database.url);
  const started: KillableProgram[] = [];
  try {
    await steps({
      api,
      database,
      start: async (source) => {
        const killable = await startKillable(source, api.database.url, {
          ...settings,
          SUBMISSION_WORKER: 'off',
          PORT: '0',
          AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: api.simulator.url,
        });
        started.push(killable);
        return killable;
      },
    });
  } finally {
    await Promise.all(started.map((killable) => killable.stop()));
    await database.end();
    await api.close();
  }
}

const submission = (url: string, title: string, prefer: string) =>
  request(url)
    .post('/engagements?submit=true')
    .set('idempotency-key', title.replaceAll(' ', '-'))
    .set('prefer', prefer)
    .send(engagement({ title }));

/** What an ordinary client does: the same again, under the same key, until it is told what came of it. */
async function repeatedUntilFinal(url: string, title: string): Promise<Response> {
  for (;;) {
    const answer = await submission(url, title, 'wait=10');
    if (answer.status < 500 && ![202, 409, 429].includes(answer.status)) {
      return answer;
    }
    await delay(100);
  }
}

/** All that was ever submitted is in AWS once, in the database once, and told alike in both and in each history. */
async function expectAllOnce({ api, database }: Walk, titles: readonly string[]): Promise<void> {
  const { entries } = await new SimulatorClient(api.simulator.url).ledger();
  const engagements = await readDatabase(database);
  expect(compareBooks({ ledger: entries, engagements, callers: [] })).toEqual([]);
  expect(engagements.map(({ title, status }) => `${title}: ${status}`).toSorted()).toEqual(
    titles.map((title) => `${title}: submitted`).toSorted(),
  );
  expect(entries.map(({ title }) => title).toSorted()).toEqual(titles.toSorted());
}

/** Walks on until a program has no n-th statement any more. @param step returns whether it was killed at its n-th */
async function untilUnharmed(step: (nth: number) => Promise<boolean>): Promise<void> {
  let nth = 1;
  while (await step(nth)) {
    nth += 1;
    expect(nth).toBeLessThan(END_OF_ALL_PATHS);
  }
  // Else it was not this that was walked through.
  expect(nth).toBeGreaterThan(SHORTEST_PATH);
}

it.concurrent('submits once, between whatever two statements the API is killed that was asked to', () =>
  walk('on', async (walking) => {
    const titles: string[] = [];
    let asked = await walking.start('src/main.ts');
    await untilUnharmed(async (nth) => {
      const title = `API killed at ${nth}`;
      titles.push(title);
      const url = await addressOf(asked.program);
      const killed = asked.killAt(nth).then(() => true);
      const answered = submission(url, title, 'wait=10').then(
        () => false,
        () => killed,
      );
      const wasKilled = await Promise.race([killed, answered]);
      asked.spare();
      asked = wasKilled ? await walking.start('src/main.ts') : asked;

      const final = await repeatedUntilFinal(await addressOf(asked.program), title);

      expect(final.status).toBe(201);
      await expectAllOnce(walking, titles);
      return wasKilled;
    });
  }),
);

it.concurrent('submits once, between whatever two statements the worker is killed', () =>
  walk('off', async (walking) => {
    const titles: string[] = [];
    let worker = await walking.start('src/main-worker.ts');
    await untilUnharmed(async (nth) => {
      const title = `Worker killed at ${nth}`;
      titles.push(title);
      await worker.program.printed('The worker has started');
      const killed = worker.killAt(nth).then(() => true);
      const { body, status } = await submission(walking.api.url, title, 'respond-async');
      // The worker may be done before the API looks.
      expect([201, 202]).toContain(status);
      const submitted = waitForStatus(walking.api.database.url, String(body.id), 'submitted');
      const wasKilled = await Promise.race([killed, submitted.then(() => false)]);
      worker.spare();
      worker = wasKilled ? await walking.start('src/main-worker.ts') : worker;

      const final = await repeatedUntilFinal(walking.api.url, title);

      expect(final.status).toBe(201);
      await expectAllOnce(walking, titles);
      return wasKilled;
    });
  }),
);
