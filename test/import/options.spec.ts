import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { importCalls, type Query } from './import-calls.js';
import { engagement } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const { send, csv, ndjson, savedBy } = importCalls(() => api.url);

describe('defaults', () => {
  it('are for empty cells and for columns that are not there, and have other fields in them', async () => {
    const saved = await savedBy(
      csv(['Company,Source Name,Email', 'Acme,,ada@acme.example.com'], {
        'default[catalog]': 'sandbox',
        'default[title]': '{companyName} – {sourceName}',
        'default[source name]': 'Retail Summit',
        'default[email]': 'nobody@example.com',
      }),
    );

    expect(saved).toMatchObject({ catalog: 'Sandbox', title: 'Acme – Retail Summit' });
    expect(saved.contexts[0].interactions[0]).toEqual({
      sourceName: 'Retail Summit',
      contact: { email: 'ada@acme.example.com' },
    });
  });

  it('leave nothing dangling, and a title that is made is cut to what it may have', async () => {
    const title = { 'default[title]': '{companyName} – {sourceName}' };

    expect(await savedBy(csv(['Company', 'Acme'], title))).toMatchObject({ title: 'Acme' });
    expect(
      await savedBy(csv(['Company,Source Name', `${'é'.repeat(30)},Retail Summit`], title)),
    ).toMatchObject({
      title: `${'é'.repeat(30)} – Retail…`,
    });
    const { body } = await csv(['Company', 'Acme'], { 'default[title]': 'x'.repeat(41) }).expect(200);
    expect(body.data).toMatchObject([{ errors: [{ column: 'title', code: 'VALUE_OUT_OF_RANGE' }] }]);
  });

  it('of fields that there are not are refused', async () => {
    const { body } = await csv(['Company', 'Acme'], {
      'default[titel]': 'x',
      'default[title]': '{compnyName}',
      'map[Company]': 'compnyName',
      nope: 'x',
    }).expect(400);

    expect(body.errors).toMatchObject([
      { parameter: 'map[Company]', suggestion: 'companyName' },
      { parameter: 'default[titel]', suggestion: 'title' },
      { parameter: 'default[title]', suggestion: 'companyName' },
      { parameter: 'nope' },
    ]);
  });
});

describe('cells that can’t be read', () => {
  const drop = { onBadCell: 'drop' };

  it('refuse their row, or are left out where submitting does not need them', async () => {
    const lines = [
      'Company,Industry,Phone,Country',
      'Acme,Fishing,call me,US',
      'Globex,Retail,(206) 555-0100,XX',
    ];
    const rejected = await csv(lines).expect(200);
    expect(rejected.body).toMatchObject({ created: 0, failed: 2 });

    const { body } = await csv(lines, drop).expect(200);
    expect(body.data).toMatchObject([
      { ready: false, warnings: [{ column: 'Industry' }, { column: 'Phone' }] },
      // A number without its country can't be read either.
      { ready: false, warnings: [{ column: 'Country' }, { column: 'Phone' }] },
    ]);
    const saved = await request(api.url).get(`/engagements/${body.data[0].id}`).expect(200);
    expect(saved.body.contexts[0].customer).toEqual({ companyName: 'Acme', address: { countryCode: 'US' } });
    expect(saved.body.contexts[0].interactions).toBeUndefined();
  });

  it.each([
    ['email', 'nobody'],
    ['sourceName', 'x'.repeat(256)],
    ['engagementTitle', 'x'.repeat(41)],
    ['catalog', 'Nowhere'],
    ['catalog', 'AWS'],
    ['externalRef', 'x'.repeat(256)],
  ])('still refuse their row where %s is at fault', async (column, cell) => {
    const { body } = await csv([`Company,Industry,${column}`, `Acme,Fishing,${cell}`], drop).expect(200);
    expect(body).toMatchObject({ created: 0, failed: 1 });
  });

  it('are not told as faults of a row that is refused for others', async () => {
    const { body } = await csv(
      ['Company,Industry,Email,Phone,Country,City', 'Acme,Fishing,nobody,call me,XX,Oslo'],
      drop,
    ).expect(200);
    expect(body.data).toMatchObject([
      { detail: expect.stringContaining('can’t be saved'), errors: [{ column: 'Email' }] },
    ]);
    expect(body.data[0].errors).toHaveLength(1);

    const file = Buffer.from('Company,Industry,Email\nM\u00fcller,Fishing,nobody\n', 'latin1');
    const noUtf8 = await send('text/csv', file, drop).expect(200);
    expect(noUtf8.body.data[0].errors).toMatchObject([{ column: 'Company' }, { column: 'Email' }]);
  });

  it('are told all at once, those that are no UTF-8 and those that say nothing', async () => {
    const file = Buffer.from('Company,Industry,Email\nM\u00fcller,Fishing,nobody\n', 'latin1');
    const { body } = await send('text/csv', file).expect(200);

    expect(body.data[0].errors).toMatchObject([
      { column: 'Company', message: expect.stringContaining('UTF-8') },
      { column: 'Industry' },
      { column: 'Email' },
    ]);
  });

  it('may be no UTF-8, or stand in a column without a name', async () => {
    const file = Buffer.from('Company,City,,Email\nAcme,M\u00fcnchen,x,\nM\u00fcller,,,\n', 'latin1');
    const { body } = await send('text/csv', file, drop).expect(200);

    expect(body.data).toMatchObject([
      { id: expect.any(String), warnings: [{ column: 'City' }, { column: '(column 3)' }] },
      { errors: [{ column: 'Company', code: 'INVALID_STRING_FORMAT' }] },
    ]);
  });

  it('are told the same to the byte where they are sent again under their key', async () => {
    const importing = () =>
      csv(['Company,Industry,Email', 'Acme,Fishing,ada@acme.example.com', 'Globex,Retail,nobody'], drop).set(
        'idempotency-key',
        'dropped',
      );
    const first = await importing().expect(200);
    const second = await importing().expect(200);

    expect(first.body.data).toMatchObject([
      { ready: false, lacks: expect.any(Array), warnings: [{ column: 'Industry' }] },
      { errors: [{ column: 'Email' }] },
    ]);
    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true' });
  });

  it('are told in short where there are very many', async () => {
    const bad = 'x'.repeat(9);
    const row = `Acme,${bad},${bad},${bad},${bad}`;
    const { body } = await csv(
      ['Company,Industry,Market Segment,Country,Interaction Date', ...Array<string>(10_000).fill(row)],
      drop,
    ).expect(200);

    expect(body).toMatchObject({ created: 10_000, failed: 0 });
    expect(body.data[0].warnings).toHaveLength(4);
    expect(body.data[9999].warnings).toHaveLength(2);
    expect(JSON.stringify(body).length).toBeLessThan(10_000_000);
  });
});

describe('a dry run', () => {
  const count = async () => {
    const { body } = await request(api.url).get('/engagements/summary').expect(200);
    return Number(body.total);
  };

  it('saves nothing, and tells of each row what an import would', async () => {
    const ref = randomUUID();
    await ndjson([{ externalRef: ref }]).expect(200);
    const rows = [
      engagement(),
      { title: 'Incomplete' },
      { titel: 'x' },
      { externalRef: ref },
      { externalRef: `${ref}-2` },
      { externalRef: `${ref}-2` },
    ];
    const before = await count();
    const { body } = await ndjson(rows, { dryRun: 'true' }).expect(200);

    expect(await count()).toBe(before);
    expect(body).toMatchObject({ created: 0, savable: 3, failed: 3, complete: true });
    expect(body.data).toMatchObject([
      { row: 1, line: 1, ready: true },
      { row: 2, line: 2, ready: false, lacks: ['/description'] },
      { row: 3, type: '/problems/invalid-request' },
      { row: 4, type: '/problems/duplicate-external-ref', engagementId: expect.any(String) },
      { row: 5, ready: false },
      { row: 6, type: '/problems/duplicate-external-ref' },
    ]);
    expect(JSON.stringify(body)).not.toContain('"id"');
  });

  it('leaves an Idempotency-Key alone, and any number of them are dry', async () => {
    const key = randomUUID();
    for (const [query, created] of [
      [{ dryRun: 'true' }, 0],
      [{ dryRun: 'true' }, 0],
      [{}, 1],
    ] as const) {
      const { body } = await ndjson([{ title: 'A' }], query)
        .set('idempotency-key', key)
        .expect(200);
      expect(body.created).toBe(created);
    }
  });

  it('may be of CSV, and is answered as NDJSON too', async () => {
    const { text } = await csv(['Company', 'Acme'], { dryRun: 'true' })
      .set('accept', 'application/x-ndjson')
      .expect(200);
    const [row, summary] = text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));

    expect(row).toMatchObject({ row: 1, ready: false });
    expect(summary).toMatchObject({ created: 0, savable: 1, failed: 0, complete: true });
  });
});

describe('what a row lacks', () => {
  it('is told by its columns, also where whole parts of the lead are missing', async () => {
    const { body } = await csv(['Company,City,Business Problem', 'Acme,,', ',Bonn,short']).expect(200);

    expect(body.data).toMatchObject([
      {
        lacks: [
          'title',
          'description',
          'countryCode',
          'sourceType',
          'sourceId',
          'sourceName',
          'customerAction',
          'businessTitle',
          'email',
          'firstName',
          'lastName',
        ],
      },
      { lacks: expect.arrayContaining(['companyName', 'businessProblem', 'email']) },
    ]);
    expect(body.data[1].lacks).not.toContain('countryCode');
  });

  it('is filled in by defaults until the row is ready', async () => {
    const lines = ['Company,Email', 'Acme,ada@acme.example.com'];
    const texts: Record<string, string> = { countryCode: 'US' };
    const tried = await csv(lines, { dryRun: 'true' }).expect(200);
    const defaults = Object.fromEntries(
      tried.body.data[0].lacks.map((column: string) => [`default[${column}]`, texts[column] ?? 'Something']),
    );
    const { body } = await csv(lines, defaults).expect(200);

    expect(body.data).toEqual([{ row: 1, line: 2, id: expect.any(String), ready: true }]);
  });
});

describe('a file that is uploaded', () => {
  it('is read by the same parameters', async () => {
    const upload = (name: string, content: string, query: Query) =>
      request(api.url).post('/engagements/import').query(query).attach('file', Buffer.from(content), name);
    const { body } = await upload('leads.csv', 'sep=;\nFirma;Title;Email\nAcme;CTO;\n', {
      'map[Firma]': 'companyName',
      'default[title]': 'Lead of {companyName}',
    }).expect(200);
    expect(body.columns).toContainEqual({ column: 'Title', field: 'businessTitle' });

    const refused = await upload('leads.ndjson', '{"title":"A"}', { ignoreUnknown: 'true' }).expect(400);
    expect(refused.body.errors).toMatchObject([{ parameter: 'ignoreUnknown' }]);
  });
});

describe('NDJSON', () => {
  it.each(['map[A]=title', 'default[title]=x', 'ignoreUnknown=true', 'onBadCell=drop'])(
    'has no columns for %s',
    async (query) => {
      const { body } = await ndjson([{ title: 'A' }], query).expect(400);
      expect(body.errors).toMatchObject([{ parameter: query.split('=')[0], message: 'Is for CSV only.' }]);
    },
  );
});
