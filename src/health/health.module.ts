import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { OperationsServer } from './operations-server.js';
import { Readiness } from './readiness.js';

@Module({ controllers: [HealthController], providers: [Readiness, OperationsServer] })
export class HealthModule {}
