import { Injectable } from '@nestjs/common';
import { Notifications } from '../database/notifications.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';

/** How often a waiting caller's engagement is looked at without a notification, which can get lost. */
const POLL_MS = 1000;

/** Lets callers wait for the outcome of a submission, in whichever process it comes about. */
@Injectable()
export class SubmissionOutcomes {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly notifications: Notifications,
  ) {}

  /** @returns the engagement as soon as its submission is no longer open, or as it is after `waitMs` */
  async wait(id: string, waitMs: number): Promise<EngagementRecord> {
    const deadline = Date.now() + waitMs;
    let settled = false;
    let wake = () => {};
    const unsubscribe = this.notifications.subscribe('engagement_settled', (payload) => {
      if (payload === undefined || payload === id) {
        settled = true;
        wake();
      }
    });
    try {
      for (;;) {
        settled = false;
        const engagement = await this.engagements.get(id);
        const remaining = deadline - Date.now();
        if (engagement.status !== 'submitting' || remaining <= 0) {
          return engagement;
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(POLL_MS, remaining));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          // It came about while the engagement was being read.
          if (settled) {
            wake();
          }
        });
      }
    } finally {
      unsubscribe();
    }
  }
}
