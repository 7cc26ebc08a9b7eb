import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EngagementsModule } from '../engagements/engagements.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { PartnerCentralModule } from '../partner-central/partner-central.module.js';
import { StatusWatch } from './status-watch.js';
import { AttemptLog } from './attempt-log.js';
import { BatchTurns } from './batches/batch-turns.js';
import { SubmissionBatchCleanup } from './batches/submission-batch-cleanup.js';
import { SubmissionBatchesController } from './batches/submission-batches.controller.js';
import { SubmissionBatchesRepository } from './batches/submission-batches.repository.js';
import { SubmissionBatchesService } from './batches/submission-batches.service.js';
import { ByRefController } from './by-ref/by-ref.controller.js';
import { PutEngagement } from './by-ref/put-engagement.js';
import { ErasePersonalData } from './personal-data/erase-personal-data.js';
import { PersonalDataController } from './personal-data/personal-data.controller.js';
import { Retention } from './personal-data/retention.js';
import { SaveEngagement } from './save-engagement.js';
import { FleetGauges } from './fleet-gauges.js';
import { LookUpStep } from './look-up-step.js';
import { OutcomeWait } from './outcome-wait.js';
import { ResolveEngagement } from './resolve-engagement.js';
import { ShowEngagement } from './show-engagement.js';
import { SendStep } from './send-step.js';
import { SubmissionMetrics } from './submission-metrics.js';
import { SubmissionLeases } from './submission-leases.js';
import { SubmissionPace } from './submission-pace.js';
import { SubmissionTurnsCleanup } from './submission-turns-cleanup.js';
import { SubmissionWorker } from './submission-worker.js';
import { SubmissionsController } from './submissions.controller.js';
import { SubmissionsRepository } from './submissions.repository.js';
import { SubmissionsService } from './submissions.service.js';
import { SubmitEngagement } from './submit-engagement.js';
import { SubmittedWork } from './submitted-work.js';
import { ValidateEngagement } from './validate-engagement.js';

@Module({
  imports: [AuditModule, EngagementsModule, IdempotencyModule, PartnerCentralModule],
  controllers: [ByRefController, SubmissionsController, SubmissionBatchesController, PersonalDataController],
  providers: [
    SaveEngagement,
    PutEngagement,
    ShowEngagement,
    ValidateEngagement,
    SubmitEngagement,
    SubmittedWork,
    ResolveEngagement,
    SubmissionsService,
    SubmissionsRepository,
    OutcomeWait,
    SubmissionMetrics,
    FleetGauges,
    StatusWatch,
    SubmissionWorker,
    SubmissionLeases,
    SendStep,
    AttemptLog,
    SubmissionPace,
    SubmissionTurnsCleanup,
    LookUpStep,
    BatchTurns,
    SubmissionBatchesService,
    SubmissionBatchesRepository,
    SubmissionBatchCleanup,
    ErasePersonalData,
    Retention,
  ],
})
export class SubmissionsModule {}
