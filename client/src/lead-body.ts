import { streamed } from './streamed.js';
import type { EngagementDraft } from './types.js';

/** Texts and bytes are taken as they are, drafts as lines of NDJSON. */
type Piece = string | Uint8Array | EngagementDraft;

/** Where leads come from: the text of a file, a file, its bytes, drafts, or a stream of one of these. */
export type LeadSource =
  string | Blob | Uint8Array | ReadableStream<Piece> | Iterable<EngagementDraft> | AsyncIterable<Piece>;

export type LeadFormat = 'csv' | 'ndjson';

/** What an import may have: what is more is not even sent. */
const MOST_BYTES = 64_000_000;

/**
 * All of a source, so that it can be sent again; an import is small enough for that.
 * @throws RangeError where there is more than an import may have
 */
export async function leadBody(source: LeadSource): Promise<Blob> {
  if (source instanceof Blob) {
    return source;
  }
  if (typeof source === 'string' || isBytes(source)) {
    return new Blob([bytesOf(source)]);
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const piece of piecesOf(source)) {
    const part = bytesOf(piece);
    bytes += part.length;
    if (bytes > MOST_BYTES) {
      throw new RangeError('An import has 64 MB at most: send the leads in several.');
    }
    parts.push(part);
  }
  return new Blob(parts);
}

/** What a body is, by its first character that is no blank: an NDJSON begins with a brace, and no CSV does. */
export async function formatOf(body: Blob): Promise<LeadFormat> {
  const beginning = await body.slice(0, 1024).text();
  return beginning.trimStart().startsWith('{') ? 'ndjson' : 'csv';
}

function bytesOf(piece: Piece): Uint8Array<ArrayBuffer> {
  if (isBytes(piece)) {
    // A copy: who reads a file may use the same bytes again.
    return Uint8Array.from(piece);
  }
  return new TextEncoder().encode(typeof piece === 'string' ? piece : `${JSON.stringify(piece)}\n`);
}

/** Not by `instanceof`: they may come from another realm, such as a frame. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function piecesOf(
  source: Exclude<LeadSource, string | Blob | Uint8Array>,
): Iterable<Piece> | AsyncIterable<Piece> {
  return 'getReader' in source ? streamed(source) : source;
}
