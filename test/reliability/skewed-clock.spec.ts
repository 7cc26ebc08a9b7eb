import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { clockSkewVariable, skewedClockArguments } from '../support/clock-skew.js';
import { engagement } from '../support/engagements.factory.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { connect, waitUntil } from '../support/settled.js';

jest.setTimeout(60_000);

const AHEAD_MS = 90_000;
const BEHIND_MS = -90_000;

/** Far more than a time may differ from Postgres's here, and far less than a clock is wrong by. */
const TOLERANCE_MS = 30_000;

const settings = {
  PORT: '0',
  AWS_ACCESS_KEY_ID: 'AKIDTEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
  PARTNER_CENTRAL_TIMEOUT_MS: '300',
  RECONCILIATION_DELAY_MS: '500',
  SUBMISSION_LEASE_MS: '1000',
  SUBMISSION_MAX_ATTEMPTS: '2',
  SUBMISSION_RATE_PER_SECOND: '1000',
  SUBMISSION_RETRY_BASE_MS: '50',
};

/** Its database and its Partner Central are the others' too, and its own clock is right. */
let right: TestApi;
let database: Client;
let ahead: string;
let behind: string;
const programs: Program[] = [];

function startWrong(source: string, skewMs: number): Program {
  const program = startProgram(source, {
    env: {
      ...settings,
      SUBMISSION_WORKER: 'off',
      DATABASE_URL: right.database.url,
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: right.simulator.url,
      NODE_OPTIONS: skewedClockArguments.join('='),
      [clockSkewVariable]: String(skewMs),
    },
  });
  programs.push(program);
  return program;
}

async function end(program: Program): Promise<void> {
  program.process.kill('SIGKILL');
  await program.ended;
}

beforeAll(async () => {
  right = await startApi({ SUBMISSION_WORKER: 'off' });
  database = await connect(right.database.url);
  const apis = [startWrong('src/main.ts', AHEAD_MS), startWrong('src/main.ts', BEHIND_MS)];
  [ahead = '', behind = ''] = await Promise.all(apis.map(addressOf));
});
afterAll(async () => {
  await Promise.all(programs.map(end));
  await database.end();
  await right.close();
});

async function postgresNow(): Promise<number> {
  const { rows } = await database.query('SELECT clock_timestamp() AS now');
  return rows[0].now.getTime();
}

/** All times that an answer tells of us are by Postgres's clock. @param since before anything of it was done */
async function expectRightTimes(since: number, times: readonly (string | undefined)[]): Promise<void> {
  const told = times.filter((time) => time !== undefined).map((time) => new Date(time).getTime());
  expect(told).not.toEqual([]);
  expect(Math.min(...told)).toBeGreaterThanOrEqual(since - 1);
  expect(Math.max(...told)).toBeLessThan((await postgresNow()) + TOLERANCE_MS);
}

interface Told {
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly submission: { readonly requestedAt: string; readonly nextAttemptAt?: string };
  readonly partnerCentral?: { readonly arn: string };
}

const timesOf = ({ createdAt, updatedAt, submission }: Told) => [
  createdAt,
  updatedAt,
  submission.requestedAt,
  submission.nextAttemptAt,
];

/** Asks both APIs in turn until it is submitted. @returns all that was told */
async function followed(id: string): Promise<Told[]> {
  const told: Told[] = [];
  await waitUntil(async () => {
    const url = told.length % 2 === 0 ? ahead : behind;
    const { body } = await request(url).get(`/engagements/${id}`).expect(200);
    told.push(body);
    return ['submitted', 'rejected'].includes(body.status);
  });
  return told;
}

async function submitted(url: string, title: string): Promise<string> {
  const { body, headers } = await request(url)
    .post('/engagements?submit=true')
    .set('prefer', 'respond-async')
    .send(engagement({ title }))
    .expect(202);
  expect(Number(headers['retry-after'])).toBeLessThan(TOLERANCE_MS / 1000);
  return String(body.id);
}

describe.each([
  ['ahead', AHEAD_MS],
  ['behind', BEHIND_MS],
])('with a worker whose clock is 90 s %s', (name, skewMs) => {
  let worker: Program;
  beforeAll(async () => {
    worker = startWrong('src/main-worker.ts', skewMs);
    await worker.printed('The worker has started');
  });
  afterAll(() => end(worker));

  it('submits once what AWS is still at work on, and tells Postgres’s times', async () => {
    const since = await postgresNow();
    right.simulator.addFault({ kind: 'late', delayMs: 3000, times: 4 });
    const ids = await Promise.all(
      [ahead, behind, ahead, behind].map((url, index) => submitted(url, `${name} ${index}`)),
    );

    const told = await Promise.all(ids.map(followed));

    expect(new Set(told.flat().map(({ status }) => status))).not.toContain('rejected');
    await expectRightTimes(since, told.flat().flatMap(timesOf));
    // What is next was told while it was open.
    expect(told.flat().some(({ submission }) => submission.nextAttemptAt !== undefined)).toBe(true);
    const arns = told.map((answers) => answers.at(-1)?.partnerCentral?.arn);
    const entries = right.simulator
      .ledger()
      .engagements.filter(({ request: sent }) => String(sent['Title']).startsWith(name));
    expect(entries.map(({ arn }) => arn).toSorted()).toEqual(arns.toSorted());
  });

  it('tells Postgres’s times in the history', async () => {
    const since = await postgresNow();
    right.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 2 });
    const id = await submitted(ahead, `${name}, history`);
    await followed(id);

    const { body } = await request(behind).get(`/engagements/${id}/history`).expect(200);

    const events: { type: string; at: string; details: { startedAt?: string; retryAt?: string } }[] =
      body.data;
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['attempt-ended', 'reconciliation', 'settled']),
    );
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
    await expectRightTimes(
      since,
      events.flatMap(({ at, details }) => [at, details.startedAt, details.retryAt]),
    );
  });

  it('gives a key’s repeats at another clock the first final answer', async () => {
    const send = (url: string) =>
      request(url)
        .post('/engagements?submit=true')
        .set('idempotency-key', `${name}-key`)
        .send(engagement({ title: `${name}, key` }))
        .expect(201);

    const answers = [await send(ahead), await send(behind), await send(right.url)];

    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(({ headers }) => headers['idempotency-replayed'])).toEqual([
      undefined,
      'true',
      'true',
    ]);
  });
});

it('lists newest first what is saved through APIs with different clocks in turn', async () => {
  const since = await postgresNow();
  const saved: string[] = [];
  for (const [index, url] of [ahead, behind, right.url, behind, ahead, right.url].entries()) {
    const draft = engagement({ title: `Draft ${index}`, externalRef: `draft-${index}` });
    const { body } = await request(url).post('/engagements').send(draft).expect(201);
    saved.unshift(body.id);
    await expectRightTimes(since, [body.createdAt, body.updatedAt]);
  }
  for (const url of [ahead, behind, right.url]) {
    const { body } = await request(url).get('/engagements?q=Draft').expect(200);

    const listed: { id: string; createdAt: string }[] = body.data;
    expect(listed.map(({ id }) => id)).toEqual(saved);
    expect(listed.map(({ createdAt }) => createdAt)).toEqual(
      listed
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .toReversed(),
    );
  }
});
