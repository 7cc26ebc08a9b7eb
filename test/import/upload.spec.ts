import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { answerOf, beginImport } from '../support/streamed-import.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const csv = 'title,companyName\r\nUploaded,Acme\r\nUploaded,Globex\r\n';
const ndjson = '{"title":"Uploaded"}\n{"title":"Uploaded"}\n';

/** A form, as browsers and curl write it. */
async function upload(form: FormData) {
  const answer = await fetch(`${api.url}/engagements/import`, { method: 'POST', body: form });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

function formOf(content: string | Buffer, name = 'leads.csv', type = 'text/csv'): FormData {
  const form = new FormData();
  form.append('file', new File([Uint8Array.from(Buffer.from(content))], name, { type }));
  return form;
}

describe('a form upload of one file', () => {
  it.each([
    ['text/csv', 'leads.csv', csv],
    ['application/octet-stream', 'leads.csv', csv],
    ['application/vnd.ms-excel', 'leads.csv', csv],
    ['text/plain', 'leads.txt', csv],
    ['application/x-ndjson', 'leads.ndjson', ndjson],
    ['application/octet-stream', 'leads.jsonl', ndjson],
  ])('is read: %s, %s', async (type, name, content) => {
    const { status, body } = await upload(formOf(content, name, type));
    expect({ status, ...body }).toMatchObject({ status: 200, created: 2, failed: 0, complete: true });
  });

  it('is read under any field name, with its lines counted as in the file', async () => {
    const form = new FormData();
    form.append('', new File(['title\nA\nx,y\n'], 'leads.csv'));
    const { body } = await upload(form);
    expect(body).toMatchObject({ created: 1, failed: 1, complete: true, data: [{ line: 2 }, { line: 3 }] });
  });

  it('is bounded as any import is', async () => {
    const rows = await upload(formOf(`title\n${'A\n'.repeat(10_001)}`));
    expect(rows.body).toMatchObject({ created: 10_000, complete: false });
    const blank = await upload(formOf(`title\n${'\n'.repeat(60_000_000)}`));
    expect(blank).toMatchObject({ status: 413, body: { type: '/problems/payload-too-large' } });
    const declared = httpRequest(`${api.url}/engagements/import`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '64000001' },
    });
    declared.flushHeaders();
    expect((await answerOf(declared)).statusCode).toBe(413);
    declared.destroy();
  });

  it('is answered while it comes, row by row', async () => {
    const sending = begun({ accept: 'application/x-ndjson' });
    sending.write(`${head('leads.csv')}title\n${'A\n'.repeat(500)}`);
    const answer = await answerOf(sending);
    const [first] = await once(answer, 'data');
    expect(String(first)).toContain('"row":1');
    sending.end('B\r\n--x--\r\n');
    expect(await text(answer)).toContain('"created":501');
  });

  it('is saved as far as it came where it is cut', async () => {
    const sending = begun();
    const answering = answerOf(sending);
    sending.end(`${head('leads.csv')}title\nA\nB\nHalf a r`);
    expect(JSON.parse(await text(await answering))).toMatchObject({
      created: 2,
      complete: false,
      detail: expect.stringContaining('ended early'),
    });
  });
});

describe('a form upload is refused', () => {
  it.each([
    ['a workbook', 'leads.xlsx', 'application/octet-stream', 'PK\x03\x04…', 'save it as CSV'],
    ['a workbook by another name', 'leads.csv', 'text/csv', 'PK\x03\x04………', 'save it as CSV'],
    ['something else', 'leads.pdf', 'application/pdf', '%PDF', 'name it .csv'],
  ])('of %s', async (_, name, type, content, detail) => {
    const { status, body } = await upload(formOf(content, name, type));
    expect({ status, detail: body.detail }).toEqual({ status: 415, detail: expect.stringContaining(detail) });
  });

  it('of what is compressed', async () => {
    const { status, body } = await upload(formOf(gzipSync(csv)));
    expect({ status, detail: body.detail }).toEqual({
      status: 415,
      detail: expect.stringContaining('compressed'),
    });
  });

  it('where anything stands beside its file: before it nothing is saved, after it the rows before', async () => {
    const before = new FormData();
    before.append('note', 'hi');
    before.append('file', new File([csv], 'leads.csv'));
    expect(await upload(before)).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-request', errors: [{ pointer: '/note' }] },
    });

    const after = formOf(csv);
    after.append('file', new File([csv], 'more.csv'));
    expect(await upload(after)).toMatchObject({
      status: 200,
      body: { created: 2, complete: false, detail: expect.stringContaining('one file') },
    });
  });

  it('without a file, and without a boundary', async () => {
    const form = new FormData();
    form.append('file', csv);
    expect(await upload(form)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('-F file=@leads.csv') },
    });
    const { body } = await request(api.url)
      .post('/engagements/import')
      .set('content-type', 'multipart/form-data')
      .send(csv)
      .expect(400);
    expect(body.detail).toContain('boundary');
  });

  it('at once, though the rest of it is still coming, and its answer is read', async () => {
    const { status } = await upload(formOf(Buffer.alloc(30_000_000, 'x'), 'leads.xls', ''));
    expect(status).toBe(415);
    const { status: next } = await upload(formOf(csv));
    expect(next).toBe(200);
  });
});

describe('a direct body', () => {
  const send = (type: string, body: string | Buffer) =>
    request(api.url).post('/engagements/import').set('content-type', type).send(body);

  it.each(['text/csv; charset=utf-8', 'TEXT/CSV', 'text/tab-separated-values', 'application/csv'])(
    'of type %s is read as CSV',
    async (type) => {
      const { body } = await send(type, 'title\nA\n').expect(200);
      expect(body).toMatchObject({ created: 1 });
    },
  );

  it.each(['application/x-ndjson; charset=utf-8', 'application/ndjson', 'application/jsonl'])(
    'of type %s is read as NDJSON',
    async (type) => {
      const { body } = await send(type, '{"title":"A"}').expect(200);
      expect(body).toMatchObject({ created: 1 });
    },
  );

  it.each([
    ['text/csv', Buffer.from('PK\x03\x04 and more', 'latin1'), 'save it as CSV'],
    ['text/csv', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), 'save it as CSV'],
    ['application/x-ndjson', Buffer.from('PK\x03\x04 and more', 'latin1'), 'save it as CSV'],
    ['text/csv', gzipSync(csv), 'compressed'],
  ])('that is no text is told what it is (%s)', async (type, content, detail) => {
    const { body } = await send(type, content).expect(415);
    expect(body.detail).toContain(detail);
  });
});

const head = (name: string) =>
  `--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;

const begun = (headers: Record<string, string> = {}) =>
  beginImport(api.url, { 'content-type': 'multipart/form-data; boundary=x', ...headers });
