import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { interaction, lead } from '../support/engagements.factory.js';
import { answerOf, beginImport } from '../support/streamed-import.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const send = (type: string, body: string | Buffer) =>
  request(api.url).post('/engagements/import').set('content-type', type).send(body);
const ndjson = (body: string | Buffer) => send('application/x-ndjson', body);
const csv = (body: string | Buffer) => send('text/csv', body);

const begun = (type: string, headers: Record<string, string> = {}, query = '') =>
  beginImport(api.url, { 'content-type': type, ...headers }, query);

describe('the size of an import', () => {
  it('is bounded to 64 MB, and told before any of it is read', async () => {
    const importing = begun('application/x-ndjson', { 'content-length': '64000001' });
    importing.flushHeaders();
    const answer = await answerOf(importing);

    expect(answer.statusCode).toBe(413);
    expect(JSON.parse(await text(answer))).toMatchObject({
      type: '/problems/payload-too-large',
      detail: expect.stringContaining('64 MB'),
    });
    importing.destroy();
  });

  it('does not matter where the query can’t be read, which is told while it is still sent', async () => {
    const importing = begun('text/csv', {}, '?nope=x');
    const answering = answerOf(importing);
    Readable.from(Array.from({ length: 20 }, () => 'x'.repeat(1_000_000))).pipe(importing);

    expect(JSON.parse(await text(await answering))).toMatchObject({ errors: [{ parameter: 'nope' }] });
  });

  it('is counted where nobody tells it, and what was saved before stays saved', async () => {
    const importing = begun('application/x-ndjson');
    const answering = answerOf(importing);
    Readable.from([`{"title":"Before"}\n`, ...Array.from({ length: 66 }, () => 'x'.repeat(1_000_000))]).pipe(
      importing,
    );

    expect(JSON.parse(await text(await answering))).toMatchObject({
      created: 1,
      complete: false,
      detail: expect.stringContaining('64 MB'),
    });
  });
});

describe('blank lines', () => {
  it.each([
    ['application/x-ndjson', '{"title":"A"}\n', '\n'],
    ['application/x-ndjson', '{"title":"A"}\n', '  \r\n'],
    ['text/csv', 'title\nA\n', '\n'],
    ['text/csv', 'title\nA\n', ',,\n'],
    ['text/csv', 'title\nA\n', '"",""\n'],
  ])('count as rows (%s, %j, %j)', async (type, beginning, blank) => {
    const few = await send(type, beginning + blank.repeat(9999)).expect(200);
    expect(few.body).toMatchObject({ created: 1, failed: 0, complete: true });

    const many = await send(type, `${beginning}${blank.repeat(10_000)}${beginning}`).expect(200);
    expect(many.body).toMatchObject({ created: 1, failed: 0, complete: false });
    expect(many.body.detail).toContain('10000 rows at most, blank ones among them');
  });

  it.each([
    ['application/x-ndjson', '\n'],
    ['text/csv', '\r\n'],
  ])('alone are refused (%s)', async (type, blank) => {
    const { body } = await send(type, blank.repeat(2_000_000)).expect(413);
    expect(body.type).toBe('/problems/payload-too-large');
  });
});

describe('a row of CSV', () => {
  it.each([
    ['commas', ','.repeat(5_000_000)],
    ['an unquoted cell', 'x'.repeat(40_000)],
    ['quotes within a cell', `x${'"'.repeat(5_000_000)}`],
    ['many quoted cells', '"a",'.repeat(1_000_000)],
    ['NUL bytes', '\0'.repeat(40_000)],
  ])('of more than 32 KiB is refused by itself where its end is certain: %s', async (_, row) => {
    const { body } = await csv(`title\nA\n${row}\nB\n`).expect(200);

    expect(body).toMatchObject({ created: 2, failed: 1, complete: true });
    expect(body.data).toMatchObject([
      { row: 1, line: 2 },
      { row: 2, line: 3, errors: [{ message: 'A row may have 32768 bytes at most.' }] },
      { row: 3, line: 4 },
    ]);
  });

  it('may have 32 KiB, separators and quotes among them', async () => {
    const cell = `"${'x'.repeat(32 * 1024 - 5)}"`;
    const { body } = await csv(`title,city\n${cell},""\n${cell},"a"\n`).expect(200);

    expect(body.data.map(({ errors }: { errors: { message: string }[] }) => errors[0]?.message)).toEqual([
      expect.stringContaining('Must have at most 40 characters'),
      'A row may have 32768 bytes at most.',
    ]);
  });

  it('that goes on within quotes ends the import, and its line is told', async () => {
    const { body } = await csv(`title\nA\n"${'x'.repeat(40_000)}"\nB\n`).expect(200);

    expect(body).toMatchObject({ created: 1, failed: 0, complete: false });
    expect(body.detail).toContain('begins in line 3 ');
  });

  it('is told how many cells it has, however many', async () => {
    const { body } = await csv(`title\n${'x,'.repeat(16_000)}\nB\n`).expect(200);

    expect(body).toMatchObject({ created: 1, failed: 1 });
    expect(body.data[0].errors).toMatchObject([
      {
        column: '(column 2)',
        message: expect.stringContaining('Has 16001 cells, and the first row names 1 columns'),
      },
    ]);
  });

  it('that names the columns is bounded like any other', async () => {
    const long = await csv(`${','.repeat(5_000_000)}\nA\n`).expect(400);
    expect(long.body.errors).toMatchObject([{ code: 'VALUE_OUT_OF_RANGE' }]);

    const many = await csv(`title,${'x,'.repeat(16_000)}\nA\n`).expect(400);
    expect(many.body.errors).toHaveLength(100);
    expect(many.body.errors.at(-1)).toMatchObject({ column: '(column 101)', code: 'TOO_MANY_VALUES' });
  });

  it('of UTF-16 is bounded like any other', async () => {
    const table = `\ufefftitle\nA\n${'é'.repeat(20_000)}\nB\n${'"'.repeat(2)}${'\n'.repeat(20_000)}`;
    const { body } = await csv(Buffer.from(table, 'utf16le')).expect(200);

    expect(body).toMatchObject({ created: 2, failed: 1, complete: false });
  });
});

describe('what an import holds', () => {
  const faulty = JSON.stringify(
    Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`an-unknown-field-${index}`, 1])),
  );

  it('is an answer that a client can read after it has sent everything', async () => {
    const importing = begun('application/x-ndjson');
    const answering = answerOf(importing);
    importing.end(`${faulty}\n`.repeat(5000));
    await once(importing, 'finish');
    const answer = await text(await answering);

    const { data, failed, complete } = JSON.parse(answer);
    expect({ failed, complete }).toEqual({ failed: 5000, complete: true });
    expect(data[0].errors).toHaveLength(101);
    expect(data[4999].errors).toMatchObject([
      { pointer: '/an-unknown-field-0' },
      { pointer: '', message: 'And 100 more.' },
    ]);
    expect(answer.length).toBeLessThan(8_000_000);
  });

  it('is bounded in rows of full size, which are saved some at a time', async () => {
    const contexts = Array.from({ length: 5 }, () =>
      lead({
        interactions: Array.from({ length: 10 }, () =>
          interaction({ businessProblem: 'x'.repeat(2000), customerAction: 'é'.repeat(255) }),
        ),
      }),
    );
    const row = `${JSON.stringify({ title: 'Full size', contexts })}\n`;
    const { body } = await ndjson(row.repeat(20)).expect(200);

    expect(body).toMatchObject({ created: 20, failed: 0, complete: true });
  });

  it('leaves room for other requests between its rows', async () => {
    const order: string[] = [];
    const importing = begun('application/x-ndjson', { accept: 'application/x-ndjson' });
    const answering = answerOf(importing);
    importing.end(`${faulty}\n`.repeat(10_000));
    const answer = await answering;
    const done = text(answer).then(() => order.push('import'));
    await request(api.url).get('/health/live').expect(200);
    order.push('health');
    await done;

    expect(order).toEqual(['health', 'import']);
  });
});

describe('imports at once', () => {
  it('are two of one caller; the next one is refused until one of them has ended', async () => {
    const [first, second] = [begun('application/x-ndjson'), begun('application/x-ndjson')];
    for (const importing of [first, second]) {
      importing.write('{"title":"A"}\n'.repeat(100));
    }
    const [answer] = await Promise.all([answerOf(first), answerOf(second)]);

    const refused = await ndjson('{"title":"B"}').expect(503);
    expect(refused.body).toMatchObject({
      type: '/problems/overloaded',
      detail: expect.stringContaining('2 imports under way'),
    });
    expect(refused.headers['retry-after']).toBe('2');

    first.end();
    await text(answer);
    await ndjson('{"title":"B"}').expect(200);
    second.destroy();
  });
});

describe('a body that is not what it seems', () => {
  it.each([
    ['/engagements/import', 'text/csv'],
    ['/engagements', 'application/json'],
  ])('is refused where it is compressed (%s)', async (path, type) => {
    const { body } = await request(api.url)
      .post(path)
      .set({ 'content-type': type, 'content-encoding': 'gzip' })
      .send('x')
      .expect(415);

    expect(body.detail).toContain('Content-Encoding');
  });

  it.each([
    ['a coding besides chunked', 'Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', 415],
    ['a coding that is not chunked', 'Transfer-Encoding: gzip\r\n\r\nx', '4(?:00|15)'],
    ['two lengths', 'Content-Length: 1\r\nContent-Length: 2\r\n\r\nx', 400],
    ['a length and chunks', 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ])('is refused with %s', async (_, rest, status) => {
    const socket = raw(`Content-Type: text/csv\r\nConnection: close\r\n${rest}`);

    expect(await text(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
  });

  it('is asked for where the client waits to be', async () => {
    const importing = begun('text/csv', { expect: '100-continue' });
    importing.flushHeaders();
    await once(importing, 'continue');
    importing.end('title\nA');

    expect(JSON.parse(await text(await answerOf(importing)))).toMatchObject({ created: 1 });
  });
});

function raw(rest: string): Socket {
  const { hostname, port } = new URL(api.url);
  const socket = connectTcp(Number(port), hostname);
  socket.write(`POST /engagements/import HTTP/1.1\r\nHost: 127.0.0.1\r\n${rest}`);
  return socket;
}
