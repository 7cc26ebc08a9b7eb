import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { scrape } from '../metrics/scrape.js';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { waitForStatus, waitUntil } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_RATE_PER_SECOND: '1000', PARTNER_CENTRAL_TIMEOUT_MS: '60000' });
});
afterAll(async () => {
  // What hangs is let go, so that the worker can end.
  await api.simulator.reset();
  await api.close();
});
beforeEach(() => api.simulator.reset());

let drafts = 0;
const draft = async () => {
  drafts += 1;
  const externalRef = `news-${drafts}`;
  return (await request(api.url).post('/engagements').send(engagement({ externalRef })).expect(201)).body;
};
const submitLater = async (delayMs: number) => {
  api.simulator.addFault({ kind: 'delay', delayMs, times: 1, operation: 'CreateEngagement' });
  const { id, externalRef } = await draft();
  const { body } = await request(api.url)
    .post(`/engagements/${id}/submit`)
    .set('prefer', 'wait=0')
    .expect(202);
  return { ...body, externalRef };
};
const patch = (id: string, body: object) => request(api.url).patch(`/engagements/${id}`).send(body);
/** Its `then` sends it. */
const asked = (path: string, prefer: string, known?: string) => {
  const call = request(api.url).get(path).set('prefer', prefer);
  return Promise.resolve(known === undefined ? call : call.set('if-none-match', known));
};
const somebodyWaits = () =>
  waitUntil(async () => (await scrape(`${api.url}/metrics`)).value('submission_callers_waiting') === 1);

const addresses = [
  ['its id', ({ id }: { id: string }) => `/engagements/${id}`],
  ['the caller’s own', ({ externalRef }: { externalRef: string }) => `/engagements/by-ref/${externalRef}`],
] as const;

describe.each(addresses)('who asks by %s for news of an engagement', (_, addressOf) => {
  it('is told the outcome as soon as it is there', async () => {
    const open = await submitLater(500);

    const { status, body } = await asked(addressOf(open), 'wait=25');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: open.id, status: 'submitted' });
  });

  it('is told of another version as soon as there is one', async () => {
    const known = await draft();
    const news = asked(addressOf(known), 'wait=25', '"1"');
    await somebodyWaits();
    await patch(known.id, { title: 'Another' }).expect(200);

    const { status, body, headers } = await news;
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: 2, title: 'Another' });
    expect(headers['etag']).toBe('"2"');
  });

  it('is told that there is none when the time is over', async () => {
    const { status, headers, text } = await asked(addressOf(await draft()), 'wait=1', '"1"');

    expect({ status, text }).toEqual({ status: 304, text: '' });
    expect(headers['etag']).toBe('"1"');
  });

  it('is told at once where they know another version', async () => {
    const known = await draft();
    await patch(known.id, { title: 'Another' }).expect(200);

    const { status, body } = await asked(addressOf(known), 'wait=25', '"1"');
    expect(status).toBe(200);
    expect(body.version).toBe(2);
  });

  it('is told that it is gone', async () => {
    const known = await draft();
    const news = asked(addressOf(known), 'wait=25', '*');
    await somebodyWaits();
    await request(api.url).delete(`/engagements/${known.id}`).expect(204);

    expect((await news).status).toBe(404);
  });

  it('is told at once that it is a draft, which nothing is waited for of', async () => {
    expect((await asked(addressOf(await draft()), 'wait=25')).body.status).toBe('draft');
  });
});

it('is told how a submission stands when the time is over, and by who does not wait at once', async () => {
  const open = await submitLater(60_000);

  for (const prefer of ['wait=1', 'wait=0', 'respond-async', 'handling=strict']) {
    const { status, body } = await asked(`/engagements/${open.id}`, prefer);
    expect({ status, is: body.status }).toEqual({ status: 200, is: 'submitting' });
  }
  const { status, body } = await asked(`/engagements/${open.id}`, 'wait=1', `"${open.version}"`);
  expect({ status, is: body.status }).toEqual({ status: 200, is: 'submitting' });
});

it('is told that the version they know can’t be read, also while it is submitted', async () => {
  const open = await submitLater(60_000);

  for (const path of [`/engagements/${open.id}`, `/engagements/by-ref/${open.externalRef}`]) {
    expect((await asked(path, 'wait=0', open.version)).status).toBe(400);
  }
});

it('is told of a submission’s end by its version', async () => {
  const open = await submitLater(500);

  const { body } = await asked(`/engagements/${open.id}`, 'wait=25', `"${open.version}"`);
  expect(body).toMatchObject({ status: 'submitted', version: Number(open.version) + 1 });
});

it('is told that a submission was opened', async () => {
  const known = await draft();
  const news = asked(`/engagements/${known.id}`, 'wait=25', '"1"');
  await somebodyWaits();
  await request(api.url).post(`/engagements/${known.id}/submit`).expect(200);

  expect((await news).body.version).toBeGreaterThan(1);
  await waitForStatus(api.database.url, known.id, 'submitted');
});
