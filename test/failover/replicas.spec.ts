import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';
import { type Fleet, startFleet } from './fleet.js';
import { type PgBouncer, startPgBouncer } from './pgbouncer.js';

const RATE_PER_SECOND = 20;

describe.each([
  ['directly at the database', false],
  ['behind PgBouncer in transaction mode', true],
])('two APIs and workers %s', (_, isPooled) => {
  let database: TestDatabase;
  let pooler: PgBouncer | undefined;
  let simulator: RunningSimulator;
  let fleet: Fleet;

  beforeAll(async () => {
    database = await createTestDatabase();
    pooler = isPooled ? await startPgBouncer(database.url) : undefined;
    simulator = await startSimulator({ ratePerSecond: 0 });
    fleet = await startFleet({
      DATABASE_URL: pooler?.url ?? database.url,
      DATABASE_DIRECT_URL: database.url,
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
      SUBMISSION_RATE_PER_SECOND: String(RATE_PER_SECOND),
    });
  });

  afterAll(async () => {
    await fleet.stop();
    await simulator.close();
    await pooler?.stop();
    await database.drop();
  });

  /** Asks as an ordinary client does: again, while the first request under its key is under way. */
  async function submit(api: string, title: string): Promise<Response> {
    for (;;) {
      const answer = await request(api)
        .post('/engagements?submit=true')
        .set('idempotency-key', title)
        .set('prefer', 'wait=30')
        .send(engagement({ title }));
      if (answer.body.type !== '/problems/idempotency-key-in-use') {
        return answer;
      }
    }
  }

  const submitWithoutWaiting = (api: string, title: string): Promise<Response> =>
    request(api)
      .post('/engagements?submit=true')
      .set('idempotency-key', title)
      .set('prefer', 'respond-async')
      .send(engagement({ title }))
      .then((answer) => answer);

  const titlesInAws = () => simulator.ledger().engagements.map(({ request: sent }) => String(sent['Title']));

  it('do the work of a key once, whichever of them are asked at once', async () => {
    const titles = Array.from({ length: 12 }, (__, index) => `Asked-twice-${index}`);
    const answers = await Promise.all(
      titles.map((title) => Promise.all(fleet.apis.map((api) => submit(api, title)))),
    );

    for (const [one, other] of answers) {
      expect([one?.status, other?.status]).toEqual([201, 201]);
      expect(one?.body).toEqual(other?.body);
    }
    expect(titlesInAws().toSorted()).toEqual(titles.toSorted());
  });

  it('answer who waits at one for what was submitted at the other and a worker has done', async () => {
    const title = 'Waited-for-elsewhere';
    simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
    const submitted = await submitWithoutWaiting(fleet.apis[0], title);
    const { status, body, headers } = await submit(fleet.apis[1], title);

    expect(status).toBe(201);
    expect(headers['idempotency-replayed']).toBe('true');
    expect(body).toMatchObject({
      id: submitted.body.id,
      status: 'submitted',
      partnerCentral: { arn: expect.stringMatching(/^arn:/) },
    });
  });

  it('listen each on a session of its own', async () => {
    const client = await connect(database.url);
    try {
      const { rows } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
      );
      expect(rows).toHaveLength(3);
    } finally {
      await client.end();
    }
  });

  it('keep one pace, with another worker too', async () => {
    await fleet.startWorker();
    await simulator.reset();
    const ids = await Promise.all(
      Array.from({ length: 30 }, async (__, index) => {
        const { body } = await submitWithoutWaiting(fleet.apis[index % 2 === 0 ? 0 : 1], `Paced-${index}`);
        return String(body.id);
      }),
    );
    await waitUntil(() => titlesInAws().length === ids.length);
    await Promise.all(ids.map((id) => waitForStatus(database.url, id, 'submitted')));
    const moments = simulator.ledger().engagements.map(({ modifiedAt }) => Date.parse(modifiedAt));

    // So many slots lie between the first and the last; two workers on their own would take half of it.
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(
      ((ids.length - 1) * 1000 * 0.8) / RATE_PER_SECOND,
    );
  });
});
