import { Module } from '@nestjs/common';
import { IdempotencyCleanup } from './idempotency-cleanup.js';
import { IdempotencyKeys } from './idempotency-keys.js';

@Module({ providers: [IdempotencyKeys, IdempotencyCleanup], exports: [IdempotencyKeys] })
export class IdempotencyModule {}
