import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../../auth/caller.js';
import { isDatabaseUnavailable } from '../../database/database-errors.js';
import { DomainError } from '../../errors/domain-error.js';
import { loggableError } from '../../errors/loggable-error.js';
import { duplicateExternalRef } from '../duplicate-external-ref.js';
import { EngagementsRepository } from '../engagements.repository.js';
import { BrokenOff } from './body/broken-off.js';
import type { CheckedRow } from './checked-row.js';
import { DryRun } from './dry-run.js';
import type { ImportOptions } from './import-options.js';
import { ImportTally } from './import-tally.js';
import {
  type ImportedRowResponse,
  type ImportSummaryResponse,
  toRefusedRow,
  toSavableRow,
} from './import.response.js';
import type { KeyedImport } from './keyed/keyed-import.js';
import { NeededColumns } from './needed-columns.js';
import { RowCheck } from './row-check.js';
import type { SourceRow } from './source-rows.js';

/** How many rows are saved by one statement, */
const ROWS_AT_ONCE = 100;

/** or how many characters of them: to write and send a hundred full-size ones would block this process for 0.1 s. */
const CHARACTERS_AT_ONCE = 500_000;

/** What becomes of rows: they are saved, under a key or without, or are not. */
interface RowSaver {
  save(rows: readonly CheckedRow[]): Promise<ImportedRowResponse[]>;
}

/** Why a body ends before its rows do, where the fault is its own. */
interface BodyEnd {
  fault?: DomainError;
}

/** Saves many drafts in one go. A row that can't be saved stops no other. */
@Injectable()
export class ImportService {
  private readonly logger = new Logger(ImportService.name);

  constructor(
    private readonly rowCheck: RowCheck,
    private readonly needed: NeededColumns,
    private readonly repository: EngagementsRepository,
  ) {}

  /**
   * Saves rows, some at a time: memory is the same for ten rows and for ten thousand.
   * @param keyed where they are sent under an Idempotency-Key
   * @returns a result for each row, in order, and a summary at the end: complete, unless the source could not be read
   *   to its end or the database was lost
   * @throws DomainError where there is not even a first row, and while the results are held back
   */
  async *run(
    rows: AsyncIterable<SourceRow>,
    caller: Caller,
    options: ImportOptions,
    keyed?: KeyedImport,
  ): AsyncGenerator<ImportedRowResponse | ImportSummaryResponse> {
    const saver = options.dryRun ? new DryRun(this.repository) : (keyed ?? this);
    const tally = new ImportTally(options);
    const end: BodyEnd = {};
    const read = untilFault(keyed?.watched(rows) ?? rows, end);
    try {
      for await (const chunk of chunksOf(this.checked(read, caller, options))) {
        tally.readHeader(chunk);
        for (const result of await this.deal(chunk, saver)) {
          tally.add(result);
          yield result;
        }
      }
      const { fault } = end;
      if (tally.isEmpty) {
        await keyed?.requireUnused();
        throw fault ?? new DomainError('invalid-request', 'There are no rows in the body.');
      }
      await this.end(keyed, fault === undefined);
      yield tally.summary(fault?.detail);
    } catch (error) {
      if (tally.isEmpty || keyed?.isHeldBack === true) {
        throw error;
      }
      yield tally.summary(this.reasonToEnd(error));
    }
  }

  /** The status is sent by now: what went wrong can only be told in the summary. */
  private reasonToEnd(error: unknown): string {
    if (error instanceof DomainError) {
      return error.detail;
    }
    this.logger.error({ err: loggableError(error) }, 'An import ended early');
    return 'The service failed, and rows after these were not read. Tell its operator the `X-Request-Id`.';
  }

  private async *checked(
    rows: AsyncIterable<SourceRow>,
    caller: Caller,
    options: ImportOptions,
  ): AsyncGenerator<CheckedRow> {
    let row = 0;
    for await (const source of rows) {
      row += 1;
      const { line, header } = source;
      const verdict = this.rowCheck.check(source, options);
      if ('error' in verdict) {
        yield { row, line, header, error: verdict.error };
        continue;
      }
      const { checked, warnings } = verdict;
      const { submitFindings } = checked;
      yield {
        row,
        line,
        header,
        engagement: { ...checked, createdBy: caller.id, clientToken: randomUUID() },
        lacks:
          header === undefined
            ? submitFindings.map(({ pointer = '' }) => pointer)
            : this.needed.toMend(submitFindings),
        warnings,
      };
    }
  }

  private async deal(chunk: readonly CheckedRow[], saver: RowSaver): Promise<ImportedRowResponse[]> {
    try {
      return await saver.save(chunk);
    } catch (error) {
      if (isDatabaseUnavailable(error)) {
        throw new DomainError('database-unavailable', lost, { cause: error });
      }
      throw error;
    }
  }

  /** All that was asked for is done by now: where that can't be written down, the next one who asks does it. */
  private async end(keyed: KeyedImport | undefined, complete: boolean): Promise<void> {
    try {
      await keyed?.end(complete);
    } catch (error) {
      if (!isDatabaseUnavailable(error)) {
        throw error;
      }
      this.logger.warn(
        { err: loggableError(error) },
        'The end of an import could not be kept for its Idempotency-Key',
      );
    }
  }

  async save(chunk: readonly CheckedRow[]): Promise<ImportedRowResponse[]> {
    const wanted = chunk.flatMap((one) => ('engagement' in one ? [one.engagement] : []));
    const saved = wanted.length === 0 ? new Map<string, string>() : await this.repository.saveAll(wanted);
    const taken = await this.repository.idsByExternalRef(
      wanted.filter(({ clientToken }) => !saved.has(clientToken)),
    );
    return chunk.map((one): ImportedRowResponse => {
      if ('error' in one) {
        return toRefusedRow(one, one.error);
      }
      const { clientToken, submitFindings } = one.engagement;
      const id = saved.get(clientToken);
      return id === undefined
        ? toRefusedRow(one, duplicateExternalRef(taken.get(clientToken)))
        : toSavableRow(one, { id, ready: submitFindings.length === 0 });
    });
  }
}

const lost =
  `The database was lost. The next ${ROWS_AT_ONCE} rows may have been saved, and those after them were not read. ` +
  'Import them again: a row with an externalRef is never saved twice, nor is any row under one Idempotency-Key.';

/** The rows as far as the body has any. Whatever else ends them is thrown on: it is no end of the body. */
async function* untilFault(rows: AsyncIterable<SourceRow>, end: BodyEnd): AsyncGenerator<SourceRow> {
  try {
    yield* rows;
  } catch (error) {
    if (!(error instanceof DomainError) || error instanceof BrokenOff) {
      throw error;
    }
    end.fault = error;
  }
}

/** What was read before a fault is not lost by it. */
async function* chunksOf(rows: AsyncIterable<CheckedRow>): AsyncGenerator<CheckedRow[]> {
  let chunk: CheckedRow[] = [];
  let characters = 0;
  try {
    for await (const row of rows) {
      chunk.push(row);
      characters += 'engagement' in row ? row.engagement.contexts.length : 0;
      if (chunk.length === ROWS_AT_ONCE || characters > CHARACTERS_AT_ONCE) {
        yield chunk;
        chunk = [];
        characters = 0;
      }
    }
  } catch (error) {
    yield chunk;
    throw error;
  }
  yield chunk;
}
