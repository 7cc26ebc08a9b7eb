import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { DomainError } from '../../../errors/domain-error.js';
import { pointerTo } from '../../../errors/json-pointer.js';
import { formatOfFile } from './file-format.js';
import { formatOfType, type RowsFormat } from './rows-body.js';

/** The one file of a form. */
export interface FormFile {
  readonly format: RowsFormat;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Reads a form (RFC 7578) up to the beginning of its one file, whose bytes are then handed on as they come.
 * @param contentType of the form, with its boundary
 * @throws DomainError `invalid-request` where it is no form, has no file, or anything beside it: what comes after the file
 *   is told where its bytes end. `unsupported-media-type` where the file has no rows that can be read
 */
export async function readFormFile(form: AsyncIterable<Uint8Array>, contentType: string): Promise<FormFile> {
  const parts = new FormParts(contentType);
  const chunks = fileBytes(form, parts);
  const first = await chunks.next();
  const bytes = async function* () {
    try {
      if (first.done !== true) {
        yield first.value;
        yield* chunks;
      }
    } finally {
      await chunks.return(undefined);
    }
  };
  // An empty body has no file, and no rows either.
  return { format: parts.format ?? 'csv', bytes: bytes() };
}

/** One chunk after the other, so that no more is held, and whoever stops reading the file stops reading the form. */
async function* fileBytes(form: AsyncIterable<Uint8Array>, parts: FormParts): AsyncGenerator<Uint8Array> {
  for await (const chunk of form) {
    await parts.write(chunk);
    yield* parts.take();
  }
  await parts.end();
  yield* parts.take();
}

/** A part of a form, by its headers. */
interface Part {
  readonly field: string;
  /** Of its file; empty where it is none. */
  readonly name: string;
  readonly type: string;
  readonly encoding: string;
}

/** With those that say nothing. Each costs as much as a row. */
const MAX_PARTS = 20;

/** As they are: what is encoded in base64 by its `Content-Transfer-Encoding` is never decoded (RFC 7578, section 4.7). */
const plainEncodings: ReadonlySet<string> = new Set(['7bit', '8bit', 'binary']);

/** The parts of a form, as far as it has come. */
class FormParts {
  /** Of the file, once it has begun. */
  format: RowsFormat | undefined;
  /** Once anything has come. */
  private busboy: BusboyInstance | undefined;
  /** Until it has ended: what follows the end of a form may make it do so before it is told to. */
  private over: Promise<unknown> | undefined;
  private fault: DomainError | undefined;
  /** Something was wrong before the file began. */
  private isRefused = false;
  private pending: Uint8Array[] = [];

  constructor(private readonly contentType: string) {}

  /** @throws DomainError `invalid-request` where the content type names no boundary */
  private open(): BusboyInstance {
    const busboy = busboyOf(this.contentType);
    // It rejects where the form is not whole, which is told as its fault.
    this.over = once(busboy, 'finish').catch(() => undefined);
    busboy.on('error', () => {
      this.fault ??= notWhole();
    });
    busboy.on('partsLimit', () => {
      this.fault ??= tooManyParts();
    });
    busboy.on(
      'file',
      // Whatever a part does not say is undefined.
      (field: string | undefined, stream, name: string | undefined, encoding, type) => {
        // The form says so itself where it ends within a part.
        stream.on('error', () => undefined);
        this.begin({ field: field ?? '', name: name ?? '', encoding, type }, stream);
      },
    );
    return busboy;
  }

  private begin(part: Part, stream: Readable): void {
    if (part.name === '' && formatOfType(part.type) === undefined) {
      this.beginField(part.field, stream);
      return;
    }
    const format = this.formatOf(part);
    if (format instanceof DomainError) {
      this.fault ??= format;
      stream.resume();
    } else {
      this.format = format;
      stream.on('data', (chunk: Uint8Array) => {
        if (!this.isRefused) {
          this.pending.push(chunk);
        }
      });
    }
  }

  /** Browsers send fields without a name, or for a file that was not chosen: such say nothing. */
  private beginField(field: string, stream: Readable): void {
    const isBeforeFile = this.format === undefined;
    stream.on('data', () => {
      if (field !== '') {
        this.fault ??= fieldRefused(field);
        this.isRefused ||= isBeforeFile;
      }
    });
  }

  /** Or why it is not the one file, or can't be read. */
  private formatOf(part: Part): RowsFormat | DomainError {
    if (this.format !== undefined) {
      return new DomainError(
        'invalid-request',
        'A form has one file: what came after the first one was not read.',
      );
    }
    return plainEncodings.has(part.encoding)
      ? formatOfFile(part)
      : new DomainError(
          'unsupported-media-type',
          'The file has a `Content-Transfer-Encoding`: send its bytes as they are.',
        );
  }

  /** @throws DomainError `invalid-request` where the content type names no boundary */
  async write(chunk: Uint8Array): Promise<void> {
    this.busboy ??= this.open();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.busboy.write(chunk, () => {
      resolve(undefined);
    });
    await promise;
  }

  /** Nothing more comes. A form without a file is told by `take`; an empty body is no form. */
  async end(): Promise<void> {
    const { busboy } = this;
    if (busboy === undefined) {
      return;
    }
    busboy.end();
    await this.over;
    this.fault ??= this.format === undefined ? noFile() : undefined;
  }

  /**
   * What has come of the file since it was last asked.
   * @throws DomainError after what came before the fault
   */
  *take(): Generator<Uint8Array> {
    const taken = this.pending;
    this.pending = [];
    yield* taken;
    if (this.fault !== undefined) {
      throw this.fault;
    }
  }
}

const HOW = 'Send one as in -F file=@leads.csv.';

/** @throws DomainError `invalid-request` */
function busboyOf(contentType: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // Fields come as files do: as a stream, of which nothing is kept.
      isPartAFile: () => true,
      limits: { parts: MAX_PARTS, headerPairs: 50, headerSize: 16 * 1024 },
    });
  } catch {
    throw new DomainError(
      'invalid-request',
      'The content type of the form names no boundary. Leave it to your client to write it.',
    );
  }
}

function noFile(): DomainError {
  return new DomainError('invalid-request', `There is no file in the form. ${HOW}`);
}

function tooManyParts(): DomainError {
  return new DomainError('invalid-request', `A form has ${MAX_PARTS} parts at most, one of them its file.`);
}

function notWhole(): DomainError {
  return new DomainError(
    'invalid-request',
    'The form ended early, or its parts are not between the boundary that its content type names.',
  );
}

function fieldRefused(field: string): DomainError {
  return new DomainError('invalid-request', `A form has one file and no field beside it. ${HOW}`, {
    errors: [{ pointer: pointerTo('', field), code: 'INVALID_VALUE', message: 'Is no file.' }],
  });
}
