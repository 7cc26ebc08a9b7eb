import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { type PostgresProxy, startPostgresProxy } from '../support/postgres-proxy.js';
import { waitForStatus } from '../support/settled.js';

/** Runs submissions. */
let api: TestApi;
/** Reads the same database, through the proxy. */
let reader: TestApi;
let proxy: PostgresProxy;
const nothing = () => Promise.resolve();
let beforeStatement: () => Promise<void> = nothing;

beforeAll(async () => {
  api = await startApi({ SUBMISSION_RATE_PER_SECOND: '1000' });
  proxy = await startPostgresProxy(api.database.url, {
    decide: async () => {
      await beforeStatement();
      return 'pass' as const;
    },
  });
  reader = await startApi({ DATABASE_URL: proxy.url(api.database.url), SUBMISSION_WORKER: 'off' });
});
afterEach(() => {
  beforeStatement = nothing;
  api.simulator.clearFaults();
});
afterAll(async () => {
  await reader.close();
  await proxy.close();
  await api.close();
});

interface Rejected {
  readonly id: string;
  readonly title: string;
  /** Where the batch is told of that it was submitted in. */
  readonly batch: string;
}

/** One that AWS has refused. */
async function rejected(title: string): Promise<Rejected> {
  const { body } = await request(api.url).post('/engagements').send(engagement({ title })).expect(201);
  const id = String(body.id);
  api.simulator.addFault({ kind: 'error', error: { name: 'AccessDeniedException' }, times: 1 });
  const { headers } = await request(api.url)
    .post('/engagements/submissions')
    .send({ ids: [id] });
  await waitForStatus(api.database.url, id, 'rejected');
  return { id, title, batch: String(headers['location']) };
}

/** What is submitted now is on its way for longer than a read takes. */
async function submitAgain({ id }: Rejected): Promise<void> {
  api.simulator.addFault({ kind: 'delay', delayMs: 2000, times: 1 });
  await request(api.url).post(`/engagements/${id}/submit`).set('prefer', 'respond-async').expect(202);
}

const read = async (path: string) => (await request(reader.url).get(path).expect(200)).body;

it.each([
  [
    'by itself',
    async ({ id }: Rejected) => {
      const { status, submission } = await read(`/engagements/${id}`);
      return { status, error: submission.lastError?.type };
    },
  ],
  [
    'in the list',
    async ({ title }: Rejected) => {
      const { data } = await read(`/engagements?q=${encodeURIComponent(title)}`);
      return { status: data[0].status, error: data[0].submission.lastError?.type };
    },
  ],
  [
    'in its batch',
    async ({ batch }: Rejected) => {
      const { data } = await read(batch);
      return { status: data[0].status, error: data[0].error?.type };
    },
  ],
])('is told as it stands at one moment: %s', async (name, look) => {
  let isThere = true;
  // Submitted again before the first statement that the answer is made of, before the second one, and so on.
  for (let nth = 1; isThere; nth += 1) {
    const one = await rejected(`Read ${name}, statement ${nth}`);
    let left = nth;
    beforeStatement = async () => {
      left -= 1;
      await (left === 0 ? submitAgain(one) : nothing());
    };

    const seen = await look(one);

    isThere = left <= 0;
    expect([
      { status: 'rejected', error: '/problems/partner-central-access-denied' },
      { status: 'submitting', error: undefined },
    ]).toContainEqual(seen);
    // Else it was not this that was walked through.
    expect(isThere || nth > 1).toBe(true);
  }
});
