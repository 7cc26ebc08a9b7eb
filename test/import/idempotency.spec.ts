import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect } from '../support/settled.js';

let api: TestApi;
let database: Client;
beforeAll(async () => {
  api = await startApi();
  database = await connect(api.database.url);
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const NDJSON = 'application/x-ndjson';
const CSV = 'text/csv';

const send = (key: string, type: string, body: string | Buffer, query = '') =>
  request(api.url)
    .post(`/engagements/import${query}`)
    .set({ 'idempotency-key': key, 'content-type': type })
    .send(body);
const lines = (...rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const ndjson = (key: string, ...rows: unknown[]) => send(key, NDJSON, lines(...rows));
const titled = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ title: `${prefix} ${index + 1}` }));

/** How many engagements have such a title. */
async function count(pattern: string): Promise<number> {
  const { rows } = await database.query('SELECT count(*)::int AS n FROM engagements WHERE title LIKE $1', [
    pattern,
  ]);
  return Number(rows[0]?.n);
}

const reused = expect.objectContaining({ type: '/problems/idempotency-key-reused', status: 422 });

describe('an import that is sent twice under its Idempotency-Key', () => {
  const table =
    'externalRef,Engagement Title,email\n,CSV twice,ada@acme.example.com\n,CSV twice,nobody\nonce,CSV twice,\nonce,CSV twice,';

  it.each([
    [
      'NDJSON',
      NDJSON,
      lines(engagement({ title: 'NDJSON twice' }), { title: 7 }, { title: 'NDJSON twice' }),
      2,
    ],
    ['CSV', CSV, table, 2],
    ['CSV in UTF-16', CSV, Buffer.from('\ufefftitle\nUTF-16 twice\n', 'utf16le'), 1],
  ])('saves once and is answered the same to the byte (%s)', async (name, type, body, saved) => {
    const key = randomUUID();
    const first = await send(key, type, body).expect(200);
    const second = await send(key, type, body).expect(200);

    expect(first.body).toMatchObject({ created: saved, complete: true });
    expect(second.text).toBe(first.text);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(await count(`${name.split(' ').at(-1) ?? ''} twice`)).toBe(saved);
  });

  it('is known in a form, whose boundary is another one each time', async () => {
    const key = randomUUID();
    const upload = () =>
      request(api.url)
        .post('/engagements/import')
        .set('idempotency-key', key)
        .attach('file', Buffer.from('title\nFrom a form\n'), 'leads.csv');
    const first = await upload().expect(200);
    const second = await upload().expect(200).expect('idempotency-replayed', 'true');
    const asBody = await send(key, CSV, 'title\nFrom a form\n').expect(200);

    expect([second.text, asBody.text]).toEqual([first.text, first.text]);
    expect(await count('From a form')).toBe(1);
  });

  it('is answered in the form that is asked for', async () => {
    const key = randomUUID();
    const rows = [{ title: 'Two forms' }, { title: 7 }];
    const asJson = await ndjson(key, ...rows).expect(200);
    const asLines = () => ndjson(key, ...rows).set('accept', NDJSON);
    const first = await asLines().expect(200).expect('idempotency-replayed', 'true');
    const second = await asLines().expect(200);

    expect(second.text).toBe(first.text);
    const told = first.text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const { data, ...summary } = asJson.body;
    expect(told).toEqual([...data, summary]);
  });

  it('takes many rows, and all that may be', async () => {
    const key = randomUUID();
    const rows = titled('Many', 10_000);
    const first = await ndjson(key, ...rows).expect(200);
    const second = await ndjson(key, ...rows).expect(200);

    expect(first.body).toMatchObject({ created: 10_000, failed: 0, complete: true });
    expect(second.text).toBe(first.text);
    expect(await count('Many %')).toBe(10_000);
  });

  it('tells rows of long findings as they were told', async () => {
    const key = randomUUID();
    const faulty = Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [`an-unknown-field-${index}`, 1]),
    );
    const rows = Array.from({ length: 700 }, () => faulty);
    const first = await ndjson(key, ...rows).expect(200);
    const second = await ndjson(key, ...rows).expect(200);

    expect(first.text.length).toBeGreaterThan(4_000_000);
    expect(second.text === first.text).toBe(true);
  });

  it('tells what was taken as it was told, even where it is free by now', async () => {
    const key = randomUUID();
    const other = await request(api.url).post('/engagements').send({ externalRef: 'taken' }).expect(201);
    const rows = [
      { title: 'Taken', externalRef: 'taken' },
      { title: 'Twice in it', externalRef: 'twice' },
      { title: 'Twice in it', externalRef: 'twice' },
    ];
    const first = await ndjson(key, ...rows).expect(200);
    expect(first.body).toMatchObject({ created: 1, failed: 2 });
    expect(first.body.data).toMatchObject([
      { type: '/problems/duplicate-external-ref', engagementId: other.body.id },
      { id: expect.any(String) },
      { type: '/problems/duplicate-external-ref', engagementId: first.body.data[1].id },
    ]);
    await request(api.url).delete(`/engagements/${other.body.id}`).expect(204);
    await request(api.url).delete(`/engagements/${first.body.data[1].id}`).expect(204);

    const second = await ndjson(key, ...rows).expect(200);

    expect(second.text).toBe(first.text);
    expect([await count('Taken'), await count('Twice in it')]).toEqual([0, 0]);
  });

  it('tells of what has changed since as it was', async () => {
    const key = randomUUID();
    const rows = [engagement({ title: 'Ready then' })];
    const first = await ndjson(key, ...rows).expect(200);
    await request(api.url)
      .patch(`/engagements/${first.body.data[0].id}`)
      .send({ title: null, contexts: null })
      .expect(200);

    const second = await ndjson(key, ...rows).expect(200);
    expect(second.text).toBe(first.text);
    expect(second.body.data).toMatchObject([{ ready: true }]);
  });

  it('saves nothing that was refused by the rules of another version', async () => {
    const key = randomUUID();
    await ndjson(key, { title: 'Refused then' }).expect(200);
    await database.query(
      `UPDATE keyed_import_rows SET outcome = 'refused', engagement_id = NULL, ready = NULL
       WHERE import_id = (SELECT import_id FROM idempotency_keys WHERE key = $1)`,
      [key],
    );

    const { body } = await ndjson(key, { title: 'Refused then' }).expect(200);

    expect(body).toMatchObject({ created: 0, failed: 1 });
    expect(body.data[0].detail).toContain('by rules that have changed since');
    expect(await count('Refused then')).toBe(1);
  });

  it.each([
    ['too many rows', NDJSON, lines(...titled('Too many', 10_001)), 'Too many %', 10_000],
    ['a quote that never ends', CSV, 'title\nNo end\n"B\nC', 'No end', 1],
  ])('ends where it ended: %s', async (_, type, body, pattern, saved) => {
    const key = randomUUID();
    const first = await send(key, type, body).expect(200);
    const second = await send(key, type, body).expect(200);

    expect(first.body).toMatchObject({ created: saved, complete: false });
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await count(pattern)).toBe(saved);
    const [mended = ''] = body.split('\n"B');
    await send(key, type, mended.split('\n').slice(0, 10_000).join('\n')).expect(422);
  });
});

describe('an Idempotency-Key that an import has used', () => {
  const rows = titled('Used', 250);
  const changed = (nth: number) => rows.map((row, index) => (index === nth ? { title: 'Changed' } : row));

  it.each([
    ['another first row', changed(0)],
    ['another last row', changed(249)],
    ['another row in the middle', changed(120)],
    [
      'a row that can’t be saved in place of one that could',
      rows.map((row, index) => (index === 30 ? { titel: 'x' } : row)),
    ],
    ['one row more', [...rows, { title: 'Changed' }]],
    ['one row fewer', rows.slice(0, 249)],
    ['many rows fewer', rows.slice(0, 90)],
    ['two rows exchanged', [...rows.slice(0, 7), ...rows.slice(7, 9).toReversed(), ...rows.slice(9)]],
    ['no row at all', []],
  ])('is refused with %s, and nothing is saved', async (_, other) => {
    const key = randomUUID();
    const first = await ndjson(key, ...rows).expect(200);
    const before = await count('%');

    const { body, headers } = await ndjson(key, ...other).expect(422);

    expect(body).toEqual(reused);
    expect(headers).not.toHaveProperty('idempotency-replayed');
    expect(await count('%')).toBe(before);
    expect((await ndjson(key, ...rows).expect(200)).text).toBe(first.text);
  });

  it.each([
    ['another query', '?ignoreUnknown=true', NDJSON, lines({ title: 'Another' })],
    ['the same as CSV', '', CSV, 'title\nAnother'],
    ['a table whose header is wrong', '', CSV, 'shoeSize\n42'],
  ])('is refused with %s', async (_, query, type, body) => {
    const key = randomUUID();
    const before = await count('Another');
    await ndjson(key, { title: 'Another' }).expect(200);
    const answer = await send(key, type, body, query).expect(422);

    expect(answer.body).toEqual(reused);
    expect(await count('Another')).toBe(before + 1);
  });

  it('is no key for anything else, nor the other way round', async () => {
    const [ofImport, ofDraft] = [randomUUID(), randomUUID()];
    await ndjson(ofImport, { title: 'A' }).expect(200);
    const draft = (key: string) =>
      request(api.url).post('/engagements').set('idempotency-key', key).send({ title: 'A' });
    await draft(ofDraft).expect(201);

    expect((await draft(ofImport).expect(422)).body).toEqual(reused);
    expect((await ndjson(ofDraft, { title: 'A' }).expect(422)).body).toEqual(reused);
  });

  it('stands for rows that were all refused, too', async () => {
    const key = randomUUID();
    const first = await ndjson(key, { title: 7 }, { titel: 'x' }).expect(200);
    const second = await ndjson(key, { title: 7 }, { titel: 'x' }).expect(200);

    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect((await ndjson(key, { title: 'Mended' }, { title: 'x' }).expect(422)).body).toEqual(reused);
    expect(await count('Mended')).toBe(0);
  });

  it('takes the words of unreadable rows for what they are', async () => {
    const key = randomUUID();
    const body = `no JSON\n{"title":"After"}\n${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const first = await send(key, NDJSON, body).expect(200);

    expect(first.body).toMatchObject({ created: 1, failed: 2, complete: true });
    expect((await send(key, NDJSON, body).expect(200)).text).toBe(first.text);
    await send(key, NDJSON, body.replace('no JSON', '{"title":"JSON"}')).expect(422);
  });
});

describe('an Idempotency-Key', () => {
  it.each([
    ['an unknown column', CSV, 'shoeSize\n42', 400],
    ['no rows', NDJSON, '\n\n', 400],
    ['another type', 'application/json', '{}', 415],
  ])('stands for nothing after %s, and can be used with what is mended', async (_, type, body, status) => {
    const key = randomUUID();
    await send(key, type, body).expect(status);

    const answer = await send(key, CSV, 'title\nMended at last').expect(200);
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  it.each([
    ['is empty', ''],
    ['has a blank', 'a b'],
    ['is too long', 'x'.repeat(256)],
  ])('is refused where it %s', async (_, key) => {
    const { body } = await ndjson(key, { title: 'Bad key' }).expect(400);

    expect(body.errors).toEqual([expect.objectContaining({ parameter: 'Idempotency-Key' })]);
    expect(await count('Bad key')).toBe(0);
  });

  it('that is missing changes nothing: the rows are saved each time', async () => {
    const importing = () =>
      request(api.url).post('/engagements/import').set('content-type', NDJSON).send('{"title":"No key"}');
    await importing().expect(200);
    await importing().expect(200);

    expect(await count('No key')).toBe(2);
  });
});
