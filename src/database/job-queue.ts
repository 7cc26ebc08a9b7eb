import { setTimeout as delay } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { PgBoss } from 'pg-boss';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DomainError } from '../errors/domain-error.js';
import { errorMessage } from '../errors/error-message.js';

const RESTART_MS = 1000;

/**
 * pg-boss in the same Postgres: started when the database can be reached, however late that is. `db:migrate` creates
 * its tables; where they are missing all the same, it does so itself if its role may.
 */
@Injectable()
export class JobQueue implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(JobQueue.name);
  private readonly stopping = new AbortController();
  private readonly setUps: ((boss: PgBoss) => Promise<void>)[] = [];
  private readonly boss: PgBoss;
  private readonly runsSchedule: boolean;
  private started = false;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.runsSchedule = settings.submission.worker;
    // pg-boss hands these on to pg's pool, though its types don't have them. A server that vanishes without a word, as
    // in a failover, would else hold a query for a quarter of an hour.
    const connection = { query_timeout: 15_000, keepAlive: true };
    this.boss = new PgBoss({
      ...connection,
      connectionString: settings.databaseUrl,
      connectionTimeoutMillis: 5000,
      max: 4,
      // How soon a dead worker's job is noticed, on top of its heartbeat.
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      schedule: this.runsSchedule,
      registerInstance: false,
    });
    this.boss.on('error', (error) => {
      this.logger.warn(`The job queue has a problem: ${errorMessage(error)}`);
    });
  }

  /** Has something done as soon as the queue has started. To be called by constructors. */
  onStart(setUp: (boss: PgBoss) => Promise<void>): void {
    this.setUps.push(setUp);
  }

  /**
   * Has something done at the times of a cron expression (UTC), in whichever worker gets to it. To be called by
   * constructors.
   */
  schedule(name: string, cron: string, work: () => Promise<unknown>): void {
    if (this.runsSchedule) {
      this.onStart(async (boss) => {
        await boss.createQueue(name);
        await boss.schedule(name, cron);
        // A quiet look now and then: nobody waits for these.
        await boss.work(name, { pollingIntervalSeconds: 30 }, work);
      });
    }
  }

  /** The running pg-boss; undefined while it has not been able to start. */
  get running(): PgBoss | undefined {
    return this.started ? this.boss : undefined;
  }

  /** @throws DomainError `database-unavailable` while the queue has not been able to start */
  require(): PgBoss {
    if (!this.started) {
      throw new DomainError('database-unavailable', 'The job queue is not ready yet.');
    }
    return this.boss;
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!(await this.start())) {
      void this.startLater();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    if (this.started) {
      await this.boss.stop({ graceful: false });
    }
  }

  private async start(): Promise<boolean> {
    try {
      await this.boss.start();
      for (const setUp of this.setUps) {
        await setUp(this.boss);
      }
      this.started = true;
    } catch (error) {
      this.logger.warn(`The job queue could not start: ${errorMessage(error)}`);
    }
    return this.started;
  }

  private async startLater(): Promise<void> {
    while (!this.stopped()) {
      await delay(RESTART_MS, undefined, { ref: false });
      if (!this.stopped() && (await this.start())) {
        return;
      }
    }
  }

  private stopped(): boolean {
    return this.stopping.signal.aborted;
  }
}
