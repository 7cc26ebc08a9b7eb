import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { EngagementsController } from './engagements.controller.js';
import { EngagementsRepository } from './engagements.repository.js';
import { EngagementsService } from './engagements.service.js';

@Module({
  imports: [AuditModule, IdempotencyModule],
  controllers: [EngagementsController],
  providers: [EngagementsService, EngagementsRepository],
  exports: [EngagementsService],
})
export class EngagementsModule {}
