import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement, lead } from '../support/engagements.factory.js';
import { connect, waitForStatus, waitUntil } from '../support/settled.js';

let api: TestApi;
let database: Client;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_RATE_PER_SECOND: '1000',
    SUBMISSION_MAX_ATTEMPTS: '1',
    RECONCILIATION_DELAY_MS: '3600000',
  });
  database = await connect(api.database.url);
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const save = (query = '', key?: string, body = engagement()) => {
  const call = request(api.url).post(`/engagements${query}`).send(body);
  return key === undefined ? call : call.set('idempotency-key', key);
};
interface Answered {
  readonly id: string;
  readonly version: number;
  readonly [member: string]: unknown;
}
const submitted = async (key?: string, body = engagement()): Promise<Answered> =>
  (await save('?submit=true', key, body).expect(201)).body;
const erase = (id: string) => request(api.url).delete(`/engagements/${id}/personal-data`);
const get = (path: string) => request(api.url).get(`/engagements/${path}`);

/** Everything that the database has of an engagement, as text. */
async function allOf(id: string): Promise<string> {
  const { rows } = await database.query(
    `SELECT to_jsonb(one)::text AS text FROM engagements one WHERE id = $1
     UNION ALL SELECT to_jsonb(one)::text FROM submissions one WHERE engagement_id = $1
     UNION ALL SELECT to_jsonb(one)::text FROM engagement_events one WHERE engagement_id = $1
     UNION ALL SELECT to_jsonb(one)::text FROM idempotency_keys one WHERE engagement_id = $1`,
    [id],
  );
  return rows.map(({ text }) => String(text)).join('\n');
}

const written = /Acme|Cloud migration|Byron|ada@|Seattle|November|Retail Summit|Asked for/;

describe('erasing the personal data of a submitted engagement', () => {
  it('leaves nothing of what was written, and all that happened', async () => {
    const before = await submitted('erased', engagement({ externalRef: 'crm-erased' }));
    expect(await allOf(before.id)).toMatch(written);

    await erase(before.id).expect(204, '');

    expect(await allOf(before.id)).not.toMatch(written);
    const { body, headers } = await get(before.id).expect(200);
    const { title: _title, description: _description, updatedAt: _updatedAt, ...kept } = before;
    expect(body).toEqual({
      ...kept,
      updatedAt: expect.any(String),
      contexts: [],
      version: before.version + 1,
      readiness: { ready: true, errors: [], warnings: [] },
      personalDataErasedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(headers['etag']).toBe(`"${before.version + 1}"`);
    const history = (await get(`${before.id}/history`).expect(200)).body.data;
    expect(history.at(-1)).toMatchObject({ type: 'personal-data-erased', actor: 'anonymous' });
    expect(history.length).toBeGreaterThan(3);
  });

  it('leaves no warning, which may suggest what was nearly written', async () => {
    const byModel = await startApi({ PARTNER_CENTRAL_RULES: 'model' });
    const books = await connect(byModel.database.url);
    try {
      const customer = { companyName: 'Acme', websiteUrl: 'https://acme.example.com/x?a=1&b=2' };
      const { body } = await request(byModel.url)
        .post('/engagements?submit=true')
        .send(engagement({ contexts: [lead({ customer })] }))
        .expect(201);
      expect(JSON.stringify(body.readiness.warnings)).toContain('"suggestion":"https://acme.example.com/x"');

      await request(byModel.url).delete(`/engagements/${body.id}/personal-data`).expect(204);

      const { rows } = await books.query('SELECT to_jsonb(one)::text AS text FROM engagements one');
      expect(String(rows[0].text)).not.toMatch(/acme/i);
    } finally {
      await books.end();
      await byModel.close();
    }
  });

  it('keeps the hash of the request, and says that the request is gone', async () => {
    const { id } = await submitted();
    const { sha256 } = (await get(`${id}/request`).expect(200)).body;

    await erase(id).expect(204);

    const { body } = await get(`${id}/request`).expect(410);
    expect(body).toMatchObject({ type: '/problems/personal-data-erased', engagementId: id });
    expect(await allOf(id)).toContain(sha256);
  });

  it('is found by its external reference and its status, and no longer by what was written', async () => {
    const { id } = await submitted(
      undefined,
      engagement({ title: 'Findable once', externalRef: 'crm-find' }),
    );
    await erase(id).expect(204);

    const idsOf = async (query: string) =>
      (await request(api.url).get(`/engagements?${query}`).expect(200)).body.data.map(
        (one: { id: string }) => one.id,
      );
    expect(await idsOf('q=findable')).toEqual([]);
    expect(await idsOf('externalRef=crm-find')).toEqual([id]);
    expect(await idsOf('status=submitted&limit=100')).toContain(id);
  });

  it('is done once, however often it is asked for, with its former version too', async () => {
    const { id, version } = await submitted();

    await Promise.all([erase(id).expect(204), erase(id).expect(204), erase(id).expect(204)]);
    await erase(id).set('if-match', `"${version}"`).expect(204);

    const { data } = (await get(`${id}/history`)).body;
    expect(data.filter(({ type }: { type: string }) => type === 'personal-data-erased')).toHaveLength(1);
    expect((await get(id)).body.version).toBe(version + 1);
  });

  it('heeds If-Match', async () => {
    const { id, version } = await submitted('if-match');

    const { body } = await erase(id)
      .set('if-match', `"${version + 1}"`)
      .expect(412);
    expect(body).toMatchObject({ type: '/problems/version-mismatch', currentVersion: version });
    expect(await allOf(id)).toMatch(written);
    expect(await allOf(id)).toContain('"answer_forgotten": false');

    await erase(id).set('if-match', `"${version}"`).expect(204);
  });

  it('answers a repeat under its key from what is left, and keeps no answer again', async () => {
    const first = await submitted('repeated');
    await erase(first.id).expect(204);

    for (let repeat = 0; repeat < 2; repeat += 1) {
      const { body, headers } = await save('?submit=true', 'repeated').expect(201);
      expect(headers['idempotency-replayed']).toBe('true');
      expect(body).toMatchObject({ id: first.id, status: 'submitted', partnerCentral: first.partnerCentral });
      expect(JSON.stringify(body)).not.toMatch(written);
    }
    expect(await allOf(first.id)).toContain('"answer": null');
  });

  it('keeps no answer that was made before and comes to be kept after it', async () => {
    const { id } = await submitted('late-answer');
    // As the other process leaves it that has answered, and not yet kept its answer.
    await database.query(`UPDATE idempotency_keys SET answer = NULL WHERE engagement_id = $1`, [id]);
    const holder = await connect(api.database.url);
    await holder.query('BEGIN');
    // Lets the answer be made, and holds back that it is kept.
    await holder.query('SELECT 1 FROM idempotency_keys WHERE engagement_id = $1 FOR UPDATE', [id]);
    const repeat = save('?submit=true', 'late-answer').then((answer) => answer);
    const waiting = async (pattern: string) => {
      const { rows } = await database.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ $1`,
        [pattern],
      );
      return rows.length > 0;
    };
    await waitUntil(() => waiting('SET answer = coalesce'));
    // What erasing does to the key, ahead of it.
    await holder.query(
      'UPDATE idempotency_keys SET answer = NULL, answer_forgotten = true WHERE engagement_id = $1',
      [id],
    );
    await holder.query('COMMIT');
    await holder.end();

    expect((await repeat).status).toBe(201);
    expect(await allOf(id)).toContain('"answer": null');
  });

  it('can be submitted or edited no more than before', async () => {
    const { id } = await submitted();
    await erase(id).expect(204);

    const { body } = await request(api.url).post(`/engagements/${id}/submit`).expect(409);
    expect(body).toMatchObject({ type: '/problems/already-submitted', arn: expect.any(String) });
    await request(api.url).patch(`/engagements/${id}`).send({ title: 'x' }).expect(409);
    await request(api.url).delete(`/engagements/${id}`).expect(409);
  });
});

describe('erasing is refused', () => {
  const refused = async (id: string, status: string) => {
    const { body } = await erase(id).expect(409);
    expect(body).toMatchObject({
      type: '/problems/engagement-not-submitted',
      detail: `The engagement is ${status}.`,
      engagementId: id,
    });
    expect((await get(id)).body).toMatchObject({ status, title: 'Cloud migration for Acme' });
  };

  it('for a draft, whose kept answer stays', async () => {
    const { id } = (await save('', 'draft').expect(201)).body;

    await refused(id, 'draft');
    expect(await allOf(id)).toContain('"answer_forgotten": false');
  });

  it('for a rejected one', async () => {
    api.simulator.addFault({ kind: 'error', times: 1, error: { name: 'ValidationException' } });
    const { engagementId } = (await save('?submit=true').expect(422)).body;

    await refused(engagementId, 'rejected');
  });

  it('for one that nobody knows of whether AWS has it', async () => {
    api.simulator.addFault({ kind: 'html', times: 1 });
    const { engagementId } = (await save('?submit=true').expect(502)).body;

    await refused(engagementId, 'unresolved');
  });

  it('while it is being sent, and then done with what came of it', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 500, times: 1 });
    const { id } = (await save('?submit=true').set('prefer', 'respond-async').expect(202)).body;

    await refused(id, 'submitting');
    await waitForStatus(api.database.url, id, 'submitted');
    await erase(id).expect(204);
    expect(await allOf(id)).not.toMatch(written);
  });

  it.each(['0192f0c1-2f6e-7cc3-9d2a-0a4f6c1b7d01', 'no-id'])('for an unknown id: %s', async (id) => {
    expect((await erase(id).expect(404)).body.type).toBe('/problems/engagement-not-found');
  });

  it('for an If-Match that can’t be read', async () => {
    const { id } = await submitted();
    await erase(id).set('if-match', 'seven').expect(400);
  });
});

it('is no field that a caller may send', async () => {
  const body = { ...engagement(), personalDataErasedAt: '2026-01-01T00:00:00.000Z' };

  expect((await save('', undefined, body).expect(400)).body.errors).toEqual([
    expect.objectContaining({ pointer: '/personalDataErasedAt', code: 'ACTION_NOT_PERMITTED' }),
  ]);
});
