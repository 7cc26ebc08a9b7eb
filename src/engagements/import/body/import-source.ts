import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../errors/domain-error.js';
import { bodyBytes } from '../../../http/body-bytes.js';
import { isCompressed } from '../../../http/compressed.js';
import { mediaTypeOf } from '../../../http/media-type.js';
import { boundedBytes } from './bounded-bytes.js';
import { fairly } from './fairly.js';
import { readFormFile } from './form-file.js';
import { FORM_TYPE, formatOfType, type RowsFormat, SAVE_AS_CSV } from './rows-body.js';

/** The rows of an import as they come in, in one of two forms. */
export interface ImportSource {
  readonly format: RowsFormat;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * What an import's rows are read from: the body of a request, or the one file of the form that it is. Its bytes have to be
 * read, if only the first of them: an unread source holds the request back.
 * @throws DomainError `invalid-request`, `unsupported-media-type`, `payload-too-large`; so do its bytes
 */
export async function importSource({ body, headers }: FastifyRequest): Promise<ImportSource> {
  const bytes = fairly(boundedBytes(bodyBytes(body instanceof Readable ? body : Readable.from([]))));
  const type = mediaTypeOf(headers);
  const { format, bytes: rows } =
    type === FORM_TYPE
      ? await readFormFile(bytes, headers['content-type'] ?? '')
      : // An empty body has no type.
        { format: formatOfType(type) ?? 'csv', bytes };
  return { format, bytes: textBytes(rows) };
}

/** How many bytes tell that what comes is no text. */
const MAGIC_BYTES = 8;

/** @throws DomainError `unsupported-media-type` before the first byte of what is compressed, or a workbook */
async function* textBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let beginning: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (beginning === undefined) {
      yield chunk;
      continue;
    }
    beginning = Buffer.concat([beginning, chunk]);
    if (beginning.length >= MAGIC_BYTES) {
      requireText(beginning);
      yield beginning;
      beginning = undefined;
    }
  }
  if (beginning !== undefined) {
    requireText(beginning);
    yield beginning;
  }
}

/** .xlsx, .xlsb, .ods and .numbers are zip archives; .xls is what Office wrote before. No text begins as they do. */
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const OLD_OFFICE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

function requireText(beginning: Uint8Array): void {
  const magic = beginning.subarray(0, ZIP.length);
  if (isCompressed(beginning)) {
    throw new DomainError('unsupported-media-type', 'The rows are compressed: send them as they are.');
  }
  if (ZIP.equals(magic) || OLD_OFFICE.equals(magic)) {
    throw new DomainError('unsupported-media-type', SAVE_AS_CSV);
  }
}
