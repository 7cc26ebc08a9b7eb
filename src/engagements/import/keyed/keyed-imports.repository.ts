import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../database/prisma.service.js';
import type { Transaction } from '../../../database/transaction.js';
import {
  keepExisting,
  type KeyedRow,
  type RecordedRow,
  saveKeyedRows,
} from '../../statements/save-keyed-rows.js';

/** How far an import under an Idempotency-Key has come. */
export interface KeyedImportState {
  /** How many rows have been dealt with, from the first one on. */
  readonly recorded: number;
  /** Whether its body was whole; null while rows may still come. */
  readonly complete: boolean | null;
}

/** What became of a row, and what the row was. */
export interface KnownRow extends RecordedRow {
  readonly fingerprint: string;
}

/** Imports under Idempotency-Keys in Postgres. Each is its caller's by its key, and reached by that alone. */
@Injectable()
export class KeyedImportsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** @returns the new import's id */
  async create(transaction: Transaction): Promise<string> {
    const [created] = await transaction.$queryRaw<[{ id: string }]>`
      INSERT INTO keyed_imports DEFAULT VALUES RETURNING id`;
    return created.id;
  }

  /** Keeps an import that is sent once more for another day. Undefined where it is gone. */
  async use(transaction: Transaction, id: string): Promise<KeyedImportState | undefined> {
    const [state] = await transaction.$queryRaw<KeyedImportState[]>`
      UPDATE keyed_imports SET used_at = now() WHERE id = ${id}::uuid RETURNING recorded, complete`;
    return state;
  }

  /** How far it has come by now. Undefined where it is gone. */
  async find(id: string): Promise<KeyedImportState | undefined> {
    const [state] = await this.prisma.$queryRaw<KeyedImportState[]>`
      SELECT recorded, complete FROM keyed_imports WHERE id = ${id}::uuid`;
    return state;
  }

  /** What became of rows that have been dealt with, in their order. */
  async rows(id: string, first: number, last: number): Promise<KnownRow[]> {
    return this.prisma.$queryRaw<KnownRow[]>`
      SELECT row, encode(fingerprint, 'hex') AS fingerprint, outcome::text AS outcome, engagement_id, ready
      FROM keyed_import_rows
      WHERE import_id = ${id}::uuid AND row BETWEEN ${first} AND ${last} ORDER BY row`;
  }

  /**
   * Deals with the next rows: saves those that can be, and records what became of each.
   * @returns that; nothing, and nothing is saved, where somebody else has gone further or the import has ended
   */
  async save(
    id: string,
    recorded: number,
    rows: readonly KeyedRow[],
    transaction?: Transaction,
  ): Promise<readonly RecordedRow[]> {
    const statement = saveKeyedRows(id, recorded, rows);
    return transaction === undefined
      ? this.prisma.run<RecordedRow>('save-keyed-rows', statement)
      : transaction.$queryRaw<RecordedRow[]>(statement);
  }

  /**
   * Keeps, of rows whose external reference is taken, the engagement that has it.
   * @returns its ids, by the numbers of the rows; where it is gone since, there is none
   */
  async keepExisting(id: string, duplicates: readonly KeyedRow[]): Promise<ReadonlyMap<number, string>> {
    const kept = await this.prisma.$queryRaw<{ row: number; engagement_id: string }[]>(
      keepExisting(id, duplicates),
    );
    return new Map(kept.map(({ row, engagement_id }) => [row, engagement_id]));
  }

  /**
   * Ends an import: nothing is saved for it any more.
   * @param complete whether its body was whole
   * @returns false where somebody else has gone further, or has ended it
   */
  async end(id: string, recorded: number, complete: boolean): Promise<boolean> {
    const ended = await this.prisma.$executeRaw`
      UPDATE keyed_imports SET complete = ${complete}, used_at = now()
      WHERE id = ${id}::uuid AND recorded = ${recorded} AND complete IS NULL`;
    return ended === 1;
  }
}
