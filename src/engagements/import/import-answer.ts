import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ImportedRowResponse, ImportSummaryResponse } from './import.response.js';

type Result = ImportedRowResponse | ImportSummaryResponse;

/**
 * How much of an answer is kept for a caller who sends all rows before reading: more than 10,000 ordinary results. It
 * is also the most memory that an import takes.
 */
const BUFFER_BYTES = 16 * 1024 * 1024;

/** Which form of answer the caller asks for (RFC 9110 section 12.5.1): NDJSON where it is named, else JSON. */
export function importMediaType(accept: string | undefined): 'application/x-ndjson' | 'application/json' {
  return accept?.includes('ndjson') === true ? 'application/x-ndjson' : 'application/json';
}

/**
 * An import's answer as a stream, written while the rows are being saved. A fault that comes before the first result
 * is thrown at once, as nothing is sent by then.
 * @param body the rows; what is left of them in the end is taken and thrown away, since a caller who is still sending
 *   when the connection closes would not see the answer
 */
export async function importAnswer(
  results: AsyncGenerator<Result>,
  body: Readable,
  type: ReturnType<typeof importMediaType>,
): Promise<Readable> {
  const first = await results.next();
  const all = (async function* () {
    if (first.done !== true) {
      yield first.value;
    }
    yield* results;
    await finished(body.resume()).catch(() => undefined);
  })();
  const texts = type === 'application/json' ? asJson(all) : asNdjson(all);
  return Readable.from(texts, { objectMode: false, highWaterMark: BUFFER_BYTES });
}

async function* asNdjson(results: AsyncIterable<Result>): AsyncGenerator<string> {
  for await (const result of results) {
    yield `${JSON.stringify(result)}\n`;
  }
}

/** One JSON object: the rows, and beside them what the summary has. */
async function* asJson(results: AsyncIterable<Result>): AsyncGenerator<string> {
  let separator = '{"data":[\n';
  for await (const result of results) {
    if ('row' in result) {
      yield separator + JSON.stringify(result);
      separator = ',\n';
    } else {
      yield `\n],${JSON.stringify(result).slice(1)}`;
    }
  }
}
