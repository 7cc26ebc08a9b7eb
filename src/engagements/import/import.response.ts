import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { DomainError } from '../../errors/domain-error.js';
import { problemOfError } from '../../http/problem.js';
import { FindingResponse } from '../../http/problem.response.js';
import { columnOf } from './lead-columns.js';

@ApiSchema({ name: 'ImportFinding' })
export class ImportFindingResponse extends FindingResponse {
  @ApiProperty({
    required: false,
    description: 'The column of a CSV that holds the field.',
    example: 'email',
  })
  column?: string;
}

/** A row that was saved. */
export interface CreatedRow {
  readonly row: number;
  readonly id: string;
  readonly ready: boolean;
}

/** A row that was not. */
export interface RefusedRow {
  readonly row: number;
  readonly type: string;
  readonly detail: string;
  readonly errors: readonly ImportFindingResponse[];
  readonly existingId?: string;
}

@ApiSchema({
  name: 'ImportedRow',
  description:
    'What became of a row: `id` where it was saved, else `type`, `detail` and `errors` of the problem.',
})
export class ImportedRow {
  @ApiProperty({ type: 'integer', description: 'Which row, from 1; the header of a CSV is none.' })
  row!: number;
  @ApiProperty({ required: false, format: 'uuid', description: 'The engagement that was saved as a draft.' })
  id?: string;
  @ApiProperty({ required: false, description: 'Whether it could be submitted as it is.' }) ready?: boolean;
  @ApiProperty({ required: false, format: 'uri-reference', example: '/problems/invalid-request' })
  type?: string;
  @ApiProperty({ required: false }) detail?: string;
  @ApiProperty({ required: false, type: () => ImportFindingResponse, isArray: true })
  errors?: readonly ImportFindingResponse[];
  @ApiProperty({ required: false, format: 'uuid', description: 'The engagement that has its `externalRef`.' })
  existingId?: string;
}

/** What an import tells of a row. */
export type ImportedRowResponse = CreatedRow | RefusedRow;

@ApiSchema({ name: 'ImportSummary' })
export class ImportSummaryResponse {
  @ApiProperty({ type: 'integer', description: 'Rows that were saved.' }) created!: number;
  @ApiProperty({ type: 'integer', description: 'Rows that were not.' }) failed!: number;
  @ApiProperty({ description: 'Whether every row was read. If not, `detail` says why.' }) complete!: boolean;
  @ApiProperty({ required: false, description: 'Why rows after the last one told were not read.' })
  detail?: string;
}

@ApiSchema({ name: 'Import' })
export class ImportResponse extends ImportSummaryResponse {
  @ApiProperty({ type: () => ImportedRow, isArray: true, description: 'In the order of the rows.' })
  data!: ImportedRow[];
}

/** What an import tells of a row that was not saved. */
export function toRefusedRow(row: number, error: DomainError): RefusedRow {
  const { type, detail, errors = [], id } = problemOfError(error);
  return {
    row,
    type,
    detail,
    errors: errors.map((finding) => ({ ...columnMember(finding.pointer), ...finding })),
    ...(typeof id === 'string' ? { existingId: id } : {}),
  };
}

function columnMember(pointer: string | undefined): { column?: string } {
  const column = columnOf(pointer);
  return column === undefined ? {} : { column };
}
