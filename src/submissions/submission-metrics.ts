import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { type CatalogName, SETTINGS, type Settings } from '../config/settings.js';
import { Metrics } from '../metrics/metrics.js';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import { SlidingMinute } from './sliding-minute.js';
import type { Transition } from './submission-state.js';

/** Counts what this process does for submissions. */
@Injectable()
export class SubmissionMetrics {
  private readonly attempts: Counter<'outcome'>;
  private readonly settlements: Counter<'status' | 'catalog'>;
  private readonly callsOfLastMinute = new SlidingMinute();
  private callersWaiting = 0;

  constructor({ registry }: Metrics, @Inject(SETTINGS) { submission: { ratePerSecond } }: Settings) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'submission_attempts_total',
      help: 'Attempts whose end this process has seen: accepted, refused, conflict, notDone, unknown; lost: its process died.',
      labelNames: ['outcome'],
      registers,
    });
    this.settlements = new Counter({
      name: 'submissions_settled_total',
      help: 'Submissions that this process has settled.',
      labelNames: ['status', 'catalog'],
      registers,
    });
    const used = new Gauge({
      name: 'submission_rate_used_ratio',
      help: 'CreateEngagement calls of this process in the last minute, of those that SUBMISSION_RATE_PER_SECOND allows the whole fleet: sum() over all processes.',
      registers,
      collect: () => {
        used.set(this.callsOfLastMinute.count() / (60 * ratePerSecond));
      },
    });
    const waiting = new Gauge({
      name: 'submission_callers_waiting',
      help: 'Callers that wait in this process for the outcome of a submission.',
      registers,
      collect: () => {
        waiting.set(this.callersWaiting);
      },
    });
  }

  callBegins(): void {
    this.callsOfLastMinute.add();
  }

  attemptEnded(outcome: AttemptOutcome['kind'] | 'lost'): void {
    this.attempts.inc({ outcome });
  }

  /** A transition has been applied. It settles nothing while something is due next. */
  applied({ status, next }: Pick<Transition, 'status' | 'next'>, catalog: CatalogName): void {
    if (next === undefined) {
      this.settlements.inc({ status, catalog });
    }
  }

  callerWaits(): void {
    this.callersWaiting += 1;
  }

  callerWaitsNoMore(): void {
    this.callersWaiting -= 1;
  }
}
