import { Prisma } from '../database/generated/client.js';
import type { IdempotencyKey } from './idempotency-key.js';

/** Work that a key comes to stand for. */
export interface KeyedWork {
  readonly key: IdempotencyKey;
  /**
   * The answer, where it is final already, with `UNKNOWN_ID` and `UNKNOWN_TIME` where Postgres alone will know the
   * engagement's id and the time of its creation.
   */
  readonly answer?: string;
}

/**
 * Stand in an answer that is written before its engagement is. Nobody else can know them, so that no body holds them by
 * chance or on purpose.
 */
export const UNKNOWN_ID = crypto.randomUUID();
export const UNKNOWN_TIME = crypto.randomUUID();

/** Takes a key until the transaction is over, if nobody else has it: one boolean. Nobody waits for it. */
export function lockOf({ caller, key }: IdempotencyKey): Prisma.Sql {
  return Prisma.sql`pg_try_advisory_xact_lock(hashtextextended(${`${caller} ${key}`}, 0))`;
}

/**
 * One row where a key is new and nobody else is using it, and none otherwise. The lock comes before anything else that
 * rests on it, and a key that has committed after the statement began is refused by its primary key.
 */
export function newKey(used: IdempotencyKey): Prisma.Sql {
  return Prisma.sql`
    SELECT 1 AS mine FROM (SELECT ${lockOf(used)} AS mine) lock
    WHERE mine AND NOT EXISTS (
      SELECT 1 FROM idempotency_keys WHERE created_by = ${used.caller} AND key = ${used.key})`;
}

/** Keeps a key for the engagement that the statement has as `engagement`, with its `id` and `created_at_text`. */
export function insertKey({ key: { caller, key, fingerprint }, answer }: KeyedWork): Prisma.Sql {
  const filled =
    answer === undefined
      ? Prisma.sql`NULL`
      : Prisma.sql`replace(replace(${answer}, ${UNKNOWN_ID}, id::text), ${UNKNOWN_TIME}, created_at_text)`;
  return Prisma.sql`
    INSERT INTO idempotency_keys (created_by, key, fingerprint, engagement_id, answer)
    SELECT ${caller}, ${key}, ${fingerprint}, id, ${filled} FROM engagement`;
}
