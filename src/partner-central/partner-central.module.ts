import { Module } from '@nestjs/common';
import { CallMetrics } from './call-metrics.js';
import { EngagementSearch } from './engagement-search.js';
import { PartnerCentralClient } from './partner-central.client.js';
import { PartnerCentralSdk } from './partner-central.sdk.js';

@Module({
  providers: [PartnerCentralSdk, CallMetrics, PartnerCentralClient, EngagementSearch],
  exports: [PartnerCentralClient, EngagementSearch],
})
export class PartnerCentralModule {}
