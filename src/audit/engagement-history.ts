import { Injectable } from '@nestjs/common';
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
