import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { customerProject, engagement, interaction, lead } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS' });
});
afterAll(() => api.close());

const create = async (body: object): Promise<string> =>
  (await request(api.url).post('/engagements').send(body).expect(201)).body.id;
const list = (query: Record<string, unknown>) =>
  request(api.url).get('/engagements').query(query).expect(200);
const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

describe('GET /engagements', () => {
  it('pages newest first without gap or repeat, while new ones arrive', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      ids.push(await create({ title: `Paged ${number}` }));
    }
    const seen: string[] = [];
    let path: string | undefined = '/engagements?limit=5&q=Paged';
    while (path !== undefined) {
      const page: Response = await request(api.url).get(path).expect(200);
      const { body, headers } = page;
      seen.push(...idsOf(body));
      await create({ title: 'Paged later' });
      path = /<([^>]+)>; rel="next"/.exec(headers['link'] ?? '')?.[1];
      expect(path === undefined).toBe(body.nextCursor === null);
    }

    expect(seen).toEqual(ids.toReversed());
  });

  it('filters by status, repeated, by catalog in any letter case, and by external reference', async () => {
    const q = 'Filtered';
    const draft = await create({ title: q, externalRef: 'crm-list' });
    const aws = await create({ title: q, catalog: 'AWS' });
    const submitted = await request(api.url)
      .post('/engagements?submit=true')
      .send(engagement({ title: q }));
    const { id } = submitted.body;

    expect(idsOf((await list({ q, status: 'submitted' })).body)).toEqual([id]);
    expect(idsOf((await list({ q, status: ['draft', 'submitted'] })).body)).toEqual([id, aws, draft]);
    expect(idsOf((await list({ q, catalog: 'aws' })).body)).toEqual([aws]);
    expect(idsOf((await list({ externalRef: 'crm-list' })).body)).toEqual([draft]);
    expect(idsOf((await list({ q, catalog: 'AWS', status: 'submitted' })).body)).toEqual([]);
  });

  it('finds parts of the title and of company names, wildcards being ordinary characters', async () => {
    const customer = { ...customerProject().customer, companyName: 'Näh & Garn 100%_Wolle' };
    const id = await create({ title: 'Search me', contexts: [customerProject({ customer })] });

    for (const q of ['näh & g', '100%_w', 'SEARCH ME']) {
      expect(idsOf((await list({ q })).body)).toEqual([id]);
    }
    // One or two characters are looked for at the beginnings of words.
    for (const q of ['s', 'ME', 'nä', '&']) {
      expect(idsOf((await list({ q })).body)).toContain(id);
    }
    expect(idsOf((await list({ q: 'ar' })).body)).not.toContain(id);
    expect(idsOf((await list({ q: 'arn' })).body)).toContain(id);
    expect(idsOf((await list({ q: '' })).body)).toContain(id);
    expect(idsOf((await list({ q: '100__Wolle' })).body)).toEqual([]);
    expect(idsOf((await list({ q: 'S%me' })).body)).toEqual([]);
  });

  it('ends a page early where engagements are large, and loses none', async () => {
    const contexts = Array.from({ length: 5 }, () =>
      lead({
        interactions: Array.from({ length: 10 }, () => interaction({ businessProblem: 'x'.repeat(2000) })),
      }),
    );
    const ids: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      ids.push(await create({ title: 'Large', contexts }));
    }
    const size = JSON.stringify(contexts).length;
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | undefined; sizes.length === 0 || cursor !== undefined;) {
      const { body, text } = await list({
        q: 'Large',
        limit: 100,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...idsOf(body));
      sizes.push(text.length);
      cursor = body.nextCursor ?? undefined;
    }

    expect(seen).toEqual(ids.toReversed());
    expect(sizes).toHaveLength(Math.ceil(12 / Math.ceil(1_000_000 / size)));
    expect(Math.max(...sizes)).toBeLessThan(1_000_000 + 2 * size);
  });
});
