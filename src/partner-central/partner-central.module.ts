import { Module } from '@nestjs/common';
import { PartnerCentralClient } from './partner-central.client.js';
import { PartnerCentralLookUp } from './partner-central-look-up.js';
import { PartnerCentralSdk } from './partner-central.sdk.js';

@Module({
  providers: [PartnerCentralSdk, PartnerCentralClient, PartnerCentralLookUp],
  exports: [PartnerCentralClient, PartnerCentralLookUp],
})
export class PartnerCentralModule {}
