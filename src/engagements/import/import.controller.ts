import { Controller, Headers, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../../auth/access.decorator.js';
import { type Caller, CurrentCaller } from '../../auth/caller.js';
import { whenGone } from '../../http/hang-up.js';
import { TakesBody } from '../../http/taken-body.js';
import { readIdempotencyKey } from '../../idempotency/idempotency-key.js';
import { answerFirst } from './body/answer-first.js';
import { requireFewBytes } from './body/bounded-bytes.js';
import { untilHangUp } from './body/broken-off.js';
import { importAnswer, importMediaType } from './import-answer.js';
import { importLimits } from './import-limits.js';
import type { ImportOptions } from './import-options.js';
import { ImportSlots } from './import-slots.js';
import { type ImportSource, importSource } from './body/import-source.js';
import { ImportEngagementsDocs } from './import.docs.js';
import { readImportQuery } from './import.query.js';
import { ImportService } from './import.service.js';
import { KeyedImport } from './keyed/keyed-import.js';
import { KeyedImports } from './keyed/keyed-imports.js';
import { rowsBody } from './body/rows-body.js';
import { csvRows, ndjsonRows, type SourceRow } from './source-rows.js';
import { cutAtStandstill } from './body/standstill.js';

/** Many drafts at once, from NDJSON or CSV, or a file of either. */
@ApiTags('Engagements')
@Controller('engagements')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly keyedImports: KeyedImports,
    private readonly slots: ImportSlots,
  ) {}

  @Post('import')
  @HttpCode(200)
  @Requires('engagements:write')
  @TakesBody(rowsBody)
  @ImportEngagementsDocs()
  async run(
    @Req() request: FastifyRequest,
    @Query() query: object,
    @Headers('accept') accept: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const type = importMediaType(accept);
    cutAtStandstill(reply.raw, importLimits.silenceMs);
    answerFirst(request.raw, reply.raw, importLimits.discardMs);
    const options = await readImportQuery(query);
    // Before anything is read.
    requireFewBytes(Number(request.headers['content-length'] ?? 0));
    // What saves nothing may be sent any number of times.
    const keyed = options.dryRun ? undefined : this.keyedImport(request, caller);
    whenGone(reply.raw, this.slots.take(caller.id));
    const rows = untilHangUp(rowsOf(await importSource(request), options), request.raw);
    const results = this.imports.run(rows, caller, options, keyed);
    const answer = await importAnswer(results, type, () => keyed?.isHeldBack === true);
    if (keyed?.isRepeat === true) {
      void reply.header('idempotency-replayed', 'true');
    }
    await reply.header('content-type', `${type}; charset=utf-8`).send(answer);
  }

  /** @throws DomainError `invalid-request` */
  private keyedImport({ method, url, headers }: FastifyRequest, caller: Caller): KeyedImport | undefined {
    // Its rows have fingerprints of their own, as they come in while the first of them are being saved.
    const key = readIdempotencyKey({ method, url, headers, body: undefined }, caller);
    return key && new KeyedImport(key, this.keyedImports);
  }
}

function rowsOf({ format, bytes }: ImportSource, options: ImportOptions): AsyncIterable<SourceRow> {
  return format === 'csv' ? csvRows(bytes, options) : ndjsonRows(bytes, options);
}
