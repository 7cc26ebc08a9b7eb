import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../../auth/access.decorator.js';
import { type Caller, CurrentCaller } from '../../auth/caller.js';
import { Reach } from '../../auth/reach.js';
import { readIdempotencyKey } from '../../idempotency/idempotency-key.js';
import type { SubmissionBatchResponse } from './submission-batch.response.js';
import { GetSubmissionBatchDocs, SubmitManyDocs } from './submission-batches.docs.js';
import { SubmissionBatchesService } from './submission-batches.service.js';
import { readSubmitMany } from './submit-many.dto.js';

/** Seconds after which to look at a batch that is still open. */
const POLL_AFTER_SECONDS = 2;

/** Submitting many engagements with one call. */
@ApiTags('Engagements')
@Controller('engagements/submissions')
export class SubmissionBatchesController {
  constructor(private readonly batches: SubmissionBatchesService) {}

  @Post()
  @HttpCode(202)
  @Requires('engagements:submit')
  @SubmitManyDocs()
  async create(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmissionBatchResponse> {
    const { ids } = readSubmitMany(body);
    const key = readIdempotencyKey(request, caller);
    const { batch, isRepeat } = await this.batches.create(ids, caller, key);
    if (isRepeat) {
      void reply.header('idempotency-replayed', 'true');
    }
    void reply.header('location', `/engagements/submissions/${batch.id}`);
    return withRetryAfter(batch, reply);
  }

  @Get(':batchId')
  @Requires('engagements:read')
  @GetSubmissionBatchDocs()
  async get(
    @Param('batchId') id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmissionBatchResponse> {
    return withRetryAfter(await this.batches.get(id, Reach.of(caller)), reply);
  }
}

function withRetryAfter(batch: SubmissionBatchResponse, reply: FastifyReply): SubmissionBatchResponse {
  if (batch.open > 0) {
    void reply.header('retry-after', POLL_AFTER_SECONDS);
  }
  return batch;
}
