import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { SETTINGS, type Settings } from '../config/settings.js';
import { PrismaClient } from './generated/client.js';

/** The connection pool to Postgres, behind Prisma's client. It connects on first use. */
@Injectable()
export class PrismaService extends PrismaClient implements OnApplicationShutdown {
  constructor(@Inject(SETTINGS) settings: Settings) {
    super({
      adapter: new PrismaPg({
        connectionString: settings.databaseUrl,
        // A database that does not answer should become a 503, not a hanging request.
        connectionTimeoutMillis: 5000,
        query_timeout: 15_000,
      }),
      // Longer formats print the arguments, and those are customers' data.
      errorFormat: 'minimal',
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
  }
}
