import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { OperationsServer } from './operations-server.js';
import { ReadinessGauge } from './readiness-gauge.js';
import { Readiness } from './readiness.js';
import { ServiceHealth } from './service-health.js';
import { Stopping } from './stopping.js';

@Module({
  controllers: [HealthController],
  providers: [ServiceHealth, Readiness, ReadinessGauge, OperationsServer, Stopping],
})
export class HealthModule {}
