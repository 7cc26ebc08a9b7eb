import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../database/prisma.service.js';
import { inTransaction } from '../../../database/transaction.js';
import type { IdempotencyKey } from '../../../idempotency/idempotency-key.js';
import { IdempotencyKeys, keyReused } from '../../../idempotency/idempotency-keys.js';
import type { KeyedRow, RecordedRow } from '../../statements/save-keyed-rows.js';
import { type KeyedImportState, KeyedImportsRepository } from './keyed-imports.repository.js';

/** An import that a key stands for. */
interface BegunImport {
  readonly id: string;
  /** Whether the key stood for it before. */
  readonly isRepeat: boolean;
  readonly state: KeyedImportState;
  /** What became of the first rows, where they were dealt with now. */
  readonly saved: readonly RecordedRow[];
}

/** Imports under Idempotency-Keys. */
@Injectable()
export class KeyedImports {
  constructor(
    private readonly prisma: PrismaService,
    private readonly keys: IdempotencyKeys,
    readonly repository: KeyedImportsRepository,
  ) {}

  /**
   * Has a key stand for an import, by one transaction with its first rows: before that it stands for nothing.
   * @throws DomainError `idempotency-key-reused`, `idempotency-key-in-use`
   */
  async begin(key: IdempotencyKey, rows: readonly KeyedRow[]): Promise<BegunImport> {
    return inTransaction(this.prisma, async (transaction) => {
      const known = await this.keys.claim(transaction, key);
      const state = known && (await this.repository.use(transaction, known.id));
      if (known !== undefined && state !== undefined) {
        return { id: known.id, isRepeat: true, state, saved: [] };
      }
      const id = await this.repository.create(transaction);
      await this.keys.storeWork(transaction, key, { importId: id });
      const saved = await this.repository.save(id, 0, rows, transaction);
      return { id, isRepeat: false, state: { recorded: saved.length, complete: null }, saved };
    });
  }

  /** @throws DomainError `idempotency-key-reused`, `idempotency-key-in-use` */
  async requireUnused(key: IdempotencyKey): Promise<void> {
    if (
      (await inTransaction(this.prisma, (transaction) => this.keys.claim(transaction, key))) !== undefined
    ) {
      throw keyReused();
    }
  }

  /** How far it has come by now. It is kept for a day after it was last sent, and a request takes minutes at most. */
  async stateOf(id: string): Promise<KeyedImportState> {
    const state = await this.repository.find(id);
    if (state === undefined) {
      throw new Error('An import is gone while it is under way');
    }
    return state;
  }
}
