import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { startApi, type TestApi } from '../support/api.js';
import { project } from '../support/built-program.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

jest.setTimeout(60_000);

const traceId = '0af7651916cd43dd8448eb211c80319c';
const callersSpan = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${callersSpan}-01`;

interface PrintedSpan {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number };
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

const [INTERNAL, SERVER, CLIENT] = [0, 1, 2];
const [UNSET, ERROR] = [0, 2];

const sdk = `--import ${pathToFileURL(join(project, 'test/tracing/print-spans.mjs')).href}`;

/** What is kept of the trace that has asked for a submission. */
async function keptFor(database: TestDatabase, id: unknown): Promise<unknown> {
  const client = await connect(database.url);
  try {
    const { rows } = await client.query('SELECT traceparent FROM submissions WHERE engagement_id = $1', [id]);
    return rows[0]?.traceparent;
  } finally {
    await client.end();
  }
}

describe('with an SDK that was loaded from outside', () => {
  let database: TestDatabase;
  let simulator: RunningSimulator;
  let api: Program;
  let url: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    simulator = await startSimulator({ ratePerSecond: 0 });
    api = startProgram('src/main.ts', {
      env: {
        NODE_OPTIONS: sdk,
        PORT: '0',
        DATABASE_URL: database.url,
        AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
        AWS_ACCESS_KEY_ID: 'AKIDTEST',
        AWS_SECRET_ACCESS_KEY: 'secret',
        SUBMISSION_RETRY_BASE_MS: '1',
        SUBMISSION_MAX_ATTEMPTS: '2',
        RECONCILIATION_DELAY_MS: '1',
      },
    });
    url = await addressOf(api);
  });
  afterAll(async () => {
    api.process.kill();
    await api.ended;
    await simulator.close();
    await database.drop();
  });

  const spans = () =>
    api
      .output()
      .split('\n')
      .filter((line) => line.startsWith('SPAN '))
      .map((line): PrintedSpan => JSON.parse(line.slice('SPAN '.length)));
  const named = (name: string, id = traceId) =>
    spans().filter((span) => span.name === name && span.traceId === id);

  it('a request, its attempts and the look-up after them are one trace, which goes on the caller’s', async () => {
    simulator.addFault({ operation: 'CreateEngagement', kind: 'reset-after', times: 1 });
    simulator.addFault({ operation: 'CreateEngagement', kind: 'reset-before', times: 1 });
    const { body } = await request(url)
      .post('/engagements?submit=true')
      .set('prefer', 'respond-async')
      .set('traceparent', traceparent)
      .send(engagement({ title: 'Marker of a title' }))
      .expect(202);
    await waitForStatus(database.url, String(body.id), 'submitted');
    await waitUntil(() => named('POST /engagements').length + named('look up engagement').length === 2);

    const [served] = named('POST /engagements');
    expect(served).toMatchObject({
      kind: SERVER,
      parentSpanId: callersSpan,
      status: { code: UNSET },
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/engagements',
        'http.response.status_code': 202,
      },
    });
    const attempts = named('CreateEngagement');
    expect(attempts).toMatchObject(
      [1, 2].map((attempt) => ({
        kind: CLIENT,
        parentSpanId: served?.spanId,
        status: { code: ERROR },
        attributes: {
          'rpc.method': 'CreateEngagement',
          'engagement.id': body.id,
          'engagement.catalog': 'Sandbox',
          'submission.id': expect.any(String),
          'submission.attempt': attempt,
          'submission.outcome': 'unknown',
          'error.type': 'partner-central-timeout',
        },
      })),
    );
    const [lookUp] = named('look up engagement');
    expect(lookUp).toMatchObject({
      kind: INTERNAL,
      parentSpanId: served?.spanId,
      attributes: { 'engagement.id': body.id, 'submission.look_up': 'found' },
    });
    for (const operation of ['ListEngagements', 'GetEngagement']) {
      expect(named(operation)).toMatchObject([{ kind: CLIENT, parentSpanId: lookUp?.spanId }]);
    }
    expect(spans().filter((span) => span.traceId === traceId)).toHaveLength(6);
    expect(JSON.stringify(spans())).not.toContain('Marker');
  });

  it('an attempt that AWS accepts tells its request id, in a trace that the request has begun', async () => {
    const { body } = await request(url)
      .post('/engagements?submit=true&q=marker')
      .set('traceparent', 'malformed')
      .send(engagement());
    expect(body).toMatchObject({ errors: [{ parameter: 'q' }] });
    const { body: saved } = await request(url).post('/engagements').send(engagement()).expect(201);
    await request(url).post(`/engagements/${saved.id}/submit`).set('traceparent', 'malformed').expect(200);
    await waitUntil(() => spans().some(({ name }) => name === 'POST /engagements/:id/submit'));
    const served = spans().find(({ name }) => name === 'POST /engagements/:id/submit');
    expect(served?.parentSpanId).toBeUndefined();
    expect(served?.traceId).not.toBe(traceId);
    expect(named('CreateEngagement', served?.traceId)).toMatchObject([
      {
        parentSpanId: served?.spanId,
        status: { code: UNSET },
        attributes: { 'submission.outcome': 'accepted', 'aws.request_id': expect.any(String) },
      },
    ]);
    expect(JSON.stringify(spans())).not.toContain('marker');
  });

  it('a request by its caller’s own id is named by the route, and tells nothing of the id', async () => {
    for (const method of ['put', 'get', 'delete'] as const) {
      await request(url)[method]('/engagements/by-ref/marker%20of%20a%20customer').send({ title: 'By id' });
    }
    const route = '/engagements/by-ref/:externalRef';
    const names = ['PUT', 'GET', 'DELETE'].map((method) => `${method} ${route}`);
    await waitUntil(() => names.every((name) => spans().some((span) => span.name === name)));
    expect(spans().filter(({ name }) => names.includes(name))).toMatchObject(
      names.map(() => ({ attributes: { 'http.route': route } })),
    );
    expect(JSON.stringify(spans())).not.toContain('marker');
  });

  it('names what fits no route by its method, and tells a request that fails', async () => {
    await request(url).get('/marker/nowhere').expect(404);
    await waitUntil(() => spans().some(({ name }) => name === 'GET'));
    expect(spans().find(({ name }) => name === 'GET')).toMatchObject({
      attributes: { 'http.response.status_code': 404 },
      status: { code: UNSET },
    });
  });
});

it('what an SDK leaves out is left out as a whole: a request that is not sampled hands that on', async () => {
  const database = await createTestDatabase();
  const api = startProgram('src/main.ts', {
    env: {
      NODE_OPTIONS: sdk,
      OTEL_TRACES_SAMPLER: 'always_off',
      PORT: '0',
      DATABASE_URL: database.url,
      SUBMISSION_WORKER: 'off',
    },
  });
  try {
    const { body } = await request(await addressOf(api))
      .post('/engagements?submit=true')
      .set('prefer', 'respond-async')
      .send(engagement())
      .expect(202);
    expect(await keptFor(database, body.id)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(api.output()).not.toContain('SPAN ');
  } finally {
    api.process.kill();
    await api.ended;
    await database.drop();
  }
});

describe('without an SDK', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ SUBMISSION_WORKER: 'off' });
  });
  afterAll(() => api.close());

  const post = (path: string, header: string | undefined, body: object = {}) => {
    const sent = request(api.url).post(path).set('prefer', 'respond-async').send(body);
    return header === undefined ? sent : sent.set('traceparent', header);
  };

  it('the caller’s trace is kept with the submission, however it is asked for', async () => {
    const { body: together } = await post('/engagements?submit=true', traceparent, engagement()).expect(202);
    expect(await keptFor(api.database, together.id)).toBe(traceparent);

    const { body: apart } = await post('/engagements', undefined, engagement()).expect(201);
    await request(api.url)
      .post(`/engagements/${apart.id}/submit`)
      .set({ prefer: 'respond-async', traceparent })
      .expect(202);
    expect(await keptFor(api.database, apart.id)).toBe(traceparent);

    const { body: many } = await post('/engagements', undefined, engagement()).expect(201);
    await post('/engagements/submissions', traceparent, { ids: [many.id] });
    expect(await keptFor(api.database, many.id)).toBe(traceparent);
  });

  it.each([
    undefined,
    'malformed',
    `00-${'0'.repeat(32)}-${callersSpan}-01`,
    `${traceparent}, ${traceparent}`,
  ])('nothing is kept of %s', async (header) => {
    const { body } = await post('/engagements?submit=true', header, engagement()).expect(202);
    expect(await keptFor(api.database, body.id)).toBeNull();
  });
});
