import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { PoolMetrics } from './pool-metrics.js';
import { RequestMetrics } from './request-metrics.js';

/** What others measure by, and the metrics that belong to no feature. */
@Module({})
export class MetricsModule {
  static with({ auth }: Settings): DynamicModule {
    return {
      module: MetricsModule,
      global: true,
      controllers: auth.methods.length === 0 ? [MetricsController] : [],
      providers: [Metrics, RequestMetrics, PoolMetrics],
      exports: [Metrics],
    };
  }
}
