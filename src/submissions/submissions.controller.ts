import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../auth/access.decorator.js';
import { type Caller, CurrentCaller, requireScope } from '../auth/caller.js';
import { Reach } from '../auth/reach.js';
import { engagementText } from '../engagements/dto/engagement.response.js';
import { JSON_TYPE, sendAnswer } from '../http/answer.js';
import { etagOf, readIfMatch } from '../http/etag.js';
import { TakesNoBody } from '../http/taken-body.js';
import { queryPipe } from '../validation/query.pipe.js';
import { askedWork, lookOf } from './asked-work.js';
import { SaveEngagement } from './save-engagement.js';
import { SaveEngagementQuery } from './dto/save-engagement.query.js';
import { type FrozenRequestResponse, toFrozenRequestResponse } from './dto/frozen-request.response.js';
import { ResolveEngagement } from './resolve-engagement.js';
import {
  GetEngagementDocs,
  GetRequestDocs,
  SaveEngagementDocs,
  ResolveEngagementDocs,
  SubmitEngagementDocs,
  ValidateEngagementDocs,
} from './submissions.docs.js';
import { ShowEngagement } from './show-engagement.js';
import { SubmissionsService } from './submissions.service.js';
import { SubmitEngagement } from './submit-engagement.js';
import type { ValidationResponse } from './dto/validation.response.js';
import { ValidateEngagement } from './validate-engagement.js';

/** Submitting, and what may submit or wait for that too: creating an engagement, and looking at it. */
@ApiTags('Engagements')
@Controller('engagements')
export class SubmissionsController {
  constructor(
    private readonly saveEngagement: SaveEngagement,
    private readonly showEngagement: ShowEngagement,
    private readonly validateEngagement: ValidateEngagement,
    private readonly submitEngagement: SubmitEngagement,
    private readonly resolveEngagement: ResolveEngagement,
    private readonly submissions: SubmissionsService,
  ) {}

  @Post()
  @Requires('engagements:write')
  @SaveEngagementDocs()
  async create(
    @Query(queryPipe) { submit }: SaveEngagementQuery,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (submit !== false) {
      requireScope(caller, 'engagements:submit');
    }
    return sendAnswer(reply, await this.saveEngagement.run(body, submit, askedWork(request, reply, caller)));
  }

  @Get(':id')
  @Requires('engagements:read')
  @GetEngagementDocs()
  async get(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return sendAnswer(reply, await this.showEngagement.byId(id, lookOf(request, reply, caller)));
  }

  @Post('validate')
  @HttpCode(200)
  @Requires('engagements:write')
  @ValidateEngagementDocs()
  async validate(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<ValidationResponse> {
    return this.validateEngagement.run(body, caller);
  }

  @Post(':id/submit')
  @HttpCode(200)
  @Requires('engagements:submit')
  @TakesNoBody()
  @SubmitEngagementDocs()
  async submit(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const answer = await this.submitEngagement.run(
      id,
      readIfMatch(ifMatch),
      askedWork(request, reply, caller),
    );
    return sendAnswer(reply, answer);
  }

  @Post(':id/resolution')
  @HttpCode(200)
  @Requires('engagements:admin')
  @ResolveEngagementDocs()
  async resolve(
    @Param('id') id: string,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const engagement = await this.resolveEngagement.run(id, body, caller);
    void reply.headers({ etag: etagOf(engagement.version), 'content-type': JSON_TYPE });
    return engagementText(engagement);
  }

  @Get(':id/request')
  @Requires('engagements:read')
  @GetRequestDocs()
  async request(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<FrozenRequestResponse> {
    return toFrozenRequestResponse(await this.submissions.requestOf(id, Reach.of(caller)));
  }
}
