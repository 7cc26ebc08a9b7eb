import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { type EngagementResponse, toEngagementResponse } from '../engagements/dto/engagement.response.js';
import type { EngagementRecord } from '../engagements/engagement.record.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { etagOf } from '../http/etag.js';
import { waitSeconds } from '../http/prefer.js';
import { queryPipe } from '../validation/query.pipe.js';
import { CreateEngagementQuery } from './dto/create-engagement.query.js';
import { type RequestResponse, toRequestResponse } from './dto/request.response.js';
import { requireEmptyBody } from './empty-body.js';
import { submissionError } from './submission-error.js';
import { CreateEngagementDocs, GetRequestDocs, SubmitEngagementDocs } from './submissions.docs.js';
import { SubmissionsService } from './submissions.service.js';

/** Seconds after which to look at a submission that is still open. */
const POLL_AFTER_SECONDS = 1;

/** Submitting, and creating an engagement, which may submit it too. */
@ApiTags('Engagements')
@Controller('engagements')
export class SubmissionsController {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly submissions: SubmissionsService,
  ) {}

  @Post()
  @CreateEngagementDocs()
  async create(
    @Query(queryPipe) { submit }: CreateEngagementQuery,
    @Body() body: unknown,
    @Headers('prefer') prefer: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EngagementResponse> {
    const engagement = submit
      ? await this.submissions.createAndSubmit(body, caller, waitSeconds(prefer) * 1000)
      : await this.engagements.create(this.engagements.read(body), caller.id);
    return answer(engagement, reply, 201);
  }

  @Post(':id/submit')
  @HttpCode(200)
  @SubmitEngagementDocs()
  async submit(
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EngagementResponse> {
    requireEmptyBody(body);
    const engagement = await this.submissions.submit(id, ifMatch, waitSeconds(prefer) * 1000);
    return answer(engagement, reply, 200);
  }

  @Get(':id/request')
  @GetRequestDocs()
  async request(@Param('id') id: string): Promise<RequestResponse> {
    return toRequestResponse(await this.submissions.request(id));
  }
}

/** @throws DomainError the problem that the submission ended in, where it did */
function answer(engagement: EngagementRecord, reply: FastifyReply, done: 200 | 201): EngagementResponse {
  switch (engagement.status) {
    case 'rejected':
    case 'unresolved':
      throw submissionError(engagement);
    case 'submitting':
      void reply.status(202).header('retry-after', String(POLL_AFTER_SECONDS));
      break;
    case 'draft':
    case 'submitted':
      void reply.status(done);
      break;
  }
  void reply.header('location', `/engagements/${engagement.id}`).header('etag', etagOf(engagement.version));
  return toEngagementResponse(engagement);
}
