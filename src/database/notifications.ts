import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Client } from 'pg';
import { SETTINGS, type Settings } from '../config/settings.js';
import { causeOf } from '../errors/failure-cause.js';
import { loggableError } from '../errors/loggable-error.js';
import { LastingTrouble } from '../trouble/lasting-trouble.js';
import { applicationName } from './application-name.js';
import { databaseTroubles, reportDatabaseTrouble } from './database-trouble.js';

/** What processes tell each other through Postgres. */
const channels = ['submission_due', 'engagement_status'] as const;
export type Channel = (typeof channels)[number];

/** What reports trouble here. */
const SOURCE = 'listen';

/** How long a lost connection is left alone before it is made again, in milliseconds. */
const RECONNECT_MS = 500;

/**
 * After so long without a word the server is asked for a sign of life, ten times a second apart (Node's way). Nobody
 * sends anything on this connection, so that it would else take hours to see that a server's machine is gone.
 */
const SILENCE_MS = 10_000;

/**
 * Postgres's LISTEN and NOTIFY, on a connection of its own that mends itself.
 *
 * A notification is a hint, never the truth: those sent while the connection was away are lost. Every subscriber is
 * called after each reconnection, with no payload, and has to look for itself.
 */
@Injectable()
export class Notifications implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Notifications.name);
  private readonly emitter = new EventEmitter<Record<Channel, [payload: string | undefined]>>();
  private readonly stopping = new AbortController();
  private client: Client | undefined;

  constructor(
    private readonly trouble: LastingTrouble,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    // One listener for each waiting caller.
    this.emitter.setMaxListeners(0);
  }

  /** @returns how to unsubscribe */
  subscribe(channel: Channel, listener: (payload: string | undefined) => void): () => void {
    this.emitter.on(channel, listener);
    return () => this.emitter.off(channel, listener);
  }

  async onApplicationBootstrap(): Promise<void> {
    const connected = await this.connect();
    if (!connected) {
      void this.reconnect();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<boolean> {
    const client = new Client({
      connectionString: this.settings.databaseDirectUrl,
      application_name: applicationName('listen'),
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      keepAliveInitialDelayMillis: SILENCE_MS,
    });
    client.on('error', (error) => {
      this.tellFailed(error, 'The connection for notifications was lost');
    });
    try {
      await client.connect();
      client.on('notification', ({ channel, payload }) => {
        const known = channels.find((one) => one === channel);
        if (known !== undefined) {
          this.emitter.emit(known, payload ?? '');
        }
      });
      await client.query(channels.map((channel) => `LISTEN ${channel}`).join(';'));
    } catch (error) {
      this.tellFailed(error, 'No connection for notifications');
      await client.end().catch(() => undefined);
      return false;
    }
    client.once('end', () => void this.reconnect());
    this.client = client;
    this.trouble.over(SOURCE, ...databaseTroubles);
    return true;
  }

  /** It is made again every half second: what lasts is told as such, and what passes is nobody's business. */
  private tellFailed(error: unknown, what: string): void {
    this.logger.debug({ err: loggableError(error) }, what);
    if (!this.stopped() && !reportDatabaseTrouble(this.trouble, SOURCE, error)) {
      this.trouble.report('database-away', SOURCE, causeOf(error));
    }
  }

  private async reconnect(): Promise<void> {
    while (!this.stopped()) {
      await delay(RECONNECT_MS, undefined, { ref: false });
      if (!this.stopped() && (await this.connect())) {
        for (const channel of channels) {
          this.emitter.emit(channel, undefined);
        }
        return;
      }
    }
  }

  private stopped(): boolean {
    return this.stopping.signal.aborted;
  }
}
