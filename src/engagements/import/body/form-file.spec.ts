import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../errors/domain-error.js';
import { readFormFile } from './form-file.js';

const TYPE = 'multipart/form-data; boundary=x-1';
const ROWS = 'title\r\nA--x-1\r\n\r\n--x\r\nB';

interface PartOf {
  readonly disposition: string;
  readonly headers?: string;
  readonly content?: string;
}

const part = ({ disposition, headers = '', content = '' }: PartOf) =>
  `--x-1\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n${content}\r\n`;
const file = (over: Partial<PartOf> = {}) =>
  part({ disposition: 'name="file"; filename="leads.csv"', content: ROWS, ...over });
const form = (...parts: readonly string[]) => `${parts.join('')}--x-1--\r\n`;

/** In pieces of so many bytes. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) {
    yield await Promise.resolve(bytes.subarray(from, from + size));
  }
}

/** What is read of a form, and what is told at its end. */
async function read(text: string, { type = TYPE, size = 1000 } = {}) {
  const chunks: Uint8Array[] = [];
  const told: { format?: string; rows?: string; code?: string; detail?: string } = {};
  try {
    const { format, bytes } = await readFormFile(pieces(text, size), type);
    told.format = format;
    for await (const chunk of bytes) {
      chunks.push(chunk);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) {
      throw error;
    }
    Object.assign(told, { code: error.code, detail: error.detail });
  }
  return { ...told, rows: Buffer.concat(chunks).toString() };
}

describe('a form with one file', () => {
  it.each([1, 2, 3, 7, 64, 1000])('is read to the byte, in pieces of %i', async (size) => {
    expect(await read(form(file()), { size })).toEqual({ format: 'csv', rows: ROWS });
  });

  it('is read however large it is, and no more of it is held than a piece', async () => {
    let sent = 0;
    const source = async function* () {
      yield Buffer.from(file({ content: '' }).slice(0, -2));
      for (; sent < 200; sent += 1) {
        yield await Promise.resolve(Buffer.alloc(64 * 1024, 'x'));
      }
      yield Buffer.from('\r\n--x-1--');
    };
    const { bytes } = await readFormFile(source(), TYPE);
    let received = 0;
    for await (const chunk of bytes) {
      received += chunk.length;
      expect(sent * 64 * 1024 - received).toBeLessThan(3 * 64 * 1024);
    }
    expect(received).toBe(200 * 64 * 1024);
  });

  it('stops being asked for when nobody reads on', async () => {
    let isReleased = false;
    const source = async function* () {
      try {
        yield Buffer.from(file({ content: ROWS.repeat(100) }));
        await Promise.reject(new Error('Nobody wants it'));
      } finally {
        isReleased = true;
      }
    };
    const { bytes } = await readFormFile(source(), TYPE);
    for await (const chunk of bytes) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(isReleased).toBe(true);
  });

  it.each([
    ['no bytes', form(file({ content: '' }))],
    ['no form', ''],
  ])('may have no rows: %s', async (_, text) => {
    expect(await read(text)).toEqual({ format: 'csv', rows: '' });
  });

  it.each([
    ['a field without a name', part({ disposition: 'name=""', content: 'x' })],
    ['a field without a value', part({ disposition: 'name="note"' })],
    [
      'an input for a file that was not used',
      part({
        disposition: 'name="other"; filename=""',
        headers: 'Content-Type: application/octet-stream\r\n',
      }),
    ],
  ])('may have beside it what says nothing: %s', async (_, beside) => {
    expect(await read(form(beside, file()))).toEqual({ format: 'csv', rows: ROWS });
    expect(await read(form(file(), beside))).toEqual({ format: 'csv', rows: ROWS });
  });

  it.each([
    ['a path', 'name="file"; filename="C:\\\\data\\\\leads.CSV"'],
    ['letters of the world', 'name="datei"; filename="Müller – Käufer.csv"'],
    ['an encoded name', 'name="file"; filename*=UTF-8\'\'leads%20%E2%82%AC.csv'],
    ['no field name', 'filename="leads.csv"'],
  ])('may have %s', async (_, disposition) => {
    expect(await read(form(file({ disposition })))).toEqual({ format: 'csv', rows: ROWS });
  });

  it('may have no file name where its type says what it is', async () => {
    const headers = 'Content-Type: text/csv; charset=utf-8\r\n';
    expect(await read(form(part({ disposition: 'name="file"', headers, content: ROWS })))).toEqual({
      format: 'csv',
      rows: ROWS,
    });
  });

  it('may say that its bytes are binary', async () => {
    expect(await read(form(file({ headers: 'Content-Transfer-Encoding: binary\r\n' })))).toMatchObject({
      rows: ROWS,
    });
  });

  it('may have a preamble and an epilogue', async () => {
    expect(await read(`Hello\r\n${form(file())}Bye`)).toEqual({ format: 'csv', rows: ROWS });
  });

  it.each([
    ['another end', '--x-1--\r\n'],
    ['parts', file() + file()],
    ['a form', form(file())],
    ['a boundary that is not whole', '--x-'],
    ['anything', 'x'.repeat(5000)],
  ])('is over at its end, whatever follows: %s', async (_, more) => {
    for (const size of [1, 7, 100_000]) {
      expect(await read(`${form(file())}${more}`, { size })).toEqual({ format: 'csv', rows: ROWS });
      expect((await read(`${form()}${more}`, { size })).detail).toMatch(/^There is no file in the form/);
    }
  });
});

describe('a form is refused', () => {
  it.each([
    ['without a file', form(part({ disposition: 'name="note"' })), 'no file'],
    ['without parts', form(), 'no file'],
    ['with a field', form(part({ disposition: 'name="note"', content: 'x' }), file()), 'no field beside'],
    ['with a text instead of a file', form(part({ disposition: 'name="file"', content: ROWS })), '-F file=@'],
    ['without its boundary', 'title\r\nA', 'ended early'],
    [
      'with very many parts',
      form(...Array.from({ length: 1000 }, () => part({ disposition: 'name=""' })), file()),
      '20 parts',
    ],
    ['in base64', form(file({ headers: 'Content-Transfer-Encoding: base64\r\n' })), 'Content-Transfer'],
    ['with a workbook', form(file({ disposition: 'name="file"; filename="leads.xlsx"' })), 'save it as CSV'],
  ])('%s', async (_, text, detail) => {
    for (const size of [1, 1000]) {
      expect(await read(text, { size })).toEqual({
        code: expect.any(String),
        detail: expect.stringContaining(detail),
        rows: '',
      });
    }
  });

  it.each([['multipart/form-data'], ['multipart/form-data; boundary='], ['multipart/form-data; charset=x']])(
    'where its content type is %s',
    async (type) => {
      expect(await read(form(file()), { type })).toMatchObject({
        code: 'invalid-request',
        detail: expect.stringContaining('boundary'),
      });
    },
  );

  it.each([
    ['a second file', file({ content: 'title\r\nC' }), 'one file'],
    ['a field', part({ disposition: 'name="note"', content: 'x' }), 'no field'],
  ])('after the rows before it: %s', async (_, beside, detail) => {
    expect(await read(form(file(), beside))).toEqual({
      format: 'csv',
      rows: ROWS,
      code: 'invalid-request',
      detail: expect.stringContaining(detail),
    });
  });

  it('wherever it is cut', async () => {
    const whole = form(part({ disposition: 'name="note"' }), file()).trimEnd();
    for (let length = 1; length < whole.length; length += 1) {
      for (const size of [1, 1000]) {
        const { code, rows } = await read(whole.slice(0, length), { size });
        expect({ length, code }).toEqual({ length, code: 'invalid-request' });
        expect(ROWS.startsWith(rows.slice(0, ROWS.length))).toBe(true);
      }
    }
  });
});
