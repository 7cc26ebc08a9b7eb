import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { columnAliases } from './csv/column-aliases.js';
import { columnNames, leadColumns, ruleOf } from './csv/lead-columns.js';
import type { NeededColumns } from './needed-columns.js';

@ApiSchema({ name: 'ImportColumn', description: 'A column of a CSV import.' })
export class ImportColumnResponse {
  @ApiProperty({ example: 'companyName' }) column!: string;
  @ApiProperty({
    description: 'The field that it fills, as a JSON Pointer (RFC 6901) into the engagement.',
    example: '/contexts/0/customer/companyName',
  })
  field!: string;
  @ApiProperty({
    type: String,
    isArray: true,
    description: 'What else it may be called.',
    example: ['Company', 'Account Name'],
  })
  aliases!: readonly string[];
  @ApiProperty({ description: 'Whether submitting needs it; a draft never does.' }) required!: boolean;
  @ApiProperty() description!: string;
}

@ApiSchema({ name: 'ImportColumns' })
export class ImportColumnsResponse {
  @ApiProperty({ type: () => ImportColumnResponse, isArray: true }) data!: ImportColumnResponse[];
}

export function toImportColumns(needed: NeededColumns): ImportColumnsResponse {
  return {
    data: columnNames.map((column) => ({
      column,
      field: leadColumns[column],
      aliases: columnAliases[column],
      required: needed.has(column),
      description: ruleOf(column).description,
    })),
  };
}
