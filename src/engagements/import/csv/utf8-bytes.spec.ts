import { expect, it } from '@jest/globals';
import { utf8Bytes } from './utf8-bytes.js';

async function read(bytes: Uint8Array, size: number): Promise<Buffer> {
  const chunks = (async function* () {
    for (let from = 0; from < bytes.length; from += size) {
      yield await Promise.resolve(bytes.subarray(from, from + size));
    }
  })();
  const read: Uint8Array[] = [];
  for await (const chunk of utf8Bytes(chunks)) {
    read.push(chunk);
  }
  return Buffer.concat(read);
}

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

it.each([
  ['UTF-8', 'title\nMüller 😀', Buffer.from('title\nMüller 😀')],
  ['UTF-8 with a byte order mark', 'title', Buffer.from('\ufefftitle')],
  ['UTF-16 with a byte order mark', 'title\nMüller 😀', Buffer.from('\ufefftitle\nMüller 😀', 'utf16le')],
  ['big-endian UTF-16', 'title\nMüller 😀', bigEndian('\ufefftitle\nMüller 😀')],
  ['UTF-16 without a mark', 'title\nMüller 😀', Buffer.from('title\nMüller 😀', 'utf16le')],
  ['big-endian UTF-16 without a mark', 'title\nMüller 😀', bigEndian('title\nMüller 😀')],
  ['the mark of big-endian UTF-16 alone', '', bigEndian('\ufeff')],
  ['half a character at the end', 'ab', Buffer.from('\ufeffab€', 'utf16le').subarray(0, -1)],
  ['NUL characters that are no sign of UTF-16', 'a\0b', Buffer.from('a\0b')],
  ['NUL characters alone', '\0\0\0\0', Buffer.alloc(4)],
  ['a single byte', 'a', Buffer.from('a')],
  ['two bytes', 'ab', Buffer.from('ab')],
  ['a mark alone', '', Buffer.from('\ufeff')],
  ['the mark of UTF-16 alone', '', Buffer.from('\ufeff', 'utf16le')],
  ['nothing', '', Buffer.alloc(0)],
])('reads %s', async (_, text, bytes) => {
  for (const size of [1, 2, 3, 5, 1000]) {
    expect((await read(bytes, size)).toString()).toBe(text);
  }
});

it('leaves what is no UTF-8 as it is', async () => {
  const bytes = Buffer.from('Müller', 'latin1');

  expect(await read(bytes, 2)).toEqual(bytes);
});

it.each([
  ['little-endian', Buffer.from('\ufeffa\ud800b', 'utf16le')],
  ['big-endian', bigEndian('\ufeffa\ud800b')],
])('makes no other text of UTF-16 that is none (%s)', async (_, bytes) => {
  for (const size of [1, 3, 1000]) {
    expect(await read(bytes, size)).toEqual(Buffer.from([0x61, 0xff, 0x62]));
  }
});
