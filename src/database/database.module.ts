import { Global, Module } from '@nestjs/common';
import { JobQueue } from './job-queue.js';
import { Notifications } from './notifications.js';
import { PrismaService } from './prisma.service.js';

const services = [PrismaService, Notifications, JobQueue];

@Global()
@Module({ providers: services, exports: services })
export class DatabaseModule {}
