const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARK = Buffer.from([0xff, 0xfe]);

/** In UTF-8 no byte has this value: what holds it is told as unreadable. */
const NO_UTF8 = Buffer.from([0xff]);

/**
 * A text in UTF-8 without its byte order mark. What has the mark of UTF-16 (little-endian, as spreadsheets write
 * "Unicode text") is turned into UTF-8; anything else stays as it is, to be refused where it is read.
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
    if (rest.length >= UTF8_MARK.length) {
      read = readerOf(rest);
      yield read(withoutMark(rest));
    }
  }
  yield read === undefined ? withoutMark(rest) : read(Buffer.alloc(0));
}

function readerOf(beginning: Buffer): (chunk: Buffer) => Buffer {
  return startsWith(beginning, UTF16_MARK) ? utf16Reader() : (chunk) => chunk;
}

/** What is cut in two waits for its other half. (Node's StringDecoder tears a pair whose bytes come one by one.) */
function utf16Reader(): (chunk: Buffer) => Buffer {
  let half: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const isLast = chunk.length === 0;
    const all = Buffer.concat([half, chunk]);
    const whole = isLast ? all.length : wholeLength(all);
    half = all.subarray(whole);
    return toUtf8(all.toString('utf16le', 0, whole));
  };
}

/** How many bytes there are before a unit or a pair of surrogates that is not complete. */
function wholeLength(bytes: Buffer): number {
  const units = bytes.length - (bytes.length % 2);
  const isHighSurrogate = units > 0 && (bytes.readUInt8(units - 1) & 0xfc) === 0xd8;
  return isHighSurrogate ? units - 2 : units;
}

function withoutMark(beginning: Buffer): Buffer {
  const mark = [UTF8_MARK, UTF16_MARK].find((one) => startsWith(beginning, one));
  return beginning.subarray(mark?.length ?? 0);
}

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark);
}

/** A lone surrogate has no form in UTF-8, and a replacement character in its place would be a guess. */
function toUtf8(text: string): Buffer {
  if (text.isWellFormed()) {
    return Buffer.from(text);
  }
  const parts = text.split(/\p{Surrogate}/u).map((part) => Buffer.from(part));
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [NO_UTF8, part])));
}
