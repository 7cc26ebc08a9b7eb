import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { OpenToAll } from '../auth/access.decorator.js';
import { DomainError } from '../errors/domain-error.js';
import { type ErrorCode, errorCodes } from '../errors/error-codes.js';
import { type Retry, retries } from '../errors/retry.js';
import { ApiProblems, responseHeaders } from '../http/api-docs.decorator.js';
import { refTo } from '../http/openapi-schema.js';
import { problemCatalogue } from '../http/problem-catalogue.js';

@ApiSchema({ name: 'ProblemExplanation' })
export class ProblemExplanationResponse {
  @ApiProperty({ ...refTo('ProblemType'), example: '/problems/engagement-not-ready' }) type!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ type: 'integer' }) status!: number;
  @ApiProperty({
    enum: retries,
    enumName: 'Retry',
    description: 'What it usually asks for, in words for machines.',
  })
  retry!: Retry;
  @ApiProperty({ description: 'What happened, and what you can do.' }) explanation!: string;
}

@ApiSchema({ name: 'ProblemExplanations' })
export class ProblemExplanationsResponse {
  @ApiProperty({ type: () => ProblemExplanationResponse, isArray: true }) data!: ProblemExplanationResponse[];
}

/** Serves the addresses that stand in every problem's `type`. */
@ApiTags('Reference')
@Controller('problems')
export class ProblemsController {
  @Get()
  @OpenToAll()
  @ApiOperation({ operationId: 'listProblems', summary: 'Every problem that the API answers with' })
  @ApiOkResponse({ type: ProblemExplanationsResponse, headers: responseHeaders.requestId })
  @ApiProblems()
  list(): ProblemExplanationsResponse {
    return { data: errorCodes.map(explain) };
  }

  @Get(':code')
  @OpenToAll()
  @ApiOperation({ operationId: 'getProblem', summary: 'What a problem means and what to do about it' })
  @ApiParam({ name: 'code', schema: { type: 'string', enum: [...errorCodes] } })
  @ApiOkResponse({ type: ProblemExplanationResponse, headers: responseHeaders.requestId })
  @ApiProblems('not-found')
  get(@Param('code') code: string): ProblemExplanationResponse {
    const known = errorCodes.find((one) => one === code);
    if (known === undefined) {
      throw new DomainError('not-found', 'There is no such problem.');
    }
    return explain(known);
  }
}

function explain(code: ErrorCode): ProblemExplanationResponse {
  const { title, status, retry, explanation } = problemCatalogue[code];
  return { type: `/problems/${code}`, title, status, retry, explanation };
}
