import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { sendAnswer } from '../http/answer.js';
import { waitSeconds } from '../http/prefer.js';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { queryPipe } from '../validation/query.pipe.js';
import { CreateEngagementQuery } from './dto/create-engagement.query.js';
import { type RequestResponse, toRequestResponse } from './dto/request.response.js';
import { requireEmptyBody } from './empty-body.js';
import { engagementAnswer } from './engagement-answer.js';
import { SubmissionOutcomes } from './submission-outcomes.js';
import { CreateEngagementDocs, GetRequestDocs, SubmitEngagementDocs } from './submissions.docs.js';
import { SubmissionsService } from './submissions.service.js';

/** Submitting, and creating an engagement, which may submit it too. */
@ApiTags('Engagements')
@Controller('engagements')
export class SubmissionsController {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly submissions: SubmissionsService,
    private readonly outcomes: SubmissionOutcomes,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @CreateEngagementDocs()
  async create(
    @Query(queryPipe) { submit }: CreateEngagementQuery,
    @Body() body: unknown,
    @Headers('prefer') prefer: string | undefined,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const waitMs = waitSeconds(prefer) * 1000;
    const answerAfterWait = async (id: string) => engagementAnswer(await this.outcomes.wait(id, waitMs), 201);
    const answer = await this.idempotency.answer(request, caller, {
      waitMs,
      run: async (remember) => {
        if (submit) {
          const options = { caller, remember, priority: priorityOf(waitMs) };
          return answerAfterWait(await this.submissions.createAndSubmit(body, options));
        }
        const content = this.engagements.read(body);
        const engagement = await this.engagements.create(content, {
          caller,
          also: (transaction, { id }) => remember(transaction, id),
        });
        return engagementAnswer(engagement, 201);
      },
      resume: answerAfterWait,
    });
    return sendAnswer(reply, answer);
  }

  @Post(':id/submit')
  @HttpCode(200)
  @SubmitEngagementDocs()
  async submit(
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('prefer') prefer: string | undefined,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    requireEmptyBody(body);
    const waitMs = waitSeconds(prefer) * 1000;
    const answerAfterWait = async () => engagementAnswer(await this.outcomes.wait(id, waitMs), 200);
    const answer = await this.idempotency.answer(request, caller, {
      waitMs,
      run: async (remember) => {
        await this.submissions.submit(id, { caller, remember, ifMatch, priority: priorityOf(waitMs) });
        return answerAfterWait();
      },
      resume: answerAfterWait,
    });
    return sendAnswer(reply, answer);
  }

  @Get(':id/request')
  @GetRequestDocs()
  async request(@Param('id') id: string): Promise<RequestResponse> {
    return toRequestResponse(await this.submissions.request(id));
  }
}

function priorityOf(waitMs: number): 'interactive' | 'deferred' {
  return waitMs > 0 ? 'interactive' : 'deferred';
}
