import { expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { startProgram } from '../support/program.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

async function withApi(
  settings: Record<string, string>,
  test: (api: TestApi) => Promise<void>,
): Promise<void> {
  const api = await startApi(settings);
  try {
    await test(api);
  } finally {
    await api.close();
  }
}

const createMany = (api: TestApi, count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { body } = await request(api.url)
        .post('/engagements')
        .send(engagement({ title: `Bulk ${index}` }))
        .expect(201);
      return String(body.id);
    }),
  );

const titlesInAws = (api: TestApi) =>
  api.simulator.ledger().engagements.map(({ request: sent }) => String(sent['Title']));

async function query(api: TestApi, sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect(api.database.url);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const slowedForSeconds = async (api: TestApi) =>
  (
    await query(
      api,
      'SELECT extract(epoch FROM slowed_until - clock_timestamp())::float8 AS seconds FROM submission_pace',
    )
  )[0]?.['seconds'];

it.concurrent('shares one pace between all processes', () =>
  withApi({ SUBMISSION_RATE_PER_SECOND: '20' }, async (api) => {
    const other = startProgram('src/main-worker.ts', {
      env: {
        DATABASE_URL: api.database.url,
        AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: api.simulator.url,
        AWS_ACCESS_KEY_ID: 'AKIDTEST',
        AWS_SECRET_ACCESS_KEY: 'secret',
        SUBMISSION_RATE_PER_SECOND: '20',
      },
    });
    try {
      await other.printed('The worker has started');
      const ids = await createMany(api, 30);
      await request(api.url).post('/engagements/submissions').send({ ids }).expect(202);
      await waitUntil(() => titlesInAws(api).length === ids.length);
    } finally {
      other.process.kill('SIGTERM');
      await other.ended;
    }
    // 29 slots of 50 ms and more lie between the first and the last; two processes on their own would take half of it.
    const moments = api.simulator.ledger().engagements.map(({ modifiedAt }) => Date.parse(modifiedAt));
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(29 * 50 * 0.8);
    // AWS has throttled nothing.
    expect(await slowedForSeconds(api)).toBeNull();
  }),
);

it.concurrent('is not slowed down for longer than after a throttle, whatever Postgres’s clock has been', () =>
  withApi({}, async (api) => {
    await query(
      api,
      "INSERT INTO submission_pace (id, next_slot, slowed_until) VALUES (1, now(), now() + interval '1 hour')",
    );
    await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);

    expect(await slowedForSeconds(api)).toBeLessThanOrEqual(20);
  }),
);

it.concurrent('lets an engagement that somebody waits for pass a bulk of waiting ones', () =>
  withApi({ SUBMISSION_RATE_PER_SECOND: '15' }, async (api) => {
    const ids = await createMany(api, 30);
    await request(api.url).post('/engagements/submissions').send({ ids }).expect(202);

    await request(api.url)
      .post('/engagements?submit=true')
      .send(engagement({ title: 'Urgent' }))
      .expect(201);

    await waitUntil(() => titlesInAws(api).length === ids.length + 1);
    expect(titlesInAws(api).at(-1)).not.toBe('Urgent');
  }),
);

it.concurrent('pauses when AWS throttles, then goes on', () =>
  withApi({ SUBMISSION_RETRY_BASE_MS: '1' }, async (api) => {
    api.simulator.addFault({ kind: 'error', error: { name: 'ThrottlingException' }, times: 1 });
    const { body } = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);
    await waitForStatus(api.database.url, String(body.id), 'submitted');

    const { body: history } = await request(api.url).get(`/engagements/${body.id}/history`).expect(200);
    const [throttled, accepted] = history.data.filter(
      ({ type }: { type: string }) => type === 'attempt-ended',
    );
    // A second, less what a call takes to be recorded.
    expect(Date.parse(accepted.details.startedAt) - Date.parse(throttled.details.startedAt)).toBeGreaterThan(
      900,
    );
  }),
);

it.concurrent('heeds the Retry-After of AWS', () =>
  withApi({ SUBMISSION_RETRY_BASE_MS: '1' }, async (api) => {
    const error = { name: 'InternalServerException', retryAfterSeconds: 2 };
    api.simulator.addFault({ kind: 'error', error, times: 1 });
    const { body } = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);

    const { body: history } = await request(api.url).get(`/engagements/${body.id}/history`).expect(200);
    const [failed] = history.data.filter(({ type }: { type: string }) => type === 'attempt-ended');
    expect(failed.details.retryInMs).toBe(2000);
  }),
);
