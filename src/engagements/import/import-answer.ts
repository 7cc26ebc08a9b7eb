import { Readable } from 'node:stream';
import { shortened } from '../../errors/finding-list.js';
import type { ImportedRowResponse, ImportSummaryResponse } from './import.response.js';

type Result = ImportedRowResponse | ImportSummaryResponse;

/**
 * How many characters of results are told in full; rows after that with their first finding only. More than 10,000 rows
 * of ordinary faults take, and an answer stays smaller than what is kept of it.
 */
const FULL_CHARACTERS = 4_000_000;

/**
 * How much of an answer is kept for a caller who sends all rows before reading: all of it. It is also the most memory
 * that an import takes.
 */
const BUFFER_BYTES = 16 * 1024 * 1024;

/** Which form of answer the caller asks for (RFC 9110 section 12.5.1): NDJSON where it is named, else JSON. */
export function importMediaType(accept: string | undefined): 'application/x-ndjson' | 'application/json' {
  return accept?.includes('ndjson') === true ? 'application/x-ndjson' : 'application/json';
}

/**
 * An import's answer as a stream, written while the rows are being saved. A fault that comes before the first result, or
 * while results are held back, is thrown at once, as nothing is sent by then.
 * @param isHeldBack whether what there is so far must not be sent yet. The whole answer is some MB at most
 */
export async function importAnswer(
  results: AsyncGenerator<Result>,
  type: ReturnType<typeof importMediaType>,
  isHeldBack: () => boolean = () => false,
): Promise<Readable> {
  const texts = type === 'application/json' ? asJson(results) : asNdjson(results);
  const first: string[] = [];
  do {
    const next = await texts.next();
    if (next.done === true) {
      break;
    }
    first.push(next.value);
  } while (isHeldBack());
  const all = (async function* () {
    yield* first;
    yield* texts;
  })();
  return Readable.from(all, { objectMode: false, highWaterMark: BUFFER_BYTES });
}

async function* asNdjson(results: AsyncIterable<Result>): AsyncGenerator<string> {
  const textOf = resultTexts();
  for await (const result of results) {
    yield `${textOf(result)}\n`;
  }
}

/** One JSON object: the rows, and beside them what the summary has. */
async function* asJson(results: AsyncIterable<Result>): AsyncGenerator<string> {
  const textOf = resultTexts();
  let separator = '{"data":[\n';
  for await (const result of results) {
    if ('row' in result) {
      yield separator + textOf(result);
      separator = ',\n';
    } else {
      yield `\n],${textOf(result).slice(1)}`;
    }
  }
}

/** Writes results one after the other, in full as long as there is room. */
function resultTexts(): (result: Result) => string {
  let characters = 0;
  return (result) => {
    const text = JSON.stringify(result);
    if (characters + text.length > FULL_CHARACTERS && 'row' in result) {
      return JSON.stringify(inShort(result));
    }
    characters += text.length;
    return text;
  };
}

function inShort(result: ImportedRowResponse): ImportedRowResponse {
  if ('errors' in result) {
    return { ...result, errors: shortened(result.errors, 1) };
  }
  const { lacks, warnings, ...rest } = result;
  return {
    ...rest,
    ...(lacks === undefined ? {} : { lacks: lacks.slice(0, 1) }),
    ...(warnings === undefined ? {} : { warnings: shortened(warnings, 1) }),
  };
}
