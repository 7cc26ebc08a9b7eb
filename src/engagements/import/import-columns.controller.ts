import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OpenToAll } from '../../auth/access.decorator.js';
import { ApiProblems, responseHeaders } from '../../http/api-docs.decorator.js';
import { ImportColumnsResponse, toImportColumns } from './import-columns.response.js';
import { NeededColumns } from './needed-columns.js';

/** What a CSV may name its columns. */
@ApiTags('Reference')
@Controller('reference')
export class ImportColumnsController {
  constructor(private readonly needed: NeededColumns) {}

  @Get('import-columns')
  @OpenToAll()
  @ApiOperation({
    operationId: 'listImportColumns',
    summary: 'The columns of a CSV import, and what else they may be called',
    description:
      'In a name nothing but letters and digits counts, and letter case does not. A column `Title` beside columns of a person (first name, email, …) is `businessTitle`, unless another column is.',
  })
  @ApiOkResponse({ type: ImportColumnsResponse, headers: responseHeaders.requestId })
  @ApiProblems()
  list(): ImportColumnsResponse {
    return toImportColumns(this.needed);
  }
}
