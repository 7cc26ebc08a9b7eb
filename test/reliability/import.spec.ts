import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import request, { type Response } from 'supertest';
import { startApi } from '../support/api.js';
import { createTestDatabase } from '../support/database.js';
import { type KillableProgram, startKillable } from '../support/killable-program.js';
import { type Statement, startPostgresProxy } from '../support/postgres-proxy.js';
import { addressOf } from '../support/program.js';
import { connect } from '../support/settled.js';

jest.setTimeout(180_000);

/** Three statements of rows, some of which are refused and some taken. */
const ROWS = 250;

/** More statements than an import of so many rows has, and fewer. */
const MANY_STATEMENTS = 60;
const FEW_STATEMENTS = 6;

const bodyOf = (title: string) =>
  Array.from({ length: ROWS }, (_, index) =>
    JSON.stringify({
      title: `${title} ${index + 1}`,
      ...(index % 50 === 7 ? { titel: 'x' } : {}),
      ...(index % 50 === 9 ? { externalRef: title } : {}),
    }),
  ).join('\n');

/** Of each fifty one is refused, and of those with the same reference all but the first. */
const expected = { created: ROWS - 5 - 4, failed: 9, complete: true };

const send = (url: string, key: string, title: string) =>
  request(url)
    .post('/engagements/import')
    .set({ 'idempotency-key': key, 'content-type': 'application/x-ndjson' })
    .send(bodyOf(title));

/** The same until PostgreSQL has seen that the process is gone which was the first to send it. */
async function resumed(url: string, key: string, title: string): Promise<Response> {
  for (;;) {
    const answer = await send(url, key, title);
    if (answer.status !== 409) {
      expect(answer.status).toBe(200);
      return answer;
    }
    await delay(50);
  }
}

/** Each row is there once, with a history of its own, and told as often as it is asked for. */
async function expectAllOnce(database: Client, title: string, answer: Response, again: Response) {
  expect(answer.body).toMatchObject(expected);
  expect(again.text).toBe(answer.text);
  const { rows } = await database.query(
    `SELECT id, (SELECT count(*)::int FROM engagement_events WHERE engagement_id = engagements.id) AS events
     FROM engagements WHERE title LIKE $1 || ' %' ORDER BY id`,
    [title],
  );
  const told = answer.body.data.flatMap((row: { id?: string }) => row.id ?? []);
  expect(rows).toEqual(told.toSorted().map((id: string) => ({ id, events: 1 })));
}

it('saves each row of an import once, between whatever two statements the API is killed', async () => {
  const api = await startApi();
  const database = await connect(api.database.url);
  const started: KillableProgram[] = [];
  const start = async () => {
    const killable = await startKillable('src/main.ts', api.database.url, {
      SUBMISSION_WORKER: 'off',
      PORT: '0',
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: api.simulator.url,
    });
    started.push(killable);
    return killable;
  };
  try {
    let wasKilled = true;
    let nth = 0;
    while (wasKilled) {
      nth += 1;
      expect(nth).toBeLessThan(MANY_STATEMENTS);
      const title = `Killed at ${nth}`;
      const key = randomUUID();
      const killable = await start();
      const url = await addressOf(killable.program);
      const killed = killable.killAt(nth).then(() => true);
      const answered = send(url, key, title).then(
        () => false,
        () => killed,
      );
      wasKilled = await Promise.race([killed, answered]);
      killable.spare();

      const first = await resumed(api.url, key, title);
      const again = await send(api.url, key, title).expect(200).expect('idempotency-replayed', 'true');
      await expectAllOnce(database, title, first, again);
      await killable.stop();
    }
    // Else it was not an import that was walked through.
    expect(nth).toBeGreaterThan(FEW_STATEMENTS);
  } finally {
    await Promise.all(started.map((killable) => killable.stop()));
    await database.end();
    await api.close();
  }
});

it.each([
  ['the first rows', /INSERT INTO idempotency_keys/, 503],
  ['further rows', /INSERT INTO keyed_import_rows/, 200],
  ['the end', /UPDATE keyed_imports SET complete/, 200],
] as const)(
  'saves each row once where the answer to the commit of %s is lost',
  async (name, commit, status) => {
    const testDatabase = await createTestDatabase();
    let loses = true;
    let commits = 0;
    const isMeant = ({ sql, transaction, commits: makesStay }: Statement) => {
      const isIt = makesStay && [sql, ...transaction].some((statement) => commit.test(statement));
      commits += isIt ? 1 : 0;
      // The first rows have a transaction, which has the same statement in it.
      return isIt && (name !== 'further rows' || commits === 2);
    };
    const proxy = await startPostgresProxy(testDatabase.url, {
      decide: (statement) => (loses && isMeant(statement) ? 'lose-answer' : 'pass'),
      onLost: () => {
        loses = false;
      },
    });
    const api = await startApi({ DATABASE_URL: proxy.url(testDatabase.url) });
    const database = await connect(testDatabase.url);
    try {
      const key = randomUUID();
      const first = await send(api.url, key, name).expect(status);
      expect(loses).toBe(false);
      expect(first.body).toMatchObject(
        {
          'the first rows': { type: '/problems/database-unavailable' },
          'further rows': { complete: false },
          'the end': expected,
        }[name],
      );

      const second = await send(api.url, key, name).expect(200).expect('idempotency-replayed', 'true');
      const third = await send(api.url, key, name).expect(200).expect('idempotency-replayed', 'true');
      await expectAllOnce(database, name, second, third);
    } finally {
      await database.end();
      await api.close();
      await proxy.close();
      await testDatabase.drop();
    }
  },
);
