import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { Notifications } from '../database/notifications.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { DomainError } from '../errors/domain-error.js';
import { Bell } from './bell.js';

/** How often a waiting caller's engagement is looked at without a notification, which can get lost. */
const POLL_MS = 1000;

/** Lets callers wait for the outcome of a submission, in whichever process it comes about. */
@Injectable()
export class SubmissionOutcomes implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly engagements: EngagementsService,
    private readonly notifications: Notifications,
  ) {}

  /** Nobody is kept waiting by a process that is about to stop: its callers look at `Location` instead. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /**
   * @returns the engagement as soon as its submission is no longer open, or as it is after `waitMs`
   * @throws DomainError `engagement-not-found`; `database-unavailable` with the engagement's id, as what is waited for
   *   has been committed before
   */
  async wait(id: string, waitMs: number): Promise<EngagementRecord> {
    const deadline = Date.now() + waitMs;
    const bell = new Bell();
    const unsubscribe = this.notifications.subscribe('engagement_settled', (payload) => {
      if (payload === undefined || payload === id.toLowerCase()) {
        bell.ring();
      }
    });
    const stop = () => {
      bell.ring();
    };
    this.stopping.signal.addEventListener('abort', stop);
    try {
      for (;;) {
        bell.reset();
        const engagement = await this.look(id);
        const remaining = this.stopping.signal.aborted ? 0 : deadline - Date.now();
        if (engagement !== undefined && (engagement.status !== 'submitting' || remaining <= 0)) {
          return engagement;
        }
        if (remaining <= 0) {
          throw new DomainError(
            'database-unavailable',
            'The engagement is saved and being submitted. The database can’t be reached to tell how far it has come: look at its Location.',
            { engagementId: id },
          );
        }
        await bell.rung(Math.min(POLL_MS, remaining));
      }
    } finally {
      unsubscribe();
      this.stopping.signal.removeEventListener('abort', stop);
    }
  }

  /** @returns undefined while the database can't be reached */
  private async look(id: string): Promise<EngagementRecord | undefined> {
    try {
      return await this.engagements.get(id);
    } catch (error) {
      if (isDatabaseUnavailable(error)) {
        return undefined;
      }
      throw error;
    }
  }
}
