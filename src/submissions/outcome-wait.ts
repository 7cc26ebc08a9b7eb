import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Reach } from '../auth/reach.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import type { EngagementStatus } from '../database/generated/enums.js';
import { Notifications } from '../database/notifications.js';
import type { ShownEngagement } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { DomainError } from '../errors/domain-error.js';
import { SubmissionMetrics } from './submission-metrics.js';
import { AutoResetEvent } from './auto-reset-event.js';

/** How often a waiting caller's engagement is looked at without a notification, which can get lost. */
const POLL_MS = 1000;

/** Until when a caller waits: until something can be told, or until nothing can change any more. */
export type Until = 'answerable' | 'settled';

/** Lets callers wait for the outcome of a submission, in whichever process it comes about. */
@Injectable()
export class OutcomeWait implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly engagements: EngagementsService,
    private readonly notifications: Notifications,
    private readonly metrics: SubmissionMetrics,
  ) {}

  /** Nobody is kept waiting by a process that is about to stop: its callers look at `Location` instead. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /**
   * @param options.until `answerable`: it is no longer `submitting`; `settled`: nor is it `unresolved`
   * @returns the engagement as soon as it is so, or as it is after `waitMs`
   * @throws DomainError `engagement-not-found`; `database-unavailable` with the engagement's id, as what is waited for
   *   has been committed before
   */
  async wait(
    id: string,
    { waitMs, until, reach }: { waitMs: number; until: Until; reach: Reach },
  ): Promise<ShownEngagement> {
    const deadline = performance.now() + waitMs;
    const changed = new AutoResetEvent();
    const unsubscribe = this.notifications.subscribe('engagement_status', (payload) => {
      if (payload === undefined || payload === id.toLowerCase()) {
        changed.set();
      }
    });
    const stop = () => {
      changed.set();
    };
    this.stopping.signal.addEventListener('abort', stop);
    this.metrics.callerWaits();
    try {
      for (;;) {
        const remaining = this.stopping.signal.aborted ? 0 : deadline - performance.now();
        const engagement = await this.look(id, { until, reach }, remaining <= 0);
        if (engagement !== undefined) {
          return engagement;
        }
        if (remaining <= 0) {
          throw new DomainError(
            'database-unavailable',
            'The engagement is saved and being submitted. The database can’t be reached to tell how far it has come: look at its Location.',
            { engagementId: id },
          );
        }
        await changed.wait(Math.min(POLL_MS, remaining));
      }
    } finally {
      this.metrics.callerWaitsNoMore();
      unsubscribe();
      this.stopping.signal.removeEventListener('abort', stop);
    }
  }

  /** @returns undefined while there is something to wait for, or the database can't be reached */
  private async look(
    id: string,
    { until, reach }: { until: Until; reach: Reach },
    isLast: boolean,
  ): Promise<ShownEngagement | undefined> {
    try {
      const engagement = await this.engagements.show(id, reach);
      return isLast || !isOpen(engagement.status, until) ? engagement : undefined;
    } catch (error) {
      if (isDatabaseUnavailable(error)) {
        return undefined;
      }
      throw error;
    }
  }
}

function isOpen(status: EngagementStatus, until: Until): boolean {
  return status === 'submitting' || (status === 'unresolved' && until === 'settled');
}
