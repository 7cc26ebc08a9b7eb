import { setMaxListeners } from 'node:events';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { Reach } from '../auth/reach.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import type { ShownEngagement } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { SubmissionMetrics } from './submission-metrics.js';
import { AutoResetEvent } from './auto-reset-event.js';
import type { Until } from './standing.js';
import { StatusWatch } from './status-watch.js';
import { type AwaitedThing, WaitingPlaces } from './waiting-places.js';

/** How somebody waits for an engagement to change. */
export interface Waiting {
  readonly thing: AwaitedThing;
  readonly waitMs: number;
  readonly until: Until;
  readonly caller: Caller;
  /** @returns what is aborted when nobody is there any more to be answered */
  readonly hangUp: () => AbortSignal;
}

/** Lets callers wait for the outcome of a submission, or another change, in whichever process it comes about. */
@Injectable()
export class OutcomeWait implements OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly places = new WaitingPlaces();

  constructor(
    private readonly engagements: EngagementsService,
    private readonly statuses: StatusWatch,
    private readonly metrics: SubmissionMetrics,
  ) {
    // Each waiting caller listens.
    setMaxListeners(0, this.stopping.signal);
  }

  /** Nobody is kept waiting by a process that is about to stop: its callers look at `Location` instead. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /**
   * Where as many wait already as may, nobody waits.
   * @returns the engagement as soon as it is so, or as it is after `waitMs`, or when the caller has hung up; undefined
   *   where the database can't be reached by then
   * @throws DomainError `engagement-not-found`
   */
  async wait(id: string, waiting: Waiting): Promise<ShownEngagement | undefined> {
    const leave = waiting.waitMs > 0 ? this.places.take(waiting.caller.id, waiting.thing) : undefined;
    const outcome = leave && (await this.waitAtPlace(id, waiting).finally(leave));
    return outcome ?? (await this.look(id, waiting, true));
  }

  /** @returns undefined where it has not come in time, or is no longer waited for */
  private async waitAtPlace(id: string, waiting: Waiting): Promise<ShownEngagement | undefined> {
    const deadline = performance.now() + waiting.waitMs;
    const changed = new AutoResetEvent();
    const wake = () => {
      changed.set();
    };
    // Not `AbortSignal.any`: the signal of the whole process would keep something of each wait.
    const ends = [this.stopping.signal, waiting.hangUp()];
    for (const end of ends) {
      end.addEventListener('abort', wake);
    }
    const unwatch = this.statuses.watch(id, (standing) => {
      if (standing === undefined || waiting.until(standing)) {
        wake();
      }
    });
    const remaining = () => (ends.some(({ aborted }) => aborted) ? 0 : deadline - performance.now());
    this.metrics.callerWaits();
    try {
      while (remaining() > 0) {
        const engagement = await this.look(id, waiting, false);
        if (engagement !== undefined) {
          return engagement;
        }
        await changed.wait(Math.max(0, remaining()));
      }
      return undefined;
    } finally {
      this.metrics.callerWaitsNoMore();
      unwatch();
      for (const end of ends) {
        end.removeEventListener('abort', wake);
      }
    }
  }

  /** @returns undefined while there is something to wait for, or the database can't be reached */
  private async look(
    id: string,
    { until, caller }: Pick<Waiting, 'until' | 'caller'>,
    isLast: boolean,
  ): Promise<ShownEngagement | undefined> {
    try {
      const engagement = await this.engagements.show(id, Reach.of(caller));
      return isLast || until(engagement) ? engagement : undefined;
    } catch (error) {
      if (isDatabaseUnavailable(error)) {
        return undefined;
      }
      throw error;
    }
  }
}
