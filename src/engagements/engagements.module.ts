import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { EngagementSummaries } from './engagement-summaries.js';
import { EngagementsController } from './engagements.controller.js';
import { EngagementsRepository } from './engagements.repository.js';
import { EngagementsService } from './engagements.service.js';
import { ImportColumnsController } from './import/import-columns.controller.js';
import { ImportController } from './import/import.controller.js';
import { ImportSlots } from './import/import-slots.js';
import { ImportService } from './import/import.service.js';
import { KeyedImportCleanup } from './import/keyed/keyed-import-cleanup.js';
import { KeyedImports } from './import/keyed/keyed-imports.js';
import { KeyedImportsRepository } from './import/keyed/keyed-imports.repository.js';
import { NeededColumns } from './import/needed-columns.js';
import { RowCheck } from './import/row-check.js';
import { ReadingShares } from './reading-shares.js';

@Module({
  imports: [AuditModule, IdempotencyModule],
  controllers: [EngagementsController, ImportController, ImportColumnsController],
  providers: [
    EngagementsService,
    EngagementsRepository,
    EngagementSummaries,
    ReadingShares,
    ImportService,
    ImportSlots,
    KeyedImports,
    KeyedImportsRepository,
    KeyedImportCleanup,
    NeededColumns,
    RowCheck,
  ],
  exports: [EngagementsService, EngagementsRepository],
})
export class EngagementsModule {}
