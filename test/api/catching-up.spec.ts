import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { idsOf, listCalls, nextOf } from '../support/list-calls.js';
import { connect } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS',
    SUBMISSION_RATE_PER_SECOND: '1000',
  });
});
afterAll(() => api.close());

const create = async (body: object): Promise<string> =>
  (await request(api.url).post('/engagements').send(body).expect(201)).body.id;
const { list, listed, walk, refusedFor } = listCalls(() => api);

describe('GET /engagements of many external references', () => {
  it('finds each that is there, in any order, once, and among them what other filters let through', async () => {
    const [first, second, third] = [
      await create({ externalRef: 'many-1' }),
      await create({ externalRef: 'many-2', title: 'Many' }),
      await create({ externalRef: 'many-3' }),
    ];
    const aws = await create({ externalRef: 'many-1', catalog: 'AWS' });
    const externalRef = ['many-2', ' many-1\u200b', 'many-1', 'many-4', 'many-3', 'MANY-3'];

    expect(await listed({ externalRef })).toEqual([aws, third, second, first]);
    expect(await listed({ externalRef, catalog: 'Sandbox' })).toEqual([third, second, first]);
    expect(await listed({ externalRef, catalog: 'aws' })).toEqual([aws]);
    expect(await listed({ externalRef, status: ['draft', 'submitted'] })).toEqual([
      aws,
      third,
      second,
      first,
    ]);
    expect(await listed({ externalRef, status: 'submitted' })).toEqual([]);
    expect(await listed({ externalRef, q: 'many' })).toEqual([second]);
    expect(await listed({ externalRef: ['many-1', 'many-3'] })).toEqual([aws, third, first]);
    expect(await listed({ externalRef: ['', ' '] })).toEqual([]);
  });

  it('pages through a hundred', async () => {
    const rows = Array.from({ length: 100 }, (_, row) => ({
      title: 'Hundred',
      externalRef: `hundred & ${row}`,
    }));
    await request(api.url)
      .post('/engagements/import')
      .set('content-type', 'application/x-ndjson')
      .send(rows.map((row) => JSON.stringify(row)).join('\n'))
      .expect(200);
    const parameters = new URLSearchParams(
      rows.map(({ externalRef }): [string, string] => ['externalRef', externalRef]),
    );

    const seen = await walk(`/engagements?limit=30&${parameters.toString()}`);
    expect(seen).toEqual(await listed({ q: 'hundred', limit: 100 }));
    expect(new Set(seen).size).toBe(100);
  });

  it('says how many may be asked for, and what none of them may hold', async () => {
    const refs = Array.from({ length: 101 }, (_, number) => `externalRef=${number}`);

    expect(await refusedFor(refs.join('&'))).toEqual([
      { parameter: 'externalRef', code: 'TOO_MANY_VALUES', message: 'May be given 100 times at most.' },
    ]);
    expect(await refusedFor('externalRef=a&externalRef=%00')).toMatchObject([
      { parameter: 'externalRef', code: 'INVALID_STRING_FORMAT' },
    ]);
  });
});

describe('GET /engagements of what has changed', () => {
  const q = 'Changing';
  const show = async (id: string) => (await request(api.url).get(`/engagements/${id}`).expect(200)).body;

  /** Edits an engagement until that is later than another one's last change. @returns when it was */
  async function editAfter(id: string, other: string): Promise<string> {
    const before = (await show(other)).updatedAt;
    for (let edits = 1; ; edits += 1) {
      const { body } = await request(api.url)
        .patch(`/engagements/${id}`)
        .send({ description: `Edited ${edits} times` })
        .expect(200);
      if (body.updatedAt > before) {
        return body.updatedAt;
      }
    }
  }

  it('lists what was saved or edited then or later, the newest created first', async () => {
    const [first, second] = [await create({ title: q, description: 'First' }), await create({ title: q })];
    const third = await create({ title: q });
    const updatedSince = await editAfter(first, third);
    const fourth = await create({ title: q });
    const later = new Date(Date.parse(updatedSince) + 1).toISOString();

    expect(await listed({ q, updatedSince })).toEqual([fourth, first]);
    expect(await listed({ q, updatedSince: later })).not.toContain(first);
    expect(await listed({ updatedSince })).toEqual([fourth, first]);
    expect(await listed({ q, updatedSince: '0001-01-01T00:00:00Z' })).toEqual([fourth, third, second, first]);
    expect(await listed({ updatedSince: '9999-12-31T23:59:59Z' })).toEqual([]);
  });

  it('lists what was submitted, and how that ended', async () => {
    const id = await create(engagement({ title: 'Changes status' }));
    const other = await create({ title: 'Stays as it is' });
    const edited = await editAfter(other, id);
    expect(await listed({ updatedSince: edited })).not.toContain(id);

    await request(api.url).post(`/engagements/${id}/submit`).expect(200);
    expect(await listed({ updatedSince: edited })).toContain(id);
    expect(await listed({ updatedSince: edited, status: 'submitted' })).toEqual([id]);
    const { updatedAt } = await show(id);
    expect(await listed({ updatedSince: updatedAt, status: 'submitted' })).toEqual([id]);
  });

  it('pages through it without gap or repeat, whatever changes meanwhile', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 7; number += 1) {
      ids.push(await create({ title: 'Catching up' }));
    }
    const updatedSince = (await show(ids[0] ?? '')).updatedAt;
    const page = await list({ q: 'catching up', updatedSince, limit: 2 });
    await editAfter(ids[1] ?? '', ids[6] ?? '');
    const next = nextOf(page) ?? '';

    expect([...idsOf(page.body), ...(await walk(next))]).toEqual(ids.toReversed());
    expect(new URL(next, api.url).searchParams.get('updatedSince')).toBe(updatedSince);
  });

  it('misses nothing that was being saved, by the Date of the first page of before and a minute', async () => {
    const id = await create({ title: 'Saved slowly' });
    const database = await connect(api.database.url);
    try {
      await database.query('BEGIN');
      await database.query('UPDATE engagements SET version = version + 1 WHERE id = $1', [id]);
      const { headers } = await list({ limit: 1 });
      await database.query('COMMIT');
      const next = new Date(Date.parse(headers['date'] ?? '') - 60_000).toISOString();

      const { body } = await list({ updatedSince: next, q: 'saved slowly' });
      expect(body.data).toMatchObject([{ id, version: 2 }]);
    } finally {
      await database.end();
    }
  });

  it('reads a moment as timestamps are read everywhere, and a plus sign that was not escaped', async () => {
    const id = await create({ title: 'At a moment' });
    const { updatedAt } = await show(id);
    const hours = (offset: number) =>
      new Date(Date.parse(updatedAt) + offset * 3_600_000).toISOString().slice(0, -1);
    const utc = hours(0);

    for (const same of [
      `${utc}Z`,
      `${utc.replace('T', '%20')}%20UTC`,
      `${utc.replace('.', ',')}z`,
      `${hours(2)}%2B02:00`,
      `${hours(2)}+02:00`,
      `${hours(2)}+0200`,
      `${hours(2)}+02`,
      `%20${hours(-3)}-03:00%20`,
      `${utc}999Z`,
    ]) {
      const { body } = await request(api.url).get(`/engagements?updatedSince=${same}`).expect(200);
      expect([same, idsOf(body).includes(id)]).toEqual([same, true]);
    }
    const later = new Date(Date.parse(updatedAt) + 1).toISOString().replace('Z', '+00:00');
    expect(await listed({ updatedSince: later })).not.toContain(id);
  });

  it.each([
    ['nothing', ''],
    ['a word', 'yesterday'],
    ['a day', '2026-11-26'],
    ['no zone', '2026-11-26T10:00:00'],
    ['no zone after a blank', '2026-11-26%2010:00'],
    ['a zone that is none', '2026-11-26T10:00:00+25:00'],
    ['a day that does not exist', '2026-02-30T10:00:00Z'],
    ['a count of seconds', '1795687200'],
    ['a NUL character', '2026-11-26T10:00:00Z%00'],
  ])('refuses %s, and says what it should be', async (_what, value) => {
    expect(await refusedFor(`updatedSince=${value}`)).toEqual([
      {
        parameter: 'updatedSince',
        code: 'INVALID_STRING_FORMAT',
        message: 'Must be a moment with its time zone, such as 2026-11-02T10:30:00Z (RFC 3339).',
      },
    ]);
  });

  it('refuses two moments', async () => {
    expect(
      await refusedFor('updatedSince=2026-11-26T10:00:00Z&updatedSince=2026-11-27T10:00:00Z'),
    ).toMatchObject([{ parameter: 'updatedSince', code: 'INVALID_VALUE' }]);
  });
});
