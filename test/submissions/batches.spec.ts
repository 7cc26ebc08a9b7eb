import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_MAX_ATTEMPTS: '1', SUBMISSION_RATE_PER_SECOND: '1000' });
});
afterEach(() => {
  api.simulator.clearFaults();
});
afterAll(() => api.close());

const draft = async (body: object = engagement()) =>
  String((await request(api.url).post('/engagements').send(body).expect(201)).body.id);
const submitMany = (ids: unknown) => request(api.url).post('/engagements/submissions').send({ ids });
const look = async (location: string | undefined) =>
  (
    await request(api.url)
      .get(location ?? '')
      .expect(200)
  ).body;

describe('POST /engagements/submissions', () => {
  it('queues what it can, and says of each of the others why not', async () => {
    const [ready, done, incomplete] = [await draft(), await draft(), await draft({ title: 'Incomplete' })];
    await request(api.url).post(`/engagements/${done}/submit`).expect(200);
    const unknown = randomUUID();

    const { body, headers } = await submitMany([ready, incomplete, done, unknown, 'no-uuid']).expect(202);

    expect(headers['location']).toBe(`/engagements/submissions/${body.id}`);
    expect(body.data).toMatchObject([
      { id: ready, result: 'queued' },
      {
        id: incomplete,
        result: 'not-ready',
        status: 'draft',
        error: { type: '/problems/engagement-not-ready', errors: [{ pointer: '/description' }] },
      },
      { id: done, result: 'already-submitted', status: 'submitted', arn: expect.stringMatching(/^arn:/) },
      { id: unknown, result: 'not-found' },
      { id: 'no-uuid', result: 'not-found' },
    ]);
    await waitForStatus(api.database.url, ready, 'submitted');
  });

  it('tells ten findings of each, and how many more there are', async () => {
    const contexts = Array.from({ length: 5 }, () => ({
      type: 'lead',
      interactions: Array.from({ length: 10 }, () => ({ contact: {} })),
    }));
    const { body: faulty } = await request(api.url).post('/engagements').send({ contexts }).expect(201);
    const { body, headers } = await submitMany(Array<string>(50).fill(faulty.id)).expect(202);

    const [first] = body.data;
    expect(first.error.errors).toHaveLength(11);
    expect(first.error.errors.at(-1).message).toBe('And 91 more.');
    expect((await look(headers['location'])).data).toEqual(body.data);
  });

  it('tells at its Location how far each has come, and when all is done', async () => {
    api.simulator.addFault({ kind: 'error', error: { name: 'AccessDeniedException' }, times: 1 });
    const ids = [await draft(), await draft(), await draft()];
    const { body, headers } = await submitMany(ids).expect(202);
    await waitUntil(async () => (await look(headers['location'])).open === 0);

    const { data, ...progress } = await look(headers['location']);
    expect(progress).toEqual({
      id: body.id,
      createdAt: body.createdAt,
      total: 3,
      open: 0,
      counts: { submitted: 2, rejected: 1 },
    });
    const arns = api.simulator.ledger().engagements.map(({ arn }) => arn);
    for (const row of data) {
      expect(row.result).toBe('queued');
      expect(row.status === 'rejected' ? row.error.type : arns.includes(row.arn)).toBe(
        row.status === 'rejected' ? '/problems/partner-central-access-denied' : true,
      );
    }
  });

  it('says when to look again while any is open', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 500, times: 1 });
    const id = await draft();
    const { headers } = await submitMany([id]).expect(202);

    expect(headers['retry-after']).toMatch(/^\d+$/);
    await waitForStatus(api.database.url, id, 'submitted');
    const { headers: done } = await request(api.url)
      .get(headers['location'] ?? '')
      .expect(200);
    expect(done).not.toHaveProperty('retry-after');
  });

  it('can be asked again, and creates nothing twice', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 300, times: 1 });
    const id = await draft(engagement({ title: 'Asked twice' }));
    await submitMany([id, id]).expect(202);
    await submitMany([id]).expect(202);

    await waitForStatus(api.database.url, id, 'submitted');
    const created = api.simulator
      .ledger()
      .engagements.filter(({ request: sent }) => sent['Title'] === 'Asked twice');
    expect(created).toEqual([expect.objectContaining({ calls: 1 })]);
  });

  it('stands under its Idempotency-Key for the same batch, and goes on where it ended', async () => {
    const key = randomUUID();
    const ids = [await draft(), await draft({ title: 'Incomplete' }), await draft()];
    const first = await submitMany(ids).set('idempotency-key', key).expect(202);
    await Promise.all([ids[0], ids[2]].map((id) => waitForStatus(api.database.url, String(id), 'submitted')));
    // As if the first call had ended before the last of them.
    const database = await connect(api.database.url);
    await database.query('DELETE FROM submission_batch_rows WHERE batch_id = $1 AND position = 1', [
      first.body.id,
    ]);
    await database.end();

    const second = await submitMany(ids).set('idempotency-key', key).expect(202);

    expect(second.headers).toMatchObject({
      'idempotency-replayed': 'true',
      location: first.headers['location'],
    });
    expect(second.body).toMatchObject({
      id: first.body.id,
      data: [
        { result: 'queued', status: 'submitted' },
        { result: 'not-ready', status: 'draft' },
        { result: 'queued', status: 'submitted' },
      ],
    });
    const { body } = await submitMany([ids[0]]).set('idempotency-key', key).expect(422);
    expect(body.type).toBe('/problems/idempotency-key-reused');
  });

  it('knows an engagement by its id in upper case too', async () => {
    const id = (await draft()).toUpperCase();
    const { body } = await submitMany([id]).expect(202);

    expect(body.data).toEqual([expect.objectContaining({ id, result: 'queued' })]);
    expect(body.data[0].status).not.toBe('deleted');
  });

  it('shows a deleted engagement as deleted', async () => {
    const id = await draft({ title: 'Deleted later' });
    const { headers } = await submitMany([id]).expect(202);
    await request(api.url).delete(`/engagements/${id}`).expect(204);

    expect((await look(headers['location'])).data).toMatchObject([
      { id, result: 'not-ready', status: 'deleted' },
    ]);
  });

  it.each([
    ['no ids', {}, ['/ids']],
    ['no list', { ids: 'x' }, ['/ids']],
    ['an empty list', { ids: [] }, ['/ids']],
    ['what is no id', { ids: [7] }, ['/ids']],
    ['what Postgres can’t keep', { ids: ['\u0000', '\ud800'] }, ['/ids']],
    ['what is too long for an id', { ids: ['x'.repeat(65)] }, ['/ids']],
    ['more than 500', { ids: Array.from({ length: 501 }, () => randomUUID()) }, ['/ids']],
    ['unknown fields', { ids: [randomUUID()], wait: true }, ['/wait']],
    ['a list in the place of the body', [randomUUID()], ['/ids']],
  ])('refuses %s', async (_, body, pointers) => {
    const { body: problem } = await request(api.url).post('/engagements/submissions').send(body).expect(400);

    expect(problem.type).toBe('/problems/invalid-request');
    expect(problem.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });

  it.each([[randomUUID()], ['no-uuid']])('knows no batch %s', async (id) => {
    const { body } = await request(api.url).get(`/engagements/submissions/${id}`).expect(404);
    expect(body.type).toBe('/problems/batch-not-found');
  });

  it('is forgotten after 30 days', async () => {
    const { headers } = await submitMany([randomUUID()]).expect(202);
    const location = headers['location'] ?? '';
    const database = await connect(api.database.url);

    await api.call('SubmissionBatchCleanup', 'deleteExpired');
    await request(api.url).get(location).expect(200);
    await database.query("UPDATE submission_batches SET created_at = created_at - interval '31 days'");
    await api.call('SubmissionBatchCleanup', 'deleteExpired');
    await request(api.url).get(location).expect(404);
    await database.end();
  });
});
