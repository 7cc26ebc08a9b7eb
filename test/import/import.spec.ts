import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { leadColumns } from '../../src/engagements/import/csv/lead-columns.js';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const send = (type: string, body: string | Buffer) =>
  request(api.url).post('/engagements/import').set('content-type', type).send(body);
const ndjson = (...rows: unknown[]) =>
  send(
    'application/x-ndjson',
    rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'),
  );
const csv = (...lines: string[]) => send('text/csv', lines.join('\r\n'));
const find = async (id: unknown) =>
  (
    await request(api.url)
      .get(`/engagements/${String(id)}`)
      .expect(200)
  ).body;

describe('an import of NDJSON', () => {
  it('saves each row as a draft and says whether it is ready', async () => {
    const { body } = await ndjson(engagement({ title: 'Ready' }), '', { title: 'Incomplete' }).expect(200);

    expect(body).toEqual({
      data: [
        { row: 1, line: 1, id: expect.any(String), ready: true },
        { row: 2, line: 3, id: expect.any(String), ready: false, lacks: ['/description'] },
      ],
      created: 2,
      failed: 0,
      complete: true,
    });
    expect(await find(body.data[0].id)).toMatchObject({ status: 'draft', title: 'Ready', version: 1 });
    const history = await request(api.url).get(`/engagements/${body.data[1].id}/history`).expect(200);
    expect(history.body.data).toEqual([expect.objectContaining({ type: 'created' })]);
  });

  it('tells the findings of a bad row and goes on with the next', async () => {
    const { body } = await ndjson(
      { title: 'x'.repeat(41), contexts: [{ type: 'lead', customer: { industry: 'Fishing' } }] },
      'no JSON',
      { titel: 'x' },
      [],
      'x'.repeat(300_000),
      { catalog: 'AWS' },
      { title: 'Fine' },
    ).expect(200);

    expect(body).toMatchObject({ created: 1, failed: 6, complete: true });
    expect(body.data).toMatchObject([
      {
        row: 1,
        type: '/problems/invalid-request',
        errors: [
          { pointer: '/title', code: 'VALUE_OUT_OF_RANGE' },
          { pointer: '/contexts/0/customer/industry', code: 'INVALID_ENUM_VALUE' },
        ],
      },
      { row: 2, errors: [{ pointer: '', message: 'Is not JSON.' }] },
      { row: 3, errors: [{ pointer: '/titel' }] },
      { row: 4, errors: [{ pointer: '' }] },
      { row: 5, errors: [{ code: 'VALUE_OUT_OF_RANGE' }] },
      { row: 6, type: '/problems/catalog-not-allowed' },
      { row: 7, id: expect.any(String) },
    ]);
  });

  it('says of each line that begins a list what a line has', async () => {
    const text = '[\n{"title":"A"},\n{"title":"B"}\n]\n';
    const { body } = await send('application/x-ndjson', `[{"title":"A"}]\n${text}`).expect(200);

    expect(body).toMatchObject({ created: 1, failed: 4 });
    for (const index of [0, 1]) {
      expect(body.data[index].errors).toMatchObject([
        { code: 'INVALID_VALUE', message: expect.stringContaining('a line has one engagement') },
      ]);
    }
  });

  it('tells a hundred findings of a row, and how many more there are', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`field${index}`, 1]));
    const { body } = await ndjson(unknown).expect(200);

    expect(body.data[0].errors).toHaveLength(101);
    expect(body.data[0].errors.at(-1).message).toBe('And 4900 more.');
  });

  it('saves no external reference twice, in one import or in two', async () => {
    const row = { title: 'Once', externalRef: 'crm-1' };
    const { body: first } = await ndjson(row, row).expect(200);
    const { body: second } = await ndjson(row).expect(200);

    const { id } = first.data[0];
    expect(first.data[1]).toMatchObject({ type: '/problems/duplicate-external-ref', engagementId: id });
    expect(second.data).toMatchObject([{ row: 1, engagementId: id }]);
    expect(second).toMatchObject({ created: 0, failed: 1 });
  });

  it('answers as NDJSON where asked to', async () => {
    const { text, headers } = await ndjson({ title: 'A' }, { title: 7 })
      .set('accept', 'application/x-ndjson')
      .expect(200);

    expect(headers['content-type']).toMatch(/^application\/x-ndjson/);
    expect(
      text
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toMatchObject([
      { row: 1, id: expect.any(String) },
      { row: 2, type: '/problems/invalid-request' },
      { created: 1, failed: 1, complete: true },
    ]);
  });

  it('takes bytes that are no UTF-8 for a fault of their row', async () => {
    const body = Buffer.from('{"title":"Before"}\n{"title":"M\u00fcller"}\n{"title":"After"}', 'latin1');
    const answer = await send('application/x-ndjson', body).expect(200);

    expect(answer.body).toMatchObject({ created: 2, failed: 1, complete: true });
    expect(answer.body.data[1]).toMatchObject({
      row: 2,
      errors: [{ code: 'INVALID_STRING_FORMAT', message: 'Is not UTF-8.' }],
    });
  });

  it('reads 10,000 rows at most', async () => {
    const rows = Array.from({ length: 10_001 }, (_, index) => ({ title: `Row ${index + 1}` }));
    const { body } = await ndjson(...rows).expect(200);

    expect(body).toMatchObject({ created: 10_000, failed: 0, complete: false });
    expect(body.detail).toContain('10000 rows at most');
    const database = await connect(api.database.url);
    const { rows: counted } = await database.query(
      "SELECT count(*)::int AS n FROM engagements WHERE title LIKE 'Row %'",
    );
    await database.end();
    expect(counted).toEqual([{ n: 10_000 }]);
  });
});

describe('an import of CSV', () => {
  const cells: Record<string, string> = {
    externalRef: 'crm-8841',
    catalog: 'sandbox',
    title: 'Lead from Retail Summit',
    description: 'Move the order platform, "all of it"',
    qualificationStatus: 'Qualified',
    companyName: 'Acme',
    industry: 'retail',
    websiteUrl: 'acme.example.com',
    city: 'Seattle',
    postalCode: '98101',
    stateOrRegion: 'WA',
    countryCode: 'US',
    awsMaturity: 'Exploring',
    marketSegment: 'enterprise',
    sourceType: 'Event',
    sourceId: 'evt-42',
    sourceName: 'Retail Summit',
    useCase: 'Migration',
    interactionDate: '2026-11-02T10:30:00Z',
    customerAction: 'Asked for a meeting',
    businessProblem: 'On-premises capacity\nruns out each November.',
    businessTitle: 'CTO',
    email: 'ada@acme.example.com',
    firstName: 'Ada',
    lastName: 'Byron',
    phone: '(206) 555-0100',
  };
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

  it('fills every field of a lead', async () => {
    expect(Object.keys(cells).toSorted()).toEqual(Object.keys(leadColumns).toSorted());
    const { body } = await csv(
      Object.keys(cells).join(','),
      Object.values(cells).map(quoted).join(','),
    ).expect(200);

    // Its business problem is on two lines.
    expect(body.data).toEqual([{ row: 1, line: 3, id: expect.any(String), ready: true }]);
    expect(await find(body.data[0].id)).toMatchObject({
      externalRef: 'crm-8841',
      catalog: 'Sandbox',
      title: 'Lead from Retail Summit',
      description: 'Move the order platform, "all of it"',
      contexts: [
        {
          type: 'lead',
          qualificationStatus: 'Qualified',
          customer: {
            companyName: 'Acme',
            industry: 'Retail',
            websiteUrl: 'acme.example.com',
            address: { city: 'Seattle', postalCode: '98101', stateOrRegion: 'Washington', countryCode: 'US' },
            awsMaturity: 'Exploring',
            marketSegment: 'Enterprise',
          },
          interactions: [
            {
              sourceType: 'Event',
              sourceId: 'evt-42',
              sourceName: 'Retail Summit',
              useCase: 'Migration',
              interactionDate: '2026-11-02T10:30:00Z',
              customerAction: 'Asked for a meeting',
              businessProblem: 'On-premises capacity\nruns out each November.',
              contact: {
                businessTitle: 'CTO',
                email: 'ada@acme.example.com',
                firstName: 'Ada',
                lastName: 'Byron',
                phone: '+12065550100',
              },
            },
          ],
        },
      ],
    });
  });

  it('takes the columns in any order and spelling, and passes empty cells and rows over', async () => {
    const { body } = await csv(
      '\ufeffCompany Name,e-mail,ENGAGEMENT_TITLE',
      'Globex,,19" racks',
      ',,',
      '',
    ).expect(200);

    expect(body).toMatchObject({ created: 1, failed: 0, complete: true });
    const { title, contexts } = await find(body.data[0].id);
    expect({ title, contexts }).toEqual({
      title: '19" racks',
      contexts: [{ type: 'lead', customer: { companyName: 'Globex' } }],
    });
  });

  it('names the column of a finding, and goes on', async () => {
    const { body } = await csv('Engagement Title,E-mail', 'A,nobody', 'B', 'C,ada@acme.example.com').expect(
      200,
    );

    expect(body).toMatchObject({ created: 2, failed: 1, complete: true });
    expect(body.data[0].errors).toEqual([
      expect.objectContaining({
        column: 'E-mail',
        pointer: '/contexts/0/interactions/0/contact/email',
        code: 'INVALID_STRING_FORMAT',
      }),
    ]);
  });

  it('takes bytes that are no UTF-8 for a fault of their cell', async () => {
    const body = Buffer.from('title,companyName\nA,Acme\nB,M\u00fcller\nC,Globex', 'latin1');
    const answer = await send('text/csv', body).expect(200);

    expect(answer.body).toMatchObject({ created: 2, failed: 1, complete: true });
    expect(answer.body.data[1].errors).toEqual([
      expect.objectContaining({ column: 'companyName', code: 'INVALID_STRING_FORMAT' }),
    ]);
  });

  it('reads UTF-16 as spreadsheets write it', async () => {
    const { body } = await send('text/csv', Buffer.from('\ufefftitle\nM\u00fcller', 'utf16le')).expect(200);
    expect(await find(body.data[0].id)).toMatchObject({ title: 'M\u00fcller' });
  });

  it.each([
    ['an unknown column', ['title,shoeSize', 'A,42'], ['shoeSize']],
    ['a column that is there twice', ['title,Title', 'A,B'], ['title', 'Title']],
    [
      'more columns than there are',
      [`title${',x'.repeat(200)}`, 'A'],
      [...Array<string>(99).fill('x'), '(column 101)'],
    ],
  ])('is refused as a whole for %s', async (_, lines, columns) => {
    const { body } = await csv(...lines).expect(400);

    expect(body.errors.map(({ column }: { column: string }) => column)).toEqual(columns);
  });

  it('is known by its content type in any letter case', async () => {
    const { body } = await send('Text/CSV; charset=utf-8', 'title\nA').expect(200);
    expect(body.created).toBe(1);
  });

  it('keeps what it read before a quoted cell that never ends', async () => {
    const { body } = await csv('title', 'A', '"B', 'C').expect(200);

    expect(body).toMatchObject({ created: 1, failed: 0, complete: false });
    expect(body.detail).toContain('never ends');
  });
});

describe('an import', () => {
  it.each([
    ['application/x-ndjson', '\n\n'],
    ['text/csv', 'title\n'],
  ])('of no rows is refused (%s)', async (type, body) => {
    await send(type, body).expect(400);
  });

  it('takes nothing else, and nothing else takes rows', async () => {
    const { body } = await request(api.url).post('/engagements/import').send({ title: 'x' }).expect(415);
    expect(body.detail).toContain('text/csv');
    await request(api.url).post('/engagements').set('content-type', 'text/csv').send('title\nA').expect(415);
    const { body: empty } = await request(api.url).post('/engagements/import').expect(400);
    expect(empty.detail).toBe('There are no rows in the body.');
  });
});
