import { Readable } from 'node:stream';
import { Controller, Headers, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../../auth/access.decorator.js';
import { type Caller, CurrentCaller } from '../../auth/caller.js';
import { DomainError } from '../../errors/domain-error.js';
import { bodyBytes } from '../../http/body-bytes.js';
import { whenGone } from '../../http/hang-up.js';
import { answerFirst } from './answer-first.js';
import { boundedBytes, requireFewBytes } from './bounded-bytes.js';
import { fairly } from './fairly.js';
import { importAnswer, importMediaType } from './import-answer.js';
import { importLimits } from './import-limits.js';
import { ImportSlots } from './import-slots.js';
import { ImportEngagementsDocs } from './import.docs.js';
import { ImportService } from './import.service.js';
import { csvRows, ndjsonRows, type SourceRow } from './source-rows.js';
import { cutAtStandstill } from './standstill.js';

/** Many drafts at once, from NDJSON or CSV. */
@ApiTags('Engagements')
@Controller('engagements')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly slots: ImportSlots,
  ) {}

  @Post('import')
  @HttpCode(200)
  @Requires('engagements:write')
  @ImportEngagementsDocs()
  async run(
    @Req() request: FastifyRequest,
    @Headers('accept') accept: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const type = importMediaType(accept);
    const body = bodyOf(request);
    cutAtStandstill(reply.raw, importLimits.silenceMs);
    answerFirst(request.raw, reply.raw, importLimits.discardMs);
    // Before anything is read.
    requireFewBytes(Number(request.headers['content-length'] ?? 0));
    whenGone(reply.raw, this.slots.take(caller.id));
    const results = this.imports.run(rowsOf(body, request), caller);
    const answer = await importAnswer(results, type);
    await reply.header('content-type', `${type}; charset=utf-8`).send(answer);
  }
}

/** @throws DomainError `unsupported-media-type` */
function bodyOf({ body }: FastifyRequest): Readable {
  if (!(body instanceof Readable)) {
    throw new DomainError('unsupported-media-type', 'Send the rows as application/x-ndjson or text/csv.');
  }
  return body;
}

function rowsOf(body: Readable, { headers }: FastifyRequest): AsyncIterable<SourceRow> {
  const bytes = fairly(boundedBytes(bodyBytes(body)));
  return headers['content-type']?.toLowerCase().startsWith('text/csv') === true
    ? csvRows(bytes)
    : ndjsonRows(bytes);
}
