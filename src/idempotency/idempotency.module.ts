import { Module } from '@nestjs/common';
import { IdempotencyCleanup } from './idempotency-cleanup.js';
import { Idempotency } from './idempotency.service.js';

@Module({ providers: [Idempotency, IdempotencyCleanup], exports: [Idempotency] })
export class IdempotencyModule {}
