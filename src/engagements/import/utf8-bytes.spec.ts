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

it.each([
  ['UTF-8', 'title\nMüller 😀', Buffer.from('title\nMüller 😀')],
  ['UTF-8 with a byte order mark', 'title', Buffer.from('\ufefftitle')],
  ['UTF-16 with a byte order mark', 'title\nMüller 😀', Buffer.from('\ufefftitle\nMüller 😀', 'utf16le')],
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

it('makes no other text of UTF-16 that is none', async () => {
  const bytes = await read(Buffer.from('\ufeffa\ud800b', 'utf16le'), 1000);

  expect(bytes).toEqual(Buffer.from([0x61, 0xff, 0x62]));
});
