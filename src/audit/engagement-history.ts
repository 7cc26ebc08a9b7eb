import { Injectable } from '@nestjs/common';
import { deletedEngagementsWithin, engagementsWithin } from '../auth/owned-tables.js';
import type { Reach } from '../auth/reach.js';
import { Prisma } from '../database/generated/client.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';

export const eventTypes = [
  'created',
  'edited',
  'submit-requested',
  'attempt-started',
  'attempt-ended',
  'attempt-lost',
  'settled',
  'reconciliation',
  'resolution',
  'deleted',
  'personal-data-erased',
] as const;

export type EventType = (typeof eventTypes)[number];

/** More about an event. */
export type EventDetails = Readonly<Record<string, unknown>>;

/** Something that happened to an engagement, told without personal data. */
export interface EngagementEvent {
  readonly engagementId: string;
  /** The caller's id, or the part of the service that acted by itself. */
  readonly actor: string;
  readonly type: EventType;
  readonly details?: EventDetails;
}

export interface RecordedEvent {
  readonly at: Date;
  readonly actor: string;
  readonly type: string;
  readonly details: unknown;
}

/** Which part of a history is wanted. */
export interface HistoryPlace {
  readonly limit: number;
  /** The last event of the page before. */
  readonly after?: string;
}

/** One page of a history, oldest first. */
export interface HistoryPage {
  readonly events: readonly RecordedEvent[];
  /** The last event of it, where another one comes after it. */
  readonly last?: string;
}

interface EventRow extends RecordedEvent {
  readonly id: string;
  readonly has_next: boolean;
}

/** How many bytes of details a page has, but for its last event: an edit of everything has 40,000. */
const PAGE_BYTES = 1_000_000;

/** Who acts when no caller does. */
export const WORKER = 'submission-worker';
export const RECONCILIATION = 'reconciliation';
export const RETENTION = 'retention';
export const serviceActors: ReadonlySet<string> = new Set([WORKER, RECONCILIATION, RETENTION]);

/** Who acts for everyone, to those who see their own engagements only. */
export const OPERATOR = 'operator';

/** What an event is, apart from whose and whom it is of. */
export type EventContent = Pick<EngagementEvent, 'type' | 'details'>;

/**
 * Writes events within a statement that changes an engagement, so that they commit together: for those that
 * `engagement`, an expression of that statement with an `id`, has.
 */
export function insertEvents(actor: string, events: readonly EventContent[]): Prisma.Sql {
  if (events.length === 0) {
    return Prisma.sql`SELECT 1 WHERE false`;
  }
  const rows = events.map(
    ({ type, details = {} }, place) => Prisma.sql`
      SELECT engagement.id, ${actor}, ${type}, ${JSON.stringify(details)}::jsonb, ${place}::int AS place
      FROM engagement`,
  );
  return Prisma.sql`
    INSERT INTO engagement_events (engagement_id, actor, type, details)
    SELECT id, actor, type, details
    FROM (${Prisma.join(rows, ' UNION ALL ')}) AS event (id, actor, type, details, place)
    ${events.length === 1 ? Prisma.empty : Prisma.sql`ORDER BY place`}`;
}

/** The append-only history of engagements. It outlives them. */
@Injectable()
export class EngagementHistory {
  constructor(private readonly prisma: PrismaService) {}

  /** Writes an event in the transaction of the change that it tells of. */
  async append(transaction: Transaction, event: EngagementEvent): Promise<void> {
    await transaction.$executeRaw`
      WITH engagement AS (SELECT ${event.engagementId}::uuid AS id)
      ${insertEvents(event.actor, [event])}`;
  }

  /**
   * One page, oldest first; no event where nothing is known of the engagement, or it was never within reach. An
   * engagement that was tried for months has thousands of events: PostgreSQL hands out as many as a page may have.
   */
  async list(engagementId: string, { limit, after = '0' }: HistoryPlace, reach: Reach): Promise<HistoryPage> {
    const rows = await this.prisma.$queryRaw<EventRow[]>`
      SELECT id::text AS id, at, actor, type, details, has_next
      FROM (
        SELECT *, lead(id) OVER oldest IS NOT NULL AS has_next,
          sum(octet_length(details::text)) OVER (
            oldest ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
        FROM (
          SELECT * FROM engagement_events
          WHERE engagement_id = ${engagementId}::uuid AND id > ${after}::bigint AND (
            EXISTS (SELECT 1 FROM ${engagementsWithin(reach)} own WHERE own.id = engagement_id)
            OR EXISTS (SELECT 1 FROM ${deletedEngagementsWithin(reach)} gone WHERE gone.id = engagement_id))
          ORDER BY id LIMIT ${limit + 1}
        ) event
        WINDOW oldest AS (ORDER BY id)
      ) event
      WHERE bytes_before IS NULL OR bytes_before < ${PAGE_BYTES}
      ORDER BY event.id LIMIT ${limit}`;
    const last = rows.at(-1);
    return { events: rows, ...(last?.has_next === true ? { last: last.id } : {}) };
  }
}
