import { linesOf } from './answer-lines.js';
import type { Api } from './api.js';
import { formatOf, leadBody, type LeadFormat, type LeadSource } from './lead-body.js';
import { type CallOptions, Repetition, type Setback } from './repetition.js';
import { SilenceLimit } from './silence-limit.js';
import { streamed } from './streamed.js';
import type { ImportedRow, ImportParameters, ImportSummary } from './types.js';
import { lostAnswer, saidProblem } from './until-answered.js';
import { LostAnswer, parsed, type SendRequest, streamedAnswers } from './whole-answer.js';

export type { LeadSource } from './lead-body.js';

/** Beside what every call has, how a CSV is to be read. */
export interface ImportOptions extends CallOptions, ImportParameters {
  /** NDJSON where the first character is a brace, else CSV. */
  readonly format?: LeadFormat | undefined;
}

/** Half an hour: the service takes ten minutes for one request at most, and a repeat goes on where it was. */
const DEADLINE_MS = 30 * 60_000;

/** How long nothing may come: the service hangs up after a minute of silence itself. */
const SILENCE_MS = 90_000;

/** What a body may come at: before an answer begins, all of it may have to be sent. */
const SLOWEST_BYTES_PER_MS = 64;

const contentTypes = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/**
 * An import, as it goes on: iterate over its rows, each told once, or wait for its summary. A lost answer, a kill, a busy
 * service: it is sent again under the same key, goes on where it was, and no row is saved twice.
 */
export class LeadImport implements AsyncIterable<ImportedRow> {
  private readonly rows: AsyncGenerator<ImportedRow, void, undefined>;
  /** Aborted when nobody wants the rest of the rows. */
  private readonly leaving = new AbortController();
  private end: ImportSummary | undefined;
  /** The last row that was told. */
  private told = 0;

  constructor(
    private readonly api: Api,
    private readonly send: SendRequest,
    source: LeadSource,
    options: ImportOptions,
  ) {
    // The rows are kept until they are read: the service would hang up on a reader who takes their time.
    const rows = new ReadableStream<ImportedRow>(
      {
        pull: async (told) => {
          await this.run(source, options, (row) => {
            told.enqueue(row);
          });
          told.close();
        },
        cancel: () => {
          this.leaving.abort();
        },
      },
      // It begins with the first who reads.
      { highWaterMark: 0 },
    );
    this.rows = streamed(rows);
  }

  /**
   * The rows, as they are saved or refused.
   * @throws Declined, Unavailable, RangeError and the signal's reason, while they are iterated over
   */
  [Symbol.asyncIterator](): AsyncIterator<ImportedRow, void, undefined> & AsyncIterable<ImportedRow> {
    return this.rows;
  }

  /**
   * Reads the rows that have not been read yet, and tells how it ended.
   * @throws Error where it was left before its end; else as the rows do
   */
  async summary(): Promise<ImportSummary> {
    for (let row = await this.rows.next(); row.done !== true; row = await this.rows.next());
    if (this.end === undefined) {
      throw new Error('The import was left before its end.');
    }
    return this.end;
  }

  private async run(source: LeadSource, options: ImportOptions, tell: TellRow): Promise<void> {
    const { deadlineMs = DEADLINE_MS } = options;
    const body = await leadBody(source);
    const order = { body, format: options.format ?? (await formatOf(body)), query: queryOf(options) };
    const signals = [this.leaving.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const repetition = new Repetition({ ...options, deadlineMs, signal: AbortSignal.any(signals) });
    for (;;) {
      repetition.begin();
      const toldBefore = this.told;
      const outcome = await this.attempt(order, repetition, tell);
      // What has ended early goes on when it is sent again, as long as it gets any further.
      if ('created' in outcome && (outcome.complete || this.told === toldBefore)) {
        this.end = outcome;
        return;
      }
      await repetition.pauseAfter('created' in outcome ? endedEarly(outcome) : outcome);
    }
  }

  /** One request. */
  private async attempt(
    { body, format, query }: Order,
    repetition: Repetition,
    tell: TellRow,
  ): Promise<ImportSummary | Setback> {
    const silence = new SilenceLimit(SILENCE_MS + body.size / SLOWEST_BYTES_PER_MS);
    try {
      const { data, error, response } = await this.api.POST('/engagements/import', {
        params: { query },
        querySerializer: () => encoded(query),
        // The document says that a body is text. A Blob is sent as it is, and can be sent again.
        body: '',
        bodySerializer: () => body,
        headers: {
          ...repetition.headers,
          'content-type': contentTypes[format],
          accept: 'application/x-ndjson',
        },
        parseAs: 'stream',
        signal: AbortSignal.any([repetition.limited(Infinity), silence.signal]),
        fetch: streamedAnswers(this.send),
      });
      if (error !== undefined) {
        return saidProblem(error, response);
      }
      if (!data) {
        throw new LostAnswer('The answer is empty.');
      }
      return await this.read(data, silence, tell);
    } catch (error) {
      return lostAnswer(error);
    } finally {
      silence.end();
    }
  }

  /** Tells the rows of an answer that have not been told yet. @throws LostAnswer where it has no end */
  private async read(
    answer: ReadableStream<Uint8Array>,
    silence: SilenceLimit,
    tell: TellRow,
  ): Promise<ImportSummary> {
    for await (const line of linesOf(answer)) {
      silence.heard(SILENCE_MS);
      const result = parsed(line);
      if (isSummary(result)) {
        return result;
      }
      if (!isRow(result) || this.leaving.signal.aborted) {
        break;
      }
      // A repeat tells all rows once more, from the first one on.
      if (result.row > this.told) {
        this.told = result.row;
        tell(result);
      }
    }
    throw new LostAnswer('The answer was cut off.');
  }
}

type TellRow = (row: ImportedRow) => void;

interface Order {
  readonly body: Blob;
  readonly format: LeadFormat;
  readonly query: ImportParameters;
}

function queryOf({
  map,
  default: defaults,
  ignoreUnknown,
  onBadCell,
  dryRun,
}: ImportOptions): ImportParameters {
  return {
    ...(map === undefined ? {} : { map }),
    ...(defaults === undefined ? {} : { default: defaults }),
    ...(ignoreUnknown === undefined ? {} : { ignoreUnknown }),
    ...(onBadCell === undefined ? {} : { onBadCell }),
    ...(dryRun === undefined ? {} : { dryRun }),
  };
}

/** `map[Company & Co]=companyName`: openapi-fetch leaves what stands between the brackets as it is. */
function encoded(query: ImportParameters): string {
  const encodedQuery = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'object') {
      for (const [key, one] of Object.entries(value)) {
        encodedQuery.append(`${name}[${key}]`, one);
      }
    } else {
      encodedQuery.append(name, String(value));
    }
  }
  return encodedQuery.toString();
}

function endedEarly({ detail = 'rows were not read' }: ImportSummary): Setback {
  return { words: `The import ended early: ${detail}`, retry: 'same' };
}

function isRow(result: object | undefined): result is ImportedRow {
  return result !== undefined && 'row' in result && typeof result.row === 'number';
}

function isSummary(result: object | undefined): result is ImportSummary {
  return result !== undefined && 'complete' in result && 'created' in result;
}
