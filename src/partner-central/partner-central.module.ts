import { Module } from '@nestjs/common';
import { PartnerCentralClient } from './partner-central.client.js';

@Module({ providers: [PartnerCentralClient], exports: [PartnerCentralClient] })
export class PartnerCentralModule {}
