import { Injectable, Logger } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { IsInt, IsObject, validateSync } from 'class-validator';
import { everyonesEngagements } from '../auth/owned-tables.js';
import { Prisma } from '../database/generated/client.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import { DomainError } from '../errors/domain-error.js';
import { loggableError } from '../errors/loggable-error.js';
import type { Answer } from '../http/answer.js';
import type { IdempotencyKey } from './idempotency-key.js';
import { lockOf } from './key-statements.js';

/** What a key that was used before stands for. */
export interface KnownWork {
  /** The engagement, the batch or the import that it is about. */
  readonly id: string;
  /** Whether the engagement was made under this key. */
  readonly isCreation: boolean;
  /** The first final answer, once there is one. */
  readonly answer?: Answer;
}

/** What a key comes to stand for. */
export interface KeptWork {
  readonly engagementId?: string;
  readonly batchId?: string;
  readonly importId?: string;
  /** The answer, where it is final already. */
  readonly answer?: Answer;
}

interface Row {
  readonly fingerprint: string;
  readonly id: string;
  readonly is_creation: boolean;
  readonly answer: string | null;
}

/**
 * `Idempotency-Key`s in Postgres. A key stands for the work that was asked for under it, and commits together with
 * what that made. Only an answer that is final is kept; until there is one, whoever asks again is answered from where
 * the work stands.
 */
@Injectable()
export class IdempotencyKeys {
  private readonly logger = new Logger(IdempotencyKeys.name);

  constructor(private readonly prisma: PrismaService) {}

  /**
   * Takes a new key until the transaction is over, before anything else in it: keys come first in the order of locks.
   * Nobody is kept waiting for it, as each who waits would hold a connection. One that stands for work needs no lock:
   * the work has its own.
   * @returns the work that it stands for; undefined where it is new, or there is none
   * @throws DomainError `idempotency-key-reused`, `idempotency-key-in-use`
   */
  async claim(transaction: Transaction, used: IdempotencyKey | undefined): Promise<KnownWork | undefined> {
    if (used === undefined) {
      return undefined;
    }
    const { caller, key, fingerprint } = used;
    const [lock] = await transaction.$queryRaw<{ mine: boolean }[]>`SELECT ${lockOf(used)} AS mine`;
    // Not in the same statement: it would not see what is committed after it began.
    const [row] = await transaction.$queryRaw<Row[]>`
      SELECT fingerprint, coalesce(engagement_id, batch_id, import_id) AS id, answer,
        -- Both are the time of the transaction that made them.
        EXISTS (
          SELECT 1 FROM ${everyonesEngagements} engagement
          WHERE engagement.id = engagement_id AND engagement.created_at = idempotency_keys.created_at
        ) AS is_creation
      FROM idempotency_keys
      WHERE created_by = ${caller} AND key = ${key}`;
    if (row === undefined) {
      if (lock?.mine !== true) {
        throw keyInUse();
      }
      return undefined;
    }
    if (row.fingerprint !== fingerprint) {
      throw keyReused();
    }
    const isCreation = row.is_creation;
    return {
      id: row.id,
      isCreation,
      ...(row.answer === null ? {} : { answer: readStoredAnswer(row.answer) }),
    };
  }

  /** Keeps a claimed key with what was made under it. */
  async storeWork(transaction: Transaction, used: IdempotencyKey | undefined, work: KeptWork): Promise<void> {
    if (used === undefined) {
      return;
    }
    const { caller: createdBy, key, fingerprint } = used;
    const { engagementId = null, batchId = null, importId = null } = work;
    const answer = work.answer === undefined ? null : writeStoredAnswer(work.answer);
    await transaction.$executeRaw`
      INSERT INTO idempotency_keys (created_by, key, fingerprint, engagement_id, batch_id, import_id, answer)
      VALUES (${createdBy}, ${key}, ${fingerprint}, ${engagementId}::uuid, ${batchId}::uuid, ${importId}::uuid,
        ${answer})`;
  }

  /**
   * Keeps the final answer to the work that a key stands for.
   * @returns the answer to give: this one, or the one that somebody else was faster to keep
   */
  async storeFinalAnswer({ caller, key }: IdempotencyKey, answer: Answer): Promise<Answer> {
    try {
      // A good end changes no more: made anew it would be the same. Nobody has to wait until it is on the disk.
      const durability = answer.status < 300 ? 'off' : 'on';
      const [row] = await this.prisma.run<{ answer: string }>(
        'keep-answer',
        Prisma.sql`
          UPDATE idempotency_keys SET answer = coalesce(answer, ${writeStoredAnswer(answer)})
          WHERE created_by = ${caller} AND key = ${key} AND NOT answer_forgotten
            AND (${durability} = 'on' OR set_config('synchronous_commit', 'off', true) = 'off')
          RETURNING answer`,
      );
      return row === undefined ? answer : readStoredAnswer(row.answer);
    } catch (error) {
      // The work is done and this answer stands; the next one is made from what it left.
      this.logger.warn({ err: loggableError(error) }, 'An answer could not be kept for its Idempotency-Key');
      return answer;
    }
  }

  /**
   * Deletes the kept answers of engagements: they hold their personal data. Their keys still stand for them, and keep no
   * other answer: one may be on its way that was made before.
   */
  async forgetAnswers(transaction: Transaction, engagementIds: readonly string[]): Promise<void> {
    await transaction.$executeRaw`
      UPDATE idempotency_keys SET answer = NULL, answer_forgotten = true
      WHERE engagement_id = ANY(${[...engagementIds]}::uuid[]) AND NOT answer_forgotten`;
  }
}

/** The answer to a request that was sent before, marked as such. */
export function answerToRepeat({ status, headers, body }: Answer): Answer {
  return { status, headers: { ...headers, 'idempotency-replayed': 'true' }, body };
}

/** A final answer once more: there is nothing to wait for. */
export function finalAnswerToRepeat({ status, headers, body }: Answer): Answer {
  const { 'retry-after': _retryAfter, ...others } = headers;
  return answerToRepeat({ status, headers: others, body });
}

/** The refusal of a key that stands for something else. */
export function keyReused(detail = 'This Idempotency-Key was used for another request.'): DomainError {
  return new DomainError('idempotency-key-reused', detail);
}

function keyInUse(): DomainError {
  return new DomainError(
    'idempotency-key-in-use',
    'The first request with this Idempotency-Key is still under way.',
  );
}

/** An answer as JSON text, its body to the byte. */
export function writeStoredAnswer({ status, headers, body }: Answer): string {
  return `${beginningOf(status, headers)}${body}}`;
}

class StoredAnswer {
  @IsInt() status!: number;
  @IsObject() headers!: Record<string, string>;
}

/** @throws TypeError for what `writeStoredAnswer` did not write */
export function readStoredAnswer(text: string): Answer {
  const plain: unknown = JSON.parse(text);
  const stored: unknown = plainToInstance(StoredAnswer, plain);
  if (stored instanceof StoredAnswer && validateSync(stored).length === 0) {
    const { status, headers } = stored;
    const beginning = beginningOf(status, headers);
    if (text.startsWith(beginning)) {
      return { status, headers, body: text.slice(beginning.length, -1) };
    }
  }
  throw new TypeError('A stored answer can’t be read');
}

function beginningOf(status: number, headers: Answer['headers']): string {
  return `${JSON.stringify({ status, headers }).slice(0, -1)},"body":`;
}
