import { Injectable } from '@nestjs/common';
import { Prisma } from '../database/generated/client.js';
import { jsonColumn } from '../database/json-column.js';
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

/** Who acts when no caller does. */
export const WORKER = 'submission-worker';
export const RECONCILIATION = 'reconciliation';

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

  /** Writes events in the transaction of the change that they tell of. */
  async append(transaction: Transaction, ...events: readonly EngagementEvent[]): Promise<void> {
    await transaction.engagementEvent.createMany({
      data: events.map(({ engagementId, actor, type, details = {} }) => ({
        engagementId,
        actor,
        type,
        details: jsonColumn(details),
      })),
    });
  }

  /** Oldest first; empty where nothing is known of the engagement. */
  async list(engagementId: string): Promise<RecordedEvent[]> {
    const rows = await this.prisma.engagementEvent.findMany({
      where: { engagementId },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ at, actor, type, details }) => ({ at, actor, type, details }));
  }
}
