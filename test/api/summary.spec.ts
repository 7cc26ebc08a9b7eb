import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Reach } from '../../src/auth/reach.js';
import { summarizeEngagements } from '../../src/engagements/statements/summarize-engagements.js';
import { startApi, type TestApi } from '../support/api.js';
import { createKey } from '../support/callers.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS' });
});
afterAll(() => api.close());

const summary = async (query = '') =>
  (await request(api.url).get(`/engagements/summary${query}`).expect(200)).body;
const none = { draft: 0, submitting: 0, submitted: 0, rejected: 0, unresolved: 0 };

it('is all zeros where there is nothing', async () => {
  expect(await summary()).toEqual({
    at: expect.any(String),
    total: 0,
    byStatus: none,
    byCatalog: { Sandbox: none, AWS: none },
    oldestOpen: null,
    byLastError: {},
  });
});

it('counts by status and catalog, and tells the oldest open one and what went wrong', async () => {
  const post = (body: object, query = '') => request(api.url).post(`/engagements${query}`).send(body);
  await post(engagement()).expect(201);
  await post(engagement({ catalog: 'AWS' })).expect(201);
  await post(engagement(), '?submit=true').expect(201);
  api.simulator.addFault({
    kind: 'error',
    times: 1,
    error: { name: 'AccessDeniedException', message: 'No.' },
  });
  await post(engagement(), '?submit=true').expect(403);
  // What is waited out stays open.
  api.simulator.addFault({
    operation: 'CreateEngagement',
    kind: 'error',
    error: { name: 'ThrottlingException', message: 'Slow down.' },
  });
  const { body: first } = await post(engagement(), '?submit=true').set('prefer', 'wait=1').expect(202);
  await post(engagement({ catalog: 'AWS' }), '?submit=true')
    .set('prefer', 'respond-async')
    .expect(202);
  await sent(2);

  const counted = await summary();
  expect(counted).toMatchObject({
    total: 6,
    byStatus: { draft: 2, submitting: 2, submitted: 1, rejected: 1, unresolved: 0 },
    byCatalog: {
      Sandbox: { ...none, draft: 1, submitting: 1, submitted: 1, rejected: 1 },
      AWS: { ...none, draft: 1, submitting: 1 },
    },
    oldestOpen: { id: first.id, status: 'submitting', catalog: 'Sandbox' },
    byLastError: { 'partner-central-access-denied': 1, 'partner-central-throttled': 2 },
  });
  expect(counted.oldestOpen.requestedAt).toBe(first.submission.requestedAt);
  api.simulator.clearFaults();
  await waitForStatus(api.database.url, first.id, 'submitted');
  expect((await summary()).oldestOpen?.id).not.toBe(first.id);
});

it('counts one caller’s own where somebody who may see everyone’s asks for it', async () => {
  const client = await connect(api.database.url);
  try {
    await client.query(`
      INSERT INTO engagements (created_by, client_token, catalog)
      SELECT 'crm', gen_random_uuid(), 'Sandbox' FROM generate_series(1, 3)`);
  } finally {
    await client.end();
  }
  expect(await summary('?createdBy=crm')).toMatchObject({ total: 3, byStatus: { ...none, draft: 3 } });
  expect(await summary('?createdBy=anonymous')).toMatchObject({ total: 6 });
  expect(await summary()).toMatchObject({ total: 9 });
  expect(await summary('?createdBy=nobody')).toMatchObject({ total: 0, oldestOpen: null });
});

it('counts nobody else’s to a caller who sees their own only', async () => {
  const { text, values } = summarizeEngagements(
    Reach.of({ id: 'crm', scopes: new Set(['engagements:read']) }).ownedBy('anonymous'),
  );
  const client = await connect(api.database.url);
  try {
    const { rows } = await client.query(text, [...values]);
    expect(rows).toEqual([
      { counts: [{ catalog: 'Sandbox', status: 'draft', count: 3 }], oldest_open: null, errors: null },
    ]);
  } finally {
    await client.end();
  }
});

it('refuses what it does not know', async () => {
  const { body } = await request(api.url).get('/engagements/summary?owner=crm').expect(400);
  expect(body.type).toBe('/problems/invalid-request');
});

/** Until so many throttled attempts are recorded. */
async function sent(count: number): Promise<void> {
  await waitUntil(async () => (await summary()).byLastError['partner-central-throttled'] === count);
}

describe('where callers sign in', () => {
  let signedIn: TestApi;
  beforeAll(async () => {
    signedIn = await startApi({ AUTH: 'api-key' });
  });
  afterAll(() => signedIn.close());

  it('each counts their own, an administrator everyone’s or one’s, and nobody else anyone’s', async () => {
    const { database, url } = signedIn;
    const crm = await createKey(database, { name: 'crm' });
    const erp = await createKey(database, { name: 'erp' });
    const admin = await createKey(database, {
      name: 'admin',
      scopes: ['engagements:read', 'engagements:admin'],
    });
    const writer = await createKey(database, { name: 'writer', scopes: ['engagements:write'] });
    for (const { headers } of [crm, crm, erp]) {
      await request(url).post('/engagements').set(headers).send(engagement()).expect(201);
    }
    const get = (headers: Record<string, string>, query = '') =>
      request(url).get(`/engagements/summary${query}`).set(headers);
    expect((await get(crm.headers).expect(200)).body.total).toBe(2);
    expect((await get(erp.headers).expect(200)).body.total).toBe(1);
    expect((await get(admin.headers).expect(200)).body.total).toBe(3);
    expect((await get(admin.headers, '?createdBy=crm').expect(200)).body.total).toBe(2);
    await get(erp.headers, '?createdBy=crm').expect(403);
    await get(writer.headers).expect(403);
    await get({}).expect(401);
  });
});
