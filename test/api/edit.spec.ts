import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { draftCalls } from '../support/draft-calls.js';
import { engagement, lead } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const { created, patch } = draftCalls(() => api);

describe('PATCH /engagements/{id}', () => {
  it('replaces what is sent, clears what is null, and replaces contexts whole', async () => {
    const { id } = await created(engagement({ externalRef: 'crm-patch' }));

    const { body, headers } = await request(api.url)
      .patch(`/engagements/${id}`)
      .set('content-type', 'application/merge-patch+json')
      .send(JSON.stringify({ title: 'Another', description: null, externalRef: null, contexts: [lead()] }))
      .expect(200);

    expect(body).toMatchObject({ version: 2, title: 'Another', contexts: [{ type: 'lead' }] });
    expect(body).not.toHaveProperty('description');
    expect(body).not.toHaveProperty('externalRef');
    expect(headers['etag']).toBe('"2"');
  });

  it('loses none of many edits at once, whichever fields they change', async () => {
    const { id } = await created();
    const edits = Array.from({ length: 20 }, (_, number) =>
      number % 2 === 0 ? { title: `Title ${number}` } : { description: `Description ${number}` },
    );

    const answers = await Promise.all(edits.map((edit) => patch(id, edit)));

    expect(answers.map(({ status }) => status)).toEqual(edits.map(() => 200));
    const inOrder = edits
      .map((edit, index) => ({ edit, version: Number(answers[index]?.body.version) }))
      .toSorted((one, other) => one.version - other.version);
    expect(inOrder.map(({ version }) => version)).toEqual(edits.map((_, index) => index + 2));
    const { body } = await request(api.url).get(`/engagements/${id}`).expect(200);
    expect(body).toMatchObject(Object.assign({}, ...inOrder.map(({ edit }) => edit)));
    const { body: history } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
    expect(history.data.filter(({ type }: { type: string }) => type === 'edited')).toHaveLength(20);
  });

  it('leaves the version as it is when nothing changes', async () => {
    const { id, title } = await created();

    expect((await patch(id, { title }).expect(200)).body.version).toBe(1);
  });

  it('refuses unknown fields, also null ones, and bodies that are no object', async () => {
    const { id } = await created();

    expect((await patch(id, { colour: null }).expect(400)).body.errors[0].pointer).toBe('/colour');
    expect((await patch(id, [1]).expect(400)).body.errors[0].pointer).toBe('');
  });

  it('lets one of two win who edit the same version', async () => {
    const { id } = await created();
    const answers = await Promise.all(
      ['One', 'Two'].map((title) => patch(id, { title }).set('if-match', '"1"')),
    );

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it.each([
    ['"1"', 200],
    ['*', 200],
    ['"9", "1"', 200],
    ['"9"', 412],
    ['W/"1"', 412],
    ['1', 400],
  ])('answers If-Match: %s with %i', async (tag, status) => {
    const { id } = await created();

    await patch(id, { title: 'Other' }).set('if-match', tag).expect(status);
  });

  it('refuses to edit what is submitted', async () => {
    const { body } = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);

    const { body: problem } = await patch(body.id, { title: 'Late' }).expect(409);

    expect(problem.type).toBe('/problems/engagement-not-editable');
    await request(api.url).delete(`/engagements/${body.id}`).expect(409);
  });
});
