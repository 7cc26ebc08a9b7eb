import { DomainError } from '../../../errors/domain-error.js';
import type { IdempotencyKey } from '../../../idempotency/idempotency-key.js';
import { keyReused } from '../../../idempotency/idempotency-keys.js';
import { duplicateExternalRef } from '../../duplicate-external-ref.js';
import type { KeyedRow, RecordedRow } from '../../statements/save-keyed-rows.js';
import type { CheckedRow } from '../checked-row.js';
import { type ImportedRowResponse, toRefusedRow, toSavableRow } from '../import.response.js';
import type { KeyedImports } from './keyed-imports.js';
import type { KeyedImportState, KnownRow } from './keyed-imports.repository.js';
import { rowFingerprint } from './row-fingerprint.js';
import type { SourceRow } from '../source-rows.js';

/**
 * One request for an import under an Idempotency-Key. Rows that were dealt with before, by this request or another one,
 * are told as they were then, if they are the same; the others are saved. Each row is saved by one statement with the
 * record of it: so an import that broke off, for whatever reason, goes on where it was, and those who send it at once go
 * on together.
 */
export class KeyedImport {
  private begun: { readonly id: string; readonly isRepeat: boolean } | undefined;
  private state: KeyedImportState = { recorded: 0, complete: null };
  /** Of rows that were read, and are not dealt with yet. */
  private readonly fingerprints: string[] = [];
  private passed = 0;
  private heldUntil = 0;
  private hasEnded = false;

  constructor(
    private readonly key: IdempotencyKey,
    private readonly imports: KeyedImports,
  ) {}

  /** Whether somebody has sent it before; known once there is a result. */
  get isRepeat(): boolean {
    return this.begun?.isRepeat === true;
  }

  /**
   * Whether the results so far may still turn out to be of other rows than those that were sent first: until all that
   * were dealt with then have passed, and of an import that has ended until its end.
   */
  get isHeldBack(): boolean {
    return this.isRepeat && !this.hasEnded && this.passed < this.heldUntil;
  }

  /** Takes rows down as they are read. All of them have to pass here before they are dealt with. */
  async *watched(rows: AsyncIterable<SourceRow>): AsyncGenerator<SourceRow> {
    for await (const row of rows) {
      // One by one, as a hundred of full size would block this process for a third of a second.
      this.fingerprints.push(rowFingerprint(row));
      yield row;
    }
  }

  /**
   * Deals with the next rows.
   * @returns what became of each, now or before
   * @throws DomainError `idempotency-key-reused`, and of the first rows `idempotency-key-in-use`
   */
  async save(chunk: readonly CheckedRow[]): Promise<ImportedRowResponse[]> {
    const fingerprints = this.fingerprints.splice(0, chunk.length);
    const rows = chunk.map((one, index): KeyedRow => ({
      row: one.row,
      fingerprint: fingerprints[index] ?? '',
      ...('engagement' in one ? { engagement: one.engagement } : {}),
    }));
    const records = new Map((await this.dealWith(rows)).map((record) => [record.row, record]));
    this.passed += chunk.length;
    return chunk.map((one) => resultOf(one, records.get(one.row)));
  }

  /**
   * Ends the import: nothing is ever saved for it again.
   * @param complete whether its body was read as a whole; else it ended in a fault of its own
   * @throws DomainError `idempotency-key-reused` where the body that was sent first ended elsewhere
   */
  async end(complete: boolean): Promise<void> {
    while (!this.hasEnded) {
      const { recorded, complete: ended } = this.state;
      if (this.passed < recorded || (ended !== null && ended !== complete)) {
        throw otherRows(`those that were sent first did not end after row ${this.passed}`);
      }
      this.hasEnded = ended !== null || (await this.endNow(complete));
    }
  }

  /**
   * For a body that has no rows.
   * @throws DomainError `idempotency-key-reused`, `idempotency-key-in-use`
   */
  async requireUnused(): Promise<void> {
    await this.imports.requireUnused(this.key);
  }

  private async dealWith(rows: readonly KeyedRow[]): Promise<readonly RecordedRow[]> {
    const records: RecordedRow[] = [];
    while (records.length < rows.length) {
      records.push(...(await this.dealWithSome(rows.slice(records.length))));
    }
    return this.withExisting(rows, records);
  }

  /** @returns records of the first of these rows; none where somebody else has gone further meanwhile */
  private async dealWithSome(rows: readonly KeyedRow[]): Promise<readonly RecordedRow[]> {
    if (this.begun === undefined) {
      return this.begin(this.key, rows);
    }
    const first = rows[0]?.row ?? 0;
    const { recorded, complete } = this.state;
    if (first <= recorded) {
      const known = await this.imports.repository.rows(this.begun.id, first, first + rows.length - 1);
      requireSame(rows, known);
      return known;
    }
    if (complete !== null) {
      throw otherRows(`there were ${recorded} of them`);
    }
    return this.saveNew(this.begun.id, rows);
  }

  private async begin(key: IdempotencyKey, rows: readonly KeyedRow[]): Promise<readonly RecordedRow[]> {
    const { id, isRepeat, state, saved } = await this.imports.begin(key, rows);
    this.begun = { id, isRepeat };
    this.state = state;
    this.heldUntil = state.complete === null ? state.recorded : Infinity;
    return saved;
  }

  private async saveNew(id: string, rows: readonly KeyedRow[]): Promise<readonly RecordedRow[]> {
    const { recorded } = this.state;
    const saved = await this.imports.repository.save(id, recorded, rows);
    this.state =
      saved.length > 0
        ? { recorded: recorded + saved.length, complete: null }
        : await this.imports.stateOf(id);
    return saved;
  }

  /** Says of those whose external reference is taken which engagement has it. */
  private async withExisting(
    rows: readonly KeyedRow[],
    records: readonly RecordedRow[],
  ): Promise<readonly RecordedRow[]> {
    const unknown = new Set(
      records
        .filter((record) => record.outcome === 'duplicate' && record.engagement_id === null)
        .map(({ row }) => row),
    );
    // Once it has ended it is told as it was then.
    if (this.begun === undefined || unknown.size === 0 || this.state.complete !== null) {
      return records;
    }
    const duplicates = rows.filter(({ row }) => unknown.has(row));
    const existing = await this.imports.repository.keepExisting(this.begun.id, duplicates);
    return records.map((record) => ({
      ...record,
      engagement_id: existing.get(record.row) ?? record.engagement_id,
    }));
  }

  /** @returns false where somebody else has gone further, or has ended it */
  private async endNow(complete: boolean): Promise<boolean> {
    if (
      this.begun === undefined ||
      (await this.imports.repository.end(this.begun.id, this.passed, complete))
    ) {
      return true;
    }
    this.state = await this.imports.stateOf(this.begun.id);
    return false;
  }
}

/** @throws DomainError `idempotency-key-reused` */
function requireSame(rows: readonly KeyedRow[], known: readonly KnownRow[]): void {
  for (const [index, { row, fingerprint }] of known.entries()) {
    if (rows[index]?.fingerprint !== fingerprint) {
      throw otherRows(`row ${row} is another one`);
    }
  }
}

function otherRows(difference: string): DomainError {
  return keyReused(`This Idempotency-Key was used for other rows: ${difference}.`);
}

/** What is told of a row by what became of it when it was dealt with. */
function resultOf(one: CheckedRow, record: RecordedRow | undefined): ImportedRowResponse {
  const id = record?.engagement_id ?? undefined;
  if (record?.outcome === 'created' && id !== undefined) {
    return toSavableRow(one, { id, ready: record.ready === true });
  }
  if (record?.outcome === 'duplicate') {
    return toRefusedRow(one, duplicateExternalRef(id));
  }
  return toRefusedRow(one, 'error' in one ? one.error : refusedBefore());
}

function refusedBefore(): DomainError {
  return new DomainError(
    'invalid-request',
    'The row was refused when it was first sent, by rules that have changed since. Send it under a new Idempotency-Key.',
  );
}
