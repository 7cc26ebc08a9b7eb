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

  it('can’t be rewritten', async () => {
    const { id } = await created();
    const client = await connect(api.database.url);

    await expect(
      client.query('DELETE FROM engagement_events WHERE engagement_id = $1', [id]),
    ).rejects.toThrow('append-only');
    await client.end();
  });
});
