import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../../auth/caller.js';
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
  @SubmitManyDocs()
  async create(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmissionBatchResponse> {
    const batch = await this.batches.create(readSubmitMany(body).ids, caller);
    void reply.header('location', `/engagements/submissions/${batch.id}`);
    return askAgain(batch, reply);
  }

  @Get(':batchId')
  @GetSubmissionBatchDocs()
  async get(
    @Param('batchId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmissionBatchResponse> {
    return askAgain(await this.batches.get(id), reply);
  }
}

function askAgain(batch: SubmissionBatchResponse, reply: FastifyReply): SubmissionBatchResponse {
  if (batch.open > 0) {
    void reply.header('retry-after', POLL_AFTER_SECONDS);
  }
  return batch;
}
