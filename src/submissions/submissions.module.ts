import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EngagementsModule } from '../engagements/engagements.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { PartnerCentralModule } from '../partner-central/partner-central.module.js';
import { SubmissionBatchesController } from './batches/submission-batches.controller.js';
import { SubmissionBatchesRepository } from './batches/submission-batches.repository.js';
import { SubmissionBatchesService } from './batches/submission-batches.service.js';
import { Reconciliation } from './reconciliation.js';
import { SubmissionAttempts } from './submission-attempts.js';
import { SubmissionOutcomes } from './submission-outcomes.js';
import { SubmissionPace } from './submission-pace.js';
import { SubmissionQueue } from './submission-queue.js';
import { SubmissionWorker } from './submission-worker.js';
import { SubmissionsController } from './submissions.controller.js';
import { SubmissionsRepository } from './submissions.repository.js';
import { SubmissionsService } from './submissions.service.js';

@Module({
  imports: [AuditModule, EngagementsModule, IdempotencyModule, PartnerCentralModule],
  controllers: [SubmissionsController, SubmissionBatchesController],
  providers: [
    SubmissionsService,
    SubmissionsRepository,
    SubmissionQueue,
    SubmissionPace,
    SubmissionAttempts,
    SubmissionWorker,
    SubmissionOutcomes,
    Reconciliation,
    SubmissionBatchesService,
    SubmissionBatchesRepository,
  ],
  exports: [SubmissionsService, SubmissionsRepository],
})
export class SubmissionsModule {}
