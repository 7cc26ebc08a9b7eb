import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { leadColumns } from '../../src/engagements/import/csv/lead-columns.js';
import { startApi, type TestApi } from '../support/api.js';
import { importCalls } from './import-calls.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const { send, csv, savedBy } = importCalls(() => api.url);

describe('separators and encodings', () => {
  const table = (separator: string) => `title${separator}companyName\nMüller${separator}Größe & Söhne`;
  const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

  it.each([
    ['commas', Buffer.from(table(','))],
    ['semicolons', Buffer.from(table(';'))],
    ['tabs', Buffer.from(table('\t'))],
    ['vertical bars', Buffer.from(table('|'))],
    ['a named separator', Buffer.from(`sep=;\r\n${table(';')}`)],
    ['a named tab after a byte order mark', Buffer.from(`\ufeffsep=\\t\r\n${table('\t')}`)],
    ['a separator that only its name tells', Buffer.from(`"sep=~"\n${table('~')}`)],
    ['Unicode text', Buffer.from(`\ufeff${table('\t')}`, 'utf16le')],
    ['big-endian Unicode text', bigEndian(`\ufeff${table('\t')}`)],
    ['UTF-16 without a mark', Buffer.from(table(';'), 'utf16le')],
    ['big-endian UTF-16 without a mark', bigEndian(table(','))],
    ['big-endian UTF-16 with a named separator', bigEndian(`\ufeffsep=;\n${table(';')}`)],
  ])('are found out: %s', async (_, file) => {
    expect(await savedBy(send('text/csv', file))).toMatchObject({
      title: 'Müller',
      contexts: [{ customer: { companyName: 'Größe & Söhne' } }],
    });
  });

  it('do not count in quotes, and lines are those of the file', async () => {
    const { body } = await csv(['sep=;', '"title";"company,name"', '"a;\nb";c', 'd;"e;f,g"']).expect(200);

    expect(body.data).toMatchObject([
      { row: 1, line: 4, errors: [{ column: 'title', code: 'INVALID_STRING_FORMAT' }] },
      { row: 2, line: 5 },
    ]);
  });

  it('of a file in Windows-1252 are not guessed: what to do is told for each row that needs it', async () => {
    const file = Buffer.from('title;companyName\nA;Acme\nB;M\u00fcller', 'latin1');
    const { body } = await send('text/csv', file).expect(200);

    expect(body).toMatchObject({ created: 1, failed: 1 });
    expect(body.data[1].errors[0]).toMatchObject({
      column: 'companyName',
      message: expect.stringContaining('CSV UTF-8'),
    });
    const header = await send('text/csv', Buffer.from('title;Stra\u00dfe\nA;B', 'latin1')).expect(400);
    expect(header.body.errors).toMatchObject([
      { column: '(column 2)', message: expect.stringContaining('CSV UTF-8') },
    ]);
  });
});

describe('what is empty', () => {
  it.each([
    ['a column without a name at the end', ['title,companyName,', 'A,Acme,']],
    ['columns without a name anywhere', [',title, ,companyName,,', ',A,,Acme,"", ']],
    ['cells after the last column', ['title,companyName', 'A,Acme,,, ,""']],
    ['very many cells', [`title,companyName${','.repeat(16_000)}`, `A,Acme${','.repeat(16_000)}`]],
    ['semicolons at the end', ['title;companyName;;', 'A;Acme;;;;']],
    ['what can’t be seen', ['title,\u200b,companyName', '\u200b,\u00a0,\ufeff', 'A,\u202a,Acme,\u200b']],
  ])('is ignored: %s', async (_, lines) => {
    expect(await savedBy(csv(lines))).toMatchObject({
      title: 'A',
      contexts: [{ customer: { companyName: 'Acme' } }],
    });
  });

  it('may be left off at the end of a row', async () => {
    expect(await savedBy(csv(['title,companyName,city', 'A,Acme']))).toMatchObject({
      contexts: [{ customer: { companyName: 'Acme' } }],
    });
  });

  it('makes no row where the columns that are read have nothing', async () => {
    const { body } = await csv(['title,Street', 'A,B', ',C', ',,,', '""'], { ignoreUnknown: 'true' }).expect(
      200,
    );
    expect(body).toMatchObject({ created: 1, failed: 0, complete: true });
  });

  it('is not what has something in it: the column is named', async () => {
    const { body } = await csv([
      'title,,companyName,,,,',
      'A,,Acme,,,,x',
      'B,y,Acme',
      'C,,Acme,,,,,,z',
      `D,,Acme${','.repeat(200)}z`,
    ]).expect(200);

    expect(body.data).toMatchObject([
      { row: 1, errors: [{ column: '(column 7)' }] },
      { row: 2, errors: [{ column: '(column 2)' }] },
      { row: 3, errors: [{ column: '(column 9)', message: expect.stringContaining('needs quotes') }] },
      { row: 4, errors: [{ message: expect.stringContaining('Has 203 cells') }] },
    ]);
  });
});

describe('cells as exports write them for spreadsheets', () => {
  it('are read as what they say', async () => {
    const lines = [
      '="Company",Zip,Phone,First Name,Last Name,Country,City',
      `"=""Acme""",="02134",'+1 206 555 0100,'t,O'Brien,US,\u200b`,
    ];
    expect(await savedBy(csv(lines, { 'default[city]': 'Boston' }))).toMatchObject({
      contexts: [
        {
          customer: {
            companyName: 'Acme',
            address: { postalCode: '02134', city: 'Boston', countryCode: 'US' },
          },
          interactions: [{ contact: { phone: '+12065550100', firstName: "'t", lastName: "O'Brien" } }],
        },
      ],
    });
  });

  it.each([
    ['a number in place of a phone number', 'Phone', '1.20656E+10'],
    ['a number in place of a phone number, with a comma', 'Phone', '"1,20656E+10"'],
    ['the number of a day', 'Interaction Date', '46328'],
    ['the number of a moment', 'Interaction Date', '46328.4375'],
    ['a day that may be two', 'Interaction Date', '11/2/2026'],
    ['a cell that was too narrow', 'Interaction Date', '########'],
    ['an error of a formula', 'Website', '#N/A'],
    ['nothing, in letters', 'Website', 'N/A'],
    ['nothing, in a word', 'Phone', 'null'],
    ['nothing, in a sign', 'Industry', '-'],
  ])('are not guessed at: %s', async (_, column, cell) => {
    const lines = [`Company,Country,${column}`, `Acme,US,${cell}`];
    const refused = await csv(lines).expect(200);
    expect(refused.body.data).toMatchObject([{ errors: [{ column }] }]);

    const dropped = await csv(lines, { onBadCell: 'drop' }).expect(200);
    expect(dropped.body.data).toMatchObject([{ id: expect.any(String), warnings: [{ column }] }]);
  });

  it.each([
    ['Company,Telephone', 'Acme,(206) 555-0100', '`countryCode`'],
    ['Company,Telephone,Billing Country', 'Acme,(206) 555-0100,', '`Billing Country`'],
    ['Company,Telephone,Billing Country', 'Acme,(206) 555-0100,Atlantis', '`Billing Country`'],
  ])('lack a country to read a phone number with, and are told which column has it: %s', async (...texts) => {
    const [header, row, column] = texts;
    const { body } = await csv([header, row]).expect(200);
    const told = {
      column: 'Telephone',
      pointer: '/contexts/0/interactions/0/contact/phone',
      message: expect.stringMatching(/^Its country is not known: /),
    };
    expect(body.data[0].errors).toContainEqual(expect.objectContaining(told));
    const { message } = body.data[0].errors.at(-1);
    expect(message).toContain(column);
    expect(message).not.toContain('/contexts');

    const dropped = await csv([header, row], { onBadCell: 'drop' }).expect(200);
    expect(dropped.body.data[0].warnings).toContainEqual(expect.objectContaining(told));
    expect((await csv([header, row], { 'default[countryCode]': 'US' }).expect(200)).body.created).toBe(
      row.endsWith('Atlantis') ? 0 : 1,
    );
  });

  it('are told as lost where a spreadsheet has lost them, in every column', async () => {
    const { body } = await csv([
      'Lead ID,Company,City,Phone,Country',
      '1.23457E+10,Acme,Oslo,1.20656E+10,US',
      '7,Globex,#NAME?,,NO',
      '1.23457E+10,Initech,,,',
    ]).expect(200);
    expect(body).toMatchObject({ created: 0, failed: 3 });
    expect(
      body.data.map(({ errors }: { errors: { column: string }[] }) => errors.map(({ column }) => column)),
    ).toEqual([['Lead ID', 'Phone'], ['City'], ['Lead ID']]);
    expect(body.data[0].errors[0].message).toContain('the value is lost');

    const dropped = await csv(['Lead ID,Company,City', '7,Globex,#NAME?', '1.23457E+10,Acme,Oslo'], {
      onBadCell: 'drop',
    }).expect(200);
    expect(dropped.body.data).toMatchObject([
      { id: expect.any(String), warnings: [{ column: 'City' }] },
      { errors: [{ column: 'Lead ID' }] },
    ]);
  });

  it('are texts where any text may be', async () => {
    expect(await savedBy(csv(['Company,City,Last Name,Country', 'None,N/A,Null,NA']))).toMatchObject({
      contexts: [
        {
          customer: { companyName: 'None', address: { city: 'N/A', countryCode: 'NA' } },
          interactions: [{ contact: { lastName: 'Null' } }],
        },
      ],
    });
  });
});

describe('the columns', () => {
  it('are told as they were read, and a person’s title is none of the engagement', async () => {
    const { body } = await csv(['Title,First Name,Company', 'CEO,Ada,Acme']).expect(200);

    expect(body.columns).toEqual([
      { column: 'Title', field: 'businessTitle' },
      { column: 'First Name', field: 'firstName' },
      { column: 'Company', field: 'companyName' },
    ]);
    const saved = await request(api.url).get(`/engagements/${body.data[0].id}`).expect(200);
    expect(saved.body.title).toBeUndefined();
    expect(saved.body.contexts[0].interactions[0].contact).toEqual({
      businessTitle: 'CEO',
      firstName: 'Ada',
    });
  });

  it('that are unknown are refused with the nearest one and with what can be done', async () => {
    const { body } = await csv(['Compny,Street', 'Acme,Main']).expect(400);

    expect(body.errors).toMatchObject([
      { column: 'Compny', suggestion: 'companyName' },
      { column: 'Street' },
    ]);
    expect(body.errors[1].suggestion).toBeUndefined();
    expect(body.detail).toContain('map[<column>]=');
  });

  it.each([
    ['encoded', `${encodeURIComponent('map[Lead Rating]')}=qualificationStatus`],
    ['as it is', 'map[Lead+Rating]=qualificationStatus'],
    ['in other letters', 'map[lead_rating]=QUALIFICATION%20STATUS'],
  ])('mean what the caller says (%s)', async (_, query) => {
    expect(await savedBy(csv(['Lead Rating,Company', 'Hot,Acme'], query))).toMatchObject({
      contexts: [{ qualificationStatus: 'Hot', customer: { companyName: 'Acme' } }],
    });
  });

  it('are left out where the caller wants that', async () => {
    const { body } = await csv(['Company,Mobile,Street,Phone,Country', 'Acme,1,2,(206) 555-0100,US'], {
      'map[Mobile]': '',
      ignoreUnknown: 'true',
      'map[Fax]': '',
    }).expect(200);

    expect(body).toMatchObject({ created: 1, ignored: ['Mobile', 'Street'] });
  });

  it.each(['__proto__', 'constructor', 'toString'])('may be called %s', async (name) => {
    await csv([`Company,${name}`, 'Acme,x']).expect(400);
    const saved = await savedBy(csv([`Company,${name}`, 'Acme,x'], { [`map[${name}]`]: 'title' }));
    expect(saved).toMatchObject({ title: 'x' });
  });

  it('are all listed, with their aliases', async () => {
    const { body } = await request(api.url).get('/reference/import-columns').expect(200);

    expect(body.data.map(({ column, field }: { column: string; field: string }) => [column, field])).toEqual(
      Object.entries(leadColumns),
    );
    expect(body.data).toContainEqual({
      column: 'companyName',
      field: '/contexts/0/customer/companyName',
      aliases: expect.arrayContaining(['Company', 'Account Name']),
      required: true,
      description: expect.any(String),
    });
    expect(body.data).toContainEqual(expect.objectContaining({ column: 'industry', required: false }));
    for (const { column, aliases } of body.data.filter(
      ({ column: name }: { column: string }) => name !== 'title',
    )) {
      for (const alias of aliases) {
        const tried = await csv([alias, 'x'], { dryRun: 'true' }).expect(200);
        expect(tried.body.columns).toEqual([{ column: alias, field: column }]);
      }
    }
  });
});
