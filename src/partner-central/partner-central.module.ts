import { Module } from '@nestjs/common';
import { EngagementSearch } from './engagement-search.js';
import { PartnerCentralClient } from './partner-central.client.js';
import { PartnerCentralSdk } from './partner-central.sdk.js';

@Module({
  providers: [PartnerCentralSdk, PartnerCentralClient, EngagementSearch],
  exports: [PartnerCentralClient, EngagementSearch],
})
export class PartnerCentralModule {}
