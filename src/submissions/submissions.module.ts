import { Module } from '@nestjs/common';
import { EngagementsModule } from '../engagements/engagements.module.js';
import { PartnerCentralModule } from '../partner-central/partner-central.module.js';
import { SubmissionRunner } from './submission-runner.js';
import { SubmissionsController } from './submissions.controller.js';
import { SubmissionsRepository } from './submissions.repository.js';
import { SubmissionsService } from './submissions.service.js';

@Module({
  imports: [EngagementsModule, PartnerCentralModule],
  controllers: [SubmissionsController],
  providers: [SubmissionsService, SubmissionsRepository, SubmissionRunner],
})
export class SubmissionsModule {}
