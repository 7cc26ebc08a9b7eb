import { Module } from '@nestjs/common';
import { EngagementHistory } from './engagement-history.js';

@Module({ providers: [EngagementHistory], exports: [EngagementHistory] })
export class AuditModule {}
