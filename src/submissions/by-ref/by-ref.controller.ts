import { Body, Controller, Get, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../../auth/access.decorator.js';
import { type Caller, CurrentCaller, requireScope } from '../../auth/caller.js';
import { sendAnswer } from '../../http/answer.js';
import { PathIsPrivate } from '../../http/private-path.js';
import { queryPipe } from '../../validation/query.pipe.js';
import { askedWork, lookOf } from '../asked-work.js';
import { ShowEngagement } from '../show-engagement.js';
import { GetByRefDocs, PutByRefDocs } from './by-ref.docs.js';
import { ByRefParams, GetByRefQuery, PutByRefQuery } from './by-ref.query.js';
import { PutConditions } from './put-conditions.js';
import { PutEngagement } from './put-engagement.js';

/** A caller's engagements by the caller's own ids. */
@ApiTags('Engagements')
@Controller('engagements/by-ref')
export class ByRefController {
  constructor(
    private readonly putEngagement: PutEngagement,
    private readonly showEngagement: ShowEngagement,
  ) {}

  @Put(':externalRef')
  @Requires('engagements:write')
  @PathIsPrivate()
  @PutByRefDocs()
  async put(
    @Param(queryPipe) { externalRef }: ByRefParams,
    @Query(queryPipe) { catalog, submit }: PutByRefQuery,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (submit !== false) {
      requireScope(caller, 'engagements:submit');
    }
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    const put = {
      address: { externalRef, catalog },
      submit,
      conditions: new PutConditions(ifMatch, ifNoneMatch),
    };
    return sendAnswer(reply, await this.putEngagement.run(put, body, askedWork(request, reply, caller)));
  }

  @Get(':externalRef')
  @Requires('engagements:read')
  @PathIsPrivate()
  @GetByRefDocs()
  async get(
    @Param(queryPipe) { externalRef }: ByRefParams,
    @Query(queryPipe) { catalog }: GetByRefQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const answer = await this.showEngagement.byRef({ externalRef, catalog }, lookOf(request, reply, caller));
    return sendAnswer(reply, answer);
  }
}
