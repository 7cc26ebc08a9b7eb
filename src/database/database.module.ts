import { Global, Module } from '@nestjs/common';
import { Durability } from './durability.js';
import { HourlyCleanup } from './hourly-cleanup.js';
import { Notifications } from './notifications.js';
import { PrismaService } from './prisma.service.js';

const services = [PrismaService, Notifications, Durability, HourlyCleanup];

@Global()
@Module({ providers: services, exports: services })
export class DatabaseModule {}
