import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { draftCalls } from '../support/draft-calls.js';
import { engagement, lead } from '../support/engagements.factory.js';
import { connect } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const { created, patch } = draftCalls(() => api);

describe('GET /engagements/{id}/history', () => {
  it('tells which fields changed, not what they say', async () => {
    const { id } = await created(engagement({ contexts: [lead()] }));
    const changed = JSON.parse(JSON.stringify([lead()]).replace('Ada', 'Grace'));
    await patch(id, { title: 'Other', contexts: changed }).expect(200);

    const { body, text } = await request(api.url).get(`/engagements/${id}/history`).expect(200);

    expect(body.data).toMatchObject([
      { type: 'created', actor: 'anonymous', at: expect.stringMatching(/Z$/) },
      {
        type: 'edited',
        details: { fields: ['/title', '/contexts/0/interactions/0/contact/firstName'] },
      },
    ]);
    expect(text).not.toContain('Grace');
  });

  describe('of very many events', () => {
    const history = async (id: string, query: object = {}) =>
      (await request(api.url).get(`/engagements/${id}/history`).query(query).expect(200)).body;
    const withEvents = async (count: number, bytes: number): Promise<string> => {
      const { id } = await created();
      const client = await connect(api.database.url);
      await client.query(
        `INSERT INTO engagement_events (engagement_id, actor, type, details)
         SELECT $1, 'reconciliation', 'reconciliation', jsonb_build_object('attempt', n, 'decision', repeat('x', $3))
         FROM generate_series(1, $2) n`,
        [id, count, bytes],
      );
      await client.end();
      return id;
    };
    const attemptsOf = (data: { details: { attempt?: number } }[]) =>
      data.flatMap(({ details }) => details.attempt ?? []);

    it('comes in pages of a thousand, oldest first', async () => {
      const id = await withEvents(2500, 1);
      const attempts: number[] = [];
      const sizes: number[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: { data: { details: { attempt?: number } }[]; nextCursor: string | null } = await history(
          id,
          cursor === '' ? {} : { cursor },
        );
        attempts.push(...attemptsOf(page.data));
        sizes.push(page.data.length);
        cursor = page.nextCursor;
      }

      expect(sizes).toEqual([1000, 1000, 501]);
      expect(attempts).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1));
    });

    it('has shorter pages where events are large or the caller asks for it', async () => {
      const id = await withEvents(10, 300_000);
      const { data, nextCursor } = await history(id);
      expect(attemptsOf(data)).toEqual([1, 2, 3, 4]);
      const next = await history(id, { cursor: nextCursor, limit: 2 });
      expect(attemptsOf(next.data)).toEqual([5, 6]);
      const last = await history(id, { cursor: next.nextCursor, limit: 4 });
      expect(attemptsOf(last.data)).toEqual([7, 8, 9, 10]);
      expect(last.nextCursor).toBeNull();
    });

    it.each([
      ['cursor', 'abc'],
      ['cursor', Buffer.from('{"after":"01890000-0000-7000-8000-000000000000"}').toString('base64url')],
      ['limit', '0'],
      ['limit', '1001'],
      ['page', '2'],
    ])('refuses %s=%s', async (name, value) => {
      const { id } = await created();
      const { body } = await request(api.url)
        .get(`/engagements/${id}/history`)
        .query({ [name]: value })
        .expect(400);

      expect(body.errors).toMatchObject([{ parameter: name }]);
    });
  });

  it('can’t be rewritten', async () => {
    const { id } = await created();
    const client = await connect(api.database.url);

    await expect(
      client.query('DELETE FROM engagement_events WHERE engagement_id = $1', [id]),
    ).rejects.toThrow('append-only');
    await client.end();
  });
});
