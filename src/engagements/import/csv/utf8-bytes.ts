/** In UTF-8 no byte has this value: what holds it is told as unreadable. */
const NO_UTF8 = 0xff;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What tells an encoding at the beginning of a text. */
const marks: readonly { readonly encoding: Encoding; readonly bytes: Buffer }[] = [
  { encoding: 'utf-8', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff]) },
];

/** As many bytes tell the encoding: a mark, or two characters of UTF-16. */
const TELLING_BYTES = 4;

/**
 * A text in UTF-8 without its byte order mark. UTF-16 (which spreadsheets call "Unicode text") is turned into UTF-8: it
 * is known by its mark, or by the NUL bytes of its first two characters, as no text in UTF-8 begins with such. Anything
 * else stays as it is, to be refused where it is read.
 */
export async function* utf8Bytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let read: ((chunk: Buffer) => Buffer) | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (read !== undefined) {
      yield read(Buffer.from(chunk));
      continue;
    }
    rest = Buffer.concat([rest, chunk]);
    if (rest.length >= TELLING_BYTES) {
      read = readerOf(rest);
      yield read(withoutMark(rest));
    }
  }
  if (read === undefined) {
    read = readerOf(rest);
    yield read(withoutMark(rest));
  }
  yield read(Buffer.alloc(0));
}

function readerOf(beginning: Buffer): (chunk: Buffer) => Buffer {
  const encoding = markOf(beginning)?.encoding ?? encodingByNuls(beginning);
  switch (encoding) {
    case 'utf-8':
      return (chunk) => chunk;
    case 'utf-16le':
    case 'utf-16be':
      return utf16Reader(encoding);
  }
}

function encodingByNuls(beginning: Buffer): Encoding {
  const nuls = Array.from(beginning.subarray(0, TELLING_BYTES), (byte) => (byte === 0 ? '0' : 'x')).join('');
  return nuls === 'x0x0' ? 'utf-16le' : nuls === '0x0x' ? 'utf-16be' : 'utf-8';
}

/** What is cut in two waits for its other half. (Node's StringDecoder tears a pair whose bytes come one by one.) */
function utf16Reader(encoding: 'utf-16le' | 'utf-16be'): (chunk: Buffer) => Buffer {
  let half: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const isLast = chunk.length === 0;
    const all = Buffer.concat([half, chunk]);
    const whole = isLast ? all.length : wholeLength(all, encoding);
    half = all.subarray(whole);
    return toUtf8(textOf(all.subarray(0, whole), encoding));
  };
}

function textOf(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): string {
  if (encoding === 'utf-16le') {
    return bytes.toString('utf16le');
  }
  // Node decodes little-endian only. A last byte without its other half is nothing in either order.
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');
}

/** How many bytes there are before a unit or a pair of surrogates that is not complete. */
function wholeLength(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): number {
  const units = bytes.length - (bytes.length % 2);
  const highByte = encoding === 'utf-16le' ? units - 1 : units - 2;
  const isHighSurrogate = units > 0 && (bytes.readUInt8(highByte) & 0xfc) === 0xd8;
  return isHighSurrogate ? units - 2 : units;
}

function withoutMark(beginning: Buffer): Buffer {
  return beginning.subarray(markOf(beginning)?.bytes.length ?? 0);
}

function markOf(beginning: Buffer): (typeof marks)[number] | undefined {
  return marks.find(({ bytes }) => beginning.subarray(0, bytes.length).equals(bytes));
}

/** A lone surrogate has no form in UTF-8, and a replacement character in its place would be a guess. */
function toUtf8(text: string): Buffer {
  if (text.isWellFormed()) {
    return Buffer.from(text);
  }
  // A buffer for each part would take 500 MB and ten seconds for a file that has nothing else.
  const bytes = Buffer.allocUnsafe(3 * text.length);
  let length = 0;
  for (const [index, part] of text.split(/\p{Surrogate}/u).entries()) {
    if (index > 0) {
      bytes[length] = NO_UTF8;
      length += 1;
    }
    length += bytes.write(part, length);
  }
  return bytes.subarray(0, length);
}
