import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { databaseTroubles, reportDatabaseTrouble } from '../../database/database-trouble.js';
import { PrismaService } from '../../database/prisma.service.js';
import { loggableError } from '../../errors/loggable-error.js';
import { LastingTrouble } from '../../trouble/lasting-trouble.js';
import { ApiKeysRepository } from './api-keys.repository.js';

/** How exact a key's last use is told. */
const EXACT_TO_MS = 60_000;

/** Uses of several keys are written together. */
const GATHERED_MS = 1000;

/** What reports trouble here. */
const SOURCE = 'key_uses';

const UNWRITTEN = 'When API keys were last used could not be written';

/** Keeps when keys were last used, without a write for each request: of each key once a minute at most. */
@Injectable()
export class ApiKeyUses implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(ApiKeyUses.name);
  private readonly repository: ApiKeysRepository;
  /** By key; the times are `performance.now()`. */
  private readonly writtenAt = new Map<string, number>();
  private readonly unwritten = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    prisma: PrismaService,
    private readonly trouble: LastingTrouble,
  ) {
    this.repository = new ApiKeysRepository(prisma, undefined);
  }

  /** A key has been used. */
  note(id: string): void {
    const now = performance.now();
    const isDue = now - (this.writtenAt.get(id) ?? -Infinity) > EXACT_TO_MS;
    if (isDue && !this.unwritten.has(id)) {
      this.timer ??= setTimeout(() => void this.write(), GATHERED_MS).unref();
      this.unwritten.set(id, now);
    }
  }

  /** While there is a database still. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.write();
  }

  /** What the last requests used is not worth a line about a database that is closed. */
  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const uses = [...this.unwritten];
    this.unwritten.clear();
    if (uses.length === 0) {
      return;
    }
    const now = performance.now();
    for (const [id] of uses) {
      this.writtenAt.set(id, now);
    }
    try {
      await this.repository.noteUses(new Map(uses.map(([id, usedAt]) => [id, now - usedAt])));
      this.trouble.over(SOURCE, ...databaseTroubles);
    } catch (error) {
      // Its next use will be written.
      for (const [id] of uses) {
        this.writtenAt.delete(id);
      }
      const line = { err: loggableError(error) };
      if (reportDatabaseTrouble(this.trouble, SOURCE, error)) {
        this.logger.debug(line, UNWRITTEN);
      } else {
        this.logger.warn(line, UNWRITTEN);
      }
    }
  }
}
