import { StringDecoder } from 'node:string_decoder';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARK = Buffer.from([0xff, 0xfe]);

/** In UTF-8 no byte has this value: what holds it is told as unreadable. */
const NO_UTF8 = Buffer.from([0xff]);

/**
 * A text in UTF-8 without its byte order mark. What has the mark of UTF-16 (little-endian, as spreadsheets write
 * "Unicode text") is turned into UTF-8; anything else stays as it is, to be refused where it is read.
 */
export async function* utf8Bytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let beginning: Buffer | undefined = Buffer.alloc(0);
  let utf16: StringDecoder | undefined;
  for await (const chunk of bytes) {
    let part = chunk;
    if (beginning !== undefined) {
      beginning = Buffer.concat([beginning, chunk]);
      if (beginning.length < UTF8_MARK.length) {
        continue;
      }
      utf16 = startsWith(beginning, UTF16_MARK) ? new StringDecoder('utf16le') : undefined;
      part = withoutMark(beginning);
      beginning = undefined;
    }
    yield utf16 === undefined ? part : toUtf8(utf16.write(Buffer.from(part)));
  }
  yield beginning === undefined ? toUtf8(utf16?.end() ?? '') : withoutMark(beginning);
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
