import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/access.decorator.js';
import { type Caller, CurrentCaller, requireScope } from '../auth/caller.js';
import { Reach } from '../auth/reach.js';
import { JSON_TYPE } from '../http/answer.js';
import { etagOf, readIfMatch } from '../http/etag.js';
import { cursorAfter, idOfCursor, numberOfCursor } from '../http/pagination.js';
import { mediaTypeOf } from '../http/media-type.js';
import { JSON_BODY, JSON_PATCH, MERGE_PATCH, type TakenBody, TakesBody } from '../http/taken-body.js';
import { queryPipe } from '../validation/query.pipe.js';
import { engagementPageText, engagementText } from './dto/engagement.response.js';
import { HistoryQuery } from './dto/history.query.js';
import { type HistoryResponse, toHistoryResponse } from './dto/history.response.js';
import { ListEngagementsQuery } from './dto/list-engagements.query.js';
import { SummaryQuery } from './dto/summary.query.js';
import { type SummaryResponse, toSummaryResponse } from './dto/summary.response.js';
import { EngagementSummaries } from './engagement-summaries.js';
import {
  DeleteEngagementDocs,
  EditEngagementDocs,
  GetHistoryDocs,
  ListEngagementsDocs,
  SummarizeEngagementsDocs,
} from './engagements.docs.js';
import { EngagementsService } from './engagements.service.js';
import { jsonPatchOf, mergePatchOf } from './reading/content-patch.js';

const patchBody: TakenBody = { types: [JSON_BODY, MERGE_PATCH, JSON_PATCH] };

/** Drafts. Creating one and submitting it share a route, looking at one may wait for its outcome: both stand in `submissions/`. */
@ApiTags('Engagements')
@Controller('engagements')
export class EngagementsController {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly summaries: EngagementSummaries,
  ) {}

  @Get()
  @Requires('engagements:read')
  @ListEngagementsDocs()
  async list(
    @Query(queryPipe) query: ListEngagementsQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { limit, cursor, q: text, createdBy, ...filter } = query;
    const reach = createdBy === undefined ? Reach.of(caller) : reachOfAnother(caller, createdBy);
    const before = cursor === undefined ? undefined : idOfCursor(cursor);
    const page = await this.engagements.list({ ...filter, text }, { limit, before }, reach);
    const last = page.hasNext ? page.engagements.at(-1) : undefined;
    const nextCursor = last === undefined ? null : cursorAfter(last.id);
    if (nextCursor !== null) {
      void reply.header('link', `<${nextPage(query, nextCursor)}>; rel="next"`);
    }
    void reply.header('content-type', JSON_TYPE);
    return engagementPageText(page.engagements, nextCursor);
  }

  @Get('summary')
  @Requires('engagements:read')
  @SummarizeEngagementsDocs()
  async summary(
    @Query(queryPipe) { createdBy }: SummaryQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<SummaryResponse> {
    const reach = createdBy === undefined ? Reach.of(caller) : reachOfAnother(caller, createdBy);
    return toSummaryResponse(await this.summaries.of(reach));
  }

  @Patch(':id')
  @Requires('engagements:write')
  @TakesBody(patchBody)
  @EditEngagementDocs()
  async edit(
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('content-type') type: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const isJsonPatch = mediaTypeOf({ 'content-type': type }) === JSON_PATCH;
    const patch = isJsonPatch ? jsonPatchOf(body) : mergePatchOf(body);
    const engagement = await this.engagements.edit(id, patch, { caller, expected: readIfMatch(ifMatch) });
    void reply.headers({ etag: etagOf(engagement.version), 'content-type': JSON_TYPE });
    return engagementText(engagement);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('engagements:write')
  @DeleteEngagementDocs()
  async delete(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.engagements.delete(id, { caller, expected: readIfMatch(ifMatch) });
  }

  @Get(':id/history')
  @Requires('engagements:read')
  @GetHistoryDocs()
  async history(
    @Param('id') id: string,
    @Query(queryPipe) { limit, cursor }: HistoryQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<HistoryResponse> {
    const after = cursor === undefined ? undefined : numberOfCursor(cursor);
    const page = await this.engagements.historyOf(id, { limit, after }, Reach.of(caller));
    return toHistoryResponse(page, caller);
  }
}

/** @throws DomainError `forbidden` */
function reachOfAnother(caller: Caller, owner: string): Reach {
  requireScope(caller, 'engagements:admin');
  return Reach.of(caller).ownedBy(owner);
}

function nextPage({ cursor, ...query }: ListEngagementsQuery, nextCursor: string): string {
  const parameters = Object.entries({ ...query, cursor: nextCursor }).flatMap(([name, value]) =>
    [value].flat().map((single): [string, string] => [name, String(single)]),
  );
  return `/engagements?${new URLSearchParams(parameters.filter(([, value]) => value !== 'undefined')).toString()}`;
}
