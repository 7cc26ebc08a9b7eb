import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { AuthModule } from './auth/auth.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { DatabaseModule } from './database/database.module.js';
import { EngagementsModule } from './engagements/engagements.module.js';
import { HealthModule } from './health/health.module.js';
import { KnownPaths } from './http/known-paths.js';
import { loggerOptions } from './http/request-log.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ProblemsModule } from './problems/problems.module.js';
import { ReferenceDataModule } from './reference-data/reference-data.module.js';
import { SubmissionsModule } from './submissions/submissions.module.js';
import { TroubleModule } from './trouble/trouble.module.js';

@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      providers: [KnownPaths],
      imports: [
        ConfigModule.with(settings),
        LoggerModule.forRoot(loggerOptions(settings)),
        TroubleModule,
        DatabaseModule,
        AuthModule,
        MetricsModule.with(settings),
        SubmissionsModule,
        EngagementsModule,
        ReferenceDataModule,
        ProblemsModule,
        HealthModule,
      ],
    };
  }
}
