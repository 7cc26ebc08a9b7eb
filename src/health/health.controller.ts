import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OpenToAll } from '../auth/access.decorator.js';
import { ApiProblems, responseHeaders } from '../http/api-docs.decorator.js';
import { HealthResponse, ReadyResponse } from './health.response.js';
import { Readiness } from './readiness.js';

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @OpenToAll()
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process answers at all' })
  @ApiOkResponse({ type: HealthResponse, headers: responseHeaders.requestId })
  @ApiProblems()
  live(): HealthResponse {
    return { status: 'ok' };
  }

  @Get('ready')
  @OpenToAll()
  @ApiOperation({
    operationId: 'getReadiness',
    summary:
      'Whether it can do its work: the database answers, takes writes, and has all migrations and rights',
    description: 'Otherwise `missing` of the problem says what lacks, all at once: `[{ code, detail }]`.',
  })
  @ApiOkResponse({ type: ReadyResponse, headers: responseHeaders.requestId })
  @ApiProblems('database-unavailable', 'stopping')
  ready(): Promise<ReadyResponse> {
    return this.readiness.look();
  }
}
