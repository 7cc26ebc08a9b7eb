import { setTimeout as delay } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { loggableError } from '../errors/loggable-error.js';

const HOUR_MS = 3_600_000;

/**
 * Deletes what has expired, every hour, in every process that runs submissions. Each deletion goes by Postgres's clock, as
 * one statement or as transactions that each leave a whole: however many processes do it, and however late, it does no
 * harm. That is why there is no job queue for it (docs/decisions/0008-submission-rows.md).
 */
@Injectable()
export class HourlyCleanup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(HourlyCleanup.name);
  private readonly stopping = new AbortController();
  private readonly deletions: (() => Promise<unknown>)[] = [];

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Has something deleted every hour. To be called by constructors. */
  add(deletion: () => Promise<unknown>): void {
    this.deletions.push(deletion);
  }

  onApplicationBootstrap(): void {
    if (this.settings.submission.worker) {
      void this.runEveryHour();
    }
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async runEveryHour(): Promise<void> {
    // Not all processes of a deployment at the same moment.
    let waitMs = HOUR_MS * Math.random();
    while (await this.waited(waitMs)) {
      for (const deletion of this.deletions) {
        await deletion().catch((error: unknown) => {
          this.logger.warn({ err: loggableError(error) }, 'What has expired could not be deleted');
        });
      }
      waitMs = HOUR_MS;
    }
  }

  /** @returns false where the process stops first */
  private async waited(ms: number): Promise<boolean> {
    const { signal } = this.stopping;
    return delay(ms, true, { signal, ref: false }).catch(() => false);
  }
}
