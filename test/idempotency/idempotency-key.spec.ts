import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitUntil } from '../support/settled.js';

describe('Idempotency-Key', () => {
  let api: TestApi;
  let database: Client;
  beforeAll(async () => {
    api = await startApi({ SUBMISSION_MAX_ATTEMPTS: '1', SUBMISSION_RATE_PER_SECOND: '1000' });
    database = await connect(api.database.url);
  });
  afterEach(() => {
    api.simulator.clearFaults();
  });
  afterAll(async () => {
    await database.end();
    await api.close();
  });

  const post = (path: string, key: string, body?: object) =>
    request(api.url).post(path).set('idempotency-key', key).send(body);
  const count = async (title: string) => {
    const { rows } = await database.query('SELECT count(*)::int AS n FROM engagements WHERE title = $1', [
      title,
    ]);
    return Number(rows[0]?.n);
  };

  it('gives the first answer to a saved draft again', async () => {
    const key = randomUUID();
    const body = engagement({ title: 'Saved once' });
    const first = await post('/engagements', key, body).expect(201);
    const second = await post('/engagements', key, body).expect(201);

    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({
      'idempotency-replayed': 'true',
      location: first.headers['location'],
      etag: first.headers['etag'],
    });
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(await count('Saved once')).toBe(1);
  });

  it('gives it again even after the engagement has changed', async () => {
    const key = randomUUID();
    const body = engagement({ title: 'Before' });
    const first = await post('/engagements', key, body).expect(201);
    await request(api.url).patch(`/engagements/${first.body.id}`).send({ title: 'After' }).expect(200);

    expect((await post('/engagements', key, body).expect(201)).text).toBe(first.text);
  });

  it('takes the same body with its keys in another order for the same request', async () => {
    const key = randomUUID();
    const first = await post('/engagements', key, { title: 'Order', description: 'x' }).expect(201);
    const second = await post('/engagements', key, { description: 'x', title: 'Order' }).expect(201);

    expect(second.body.id).toBe(first.body.id);
  });

  it('creates one engagement in AWS for a submission that is sent many times at once', async () => {
    const key = randomUUID();
    const body = engagement({ title: 'Sent ten times at once', externalRef: 'sent-ten-times' });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post('/engagements?submit=true', key, body)),
    );

    expect(answers.map(({ status }) => status).filter((status) => status !== 409)).toContain(201);
    const others = answers.filter(({ status }) => status !== 201).map(({ body: { type } }) => String(type));
    expect(new Set(others).difference(new Set(['/problems/idempotency-key-in-use']))).toEqual(new Set());
    expect(await count('Sent ten times at once')).toBe(1);
    const again = await post('/engagements?submit=true', key, body).expect(201);
    expect(again.body.status).toBe('submitted');
  });

  it('joins the first request while it is under way, and is told the same', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 500, times: 1 });
    const key = randomUUID();
    const body = engagement({ title: 'Under way' });
    const first = post('/engagements?submit=true', key, body).then((answer) => answer);
    await waitUntil(async () => (await count('Under way')) === 1);

    const second = await post('/engagements?submit=true', key, body).expect(201);

    expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(second.text).toBe((await first).text);
    expect(await count('Under way')).toBe(1);
  });

  it('is in use until the first request has committed', async () => {
    const key = randomUUID();
    const body = { title: 'Not committed', externalRef: 'not-committed' };
    const holder = await connect(api.database.url);
    await holder.query('BEGIN');
    await holder.query(
      `INSERT INTO engagements (catalog, created_by, external_ref, client_token)
       VALUES ('Sandbox', 'anonymous', 'not-committed', gen_random_uuid())`,
    );
    const first = post('/engagements', key, body).then((answer) => answer);
    await waitUntil(async () => {
      const { rows } = await database.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });

    const second = await post('/engagements', key, body).expect(409).expect('retry-after', '1');

    expect(second.body.type).toBe('/problems/idempotency-key-in-use');
    await holder.query('ROLLBACK');
    await holder.end();
    expect((await first).status).toBe(201);
  });

  it.each([
    ['another body', '/engagements', { title: 'Other' }],
    ['another query', '/engagements?submit=false', { title: 'First' }],
    ['another body, even if it is wrong', '/engagements', { title: 'x'.repeat(41) }],
    ['another body, even if it is not ready', '/engagements?submit=true', {}],
  ])('refuses %s', async (_, path, body) => {
    const key = randomUUID();
    await post('/engagements', key, { title: 'First' }).expect(201);

    const { body: problem } = await post(path, key, body).expect(422);

    expect(problem.type).toBe('/problems/idempotency-key-reused');
  });

  it('gives a refusal by AWS again', async () => {
    api.simulator.addFault({ kind: 'error', error: { name: 'AccessDeniedException' }, times: 1 });
    const key = randomUUID();
    const draft = await request(api.url).post('/engagements').send(engagement()).expect(201);
    const path = `/engagements/${draft.body.id}/submit`;
    const first = await post(path, key).expect(403);
    const second = await post(path, key).expect(403);

    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({
      'idempotency-replayed': 'true',
      'content-type': first.headers['content-type'],
      location: first.headers['location'],
    });
  });

  it('is free again after a request that made nothing', async () => {
    const key = randomUUID();
    await post('/engagements', key, { title: 7 }).expect(400);

    await post('/engagements', key, { title: 'Seven' }).expect(201);
  });

  it.each([
    ['is empty', ''],
    ['has a blank', 'a b'],
    ['is too long', 'x'.repeat(256)],
  ])('is refused where it %s', async (_, key) => {
    const { body } = await post('/engagements', key, { title: 'x' }).expect(400);

    expect(body.errors).toEqual([expect.objectContaining({ parameter: 'Idempotency-Key' })]);
  });

  it('answers from what was done when the process did not live to answer', async () => {
    const key = randomUUID();
    const body = engagement({ title: 'Died before answering' });
    const first = await post('/engagements?submit=true', key, body).expect(201);
    await database.query('UPDATE idempotency_keys SET answer = NULL WHERE key = $1', [key]);

    const second = await post('/engagements?submit=true', key, body).expect(201);

    expect(second.body).toMatchObject({ id: first.body.id, status: 'submitted' });
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await count('Died before answering')).toBe(1);
  });

  it('keeps nothing of a deleted engagement', async () => {
    const key = randomUUID();
    const body = engagement({ title: 'Deleted' });
    const first = await post('/engagements', key, body).expect(201);
    await request(api.url).delete(`/engagements/${first.body.id}`).expect(204);

    const { rows } = await database.query('SELECT answer FROM idempotency_keys WHERE key = $1', [key]);
    expect(rows).toEqual([{ answer: null }]);
    const { body: problem, headers } = await post('/engagements', key, body).expect(404);
    expect(problem).toMatchObject({
      type: '/problems/engagement-not-found',
      instance: '/engagements',
      requestId: headers['x-request-id'],
    });
  });

  it('collides with none of its repeats once the first one has committed', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
    const key = randomUUID();
    const body = engagement({ title: 'Repeated at once' });
    const first = post('/engagements?submit=true', key, body).then(({ status }) => status);
    await waitUntil(async () => (await count('Repeated at once')) === 1);

    const repeats = await Promise.all(
      Array.from({ length: 8 }, () => post('/engagements?submit=true', key, body)),
    );

    expect([await first, ...repeats.map(({ status }) => status)]).toEqual(Array(9).fill(201));
  });

  it('is kept for a day and then deleted', async () => {
    const [old, recent] = [randomUUID(), randomUUID()];
    await post('/engagements', old, { title: 'x' }).expect(201);
    await post('/engagements', recent, { title: 'x' }).expect(201);
    await database.query(
      "UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1",
      [old],
    );

    await api.call('IdempotencyCleanup', 'deleteExpired');

    const { rows } = await database.query('SELECT key FROM idempotency_keys WHERE key = ANY($1)', [
      [old, recent],
    ]);
    expect(rows).toEqual([{ key: recent }]);
  });
});
