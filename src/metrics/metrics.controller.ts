import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenToAll } from '../auth/access.decorator.js';
import { ApiProblems, responseHeaders } from '../http/api-docs.decorator.js';
import { Metrics } from './metrics.js';

/** On the API's own port only where callers do not sign in, and nobody but this machine reaches it. */
@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @OpenToAll()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'getMetrics',
    summary: 'What is measured, as Prometheus reads it',
    description: 'Without sign-in only; else it is on `METRICS_PORT`.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' }, headers: responseHeaders.requestId })
  @ApiProblems()
  async get(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
