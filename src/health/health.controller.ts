import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { PrismaService } from '../database/prisma.service.js';
import { DomainError } from '../errors/domain-error.js';
import { ApiProblems, responseHeaders } from '../http/api-docs.decorator.js';

@ApiSchema({ name: 'Health' })
export class HealthResponse {
  @ApiProperty({ enum: ['ok'] }) status!: string;
}

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly prisma: PrismaService) {}

  @Get('live')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process answers at all' })
  @ApiOkResponse({ type: HealthResponse, headers: responseHeaders.requestId })
  @ApiProblems()
  live(): HealthResponse {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Whether it can do its work: the database answers',
  })
  @ApiOkResponse({ type: HealthResponse, headers: responseHeaders.requestId })
  @ApiProblems('database-unavailable')
  async ready(): Promise<HealthResponse> {
    try {
      await this.prisma.$queryRaw`SELECT 1`;
    } catch (cause) {
      throw new DomainError('database-unavailable', 'The database does not answer.', { cause });
    }
    return { status: 'ok' };
  }
}
