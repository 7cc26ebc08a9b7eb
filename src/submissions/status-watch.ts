import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { Notifications } from '../database/notifications.js';
import type { Standing } from './standing.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** How often engagements are looked at without a notification, which can get lost. */
const LOOK_MS = 1000;

/**
 * Is told that a watched engagement may have changed: where it stands, where a look at all of them has found it, or
 * nothing, where it is worth a look of its own.
 */
export type StatusListener = (standing: Standing | undefined) => void;

/** Watches the engagements that callers of this process wait for: by notifications, and by one look a second at all. */
@Injectable()
export class StatusWatch implements OnModuleDestroy {
  private readonly listeners = new Map<string, Set<StatusListener>>();
  private readonly unsubscribe: () => void;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: SubmissionsRepository,
    notifications: Notifications,
  ) {
    this.unsubscribe = notifications.subscribe('engagement_status', (id) => {
      if (id === undefined) {
        void this.lookAtAll();
      } else {
        this.tell(id, undefined);
      }
    });
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  /** @returns how to end it */
  watch(engagementId: string, listener: StatusListener): () => void {
    const id = engagementId.toLowerCase();
    const others = this.listeners.get(id) ?? new Set();
    this.listeners.set(id, others.add(listener));
    this.timer ??= this.nextLook();
    return () => {
      others.delete(listener);
      if (others.size === 0 && this.listeners.get(id) === others) {
        this.listeners.delete(id);
      }
    };
  }

  private nextLook(): NodeJS.Timeout {
    return setTimeout(() => {
      void this.lookAtAll().finally(() => {
        this.timer = this.listeners.size === 0 ? undefined : this.nextLook();
      });
    }, LOOK_MS);
  }

  private async lookAtAll(): Promise<void> {
    const ids = [...this.listeners.keys()];
    if (ids.length === 0) {
      return;
    }
    try {
      const standings = await this.repository.standingsOf(ids);
      for (const id of ids) {
        this.tell(id, standings.get(id));
      }
    } catch (error) {
      // A database that is away is waited for; of anything else each caller is to hear by a look of its own.
      if (!isDatabaseUnavailable(error)) {
        for (const id of ids) {
          this.tell(id, undefined);
        }
      }
    }
  }

  private tell(id: string, standing: Standing | undefined): void {
    for (const listener of this.listeners.get(id) ?? []) {
      listener(standing);
    }
  }
}
