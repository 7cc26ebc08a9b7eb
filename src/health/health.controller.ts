import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OpenToAll } from '../auth/access.decorator.js';
import { type DatabaseState, Durability } from '../database/durability.js';
import { DomainError } from '../errors/domain-error.js';
import { ApiProblems, responseHeaders } from '../http/api-docs.decorator.js';
import { HealthResponse, ReadyResponse } from './health.response.js';

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly durability: Durability) {}

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
    summary: 'Whether it can do its work: the database answers, and takes writes',
  })
  @ApiOkResponse({ type: ReadyResponse, headers: responseHeaders.requestId })
  @ApiProblems('database-unavailable')
  async ready(): Promise<ReadyResponse> {
    const { isReadOnly, warnings } = await this.lookAtDatabase();
    if (isReadOnly) {
      throw new DomainError('database-unavailable', 'The database takes no writes.');
    }
    return { status: 'ok', warnings };
  }

  private async lookAtDatabase(): Promise<DatabaseState> {
    try {
      return await this.durability.look();
    } catch (cause) {
      throw new DomainError('database-unavailable', 'The database does not answer.', { cause });
    }
  }
}
