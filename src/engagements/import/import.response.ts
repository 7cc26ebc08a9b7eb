import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { problemOfError } from '../../http/problem.js';
import { FindingResponse } from '../../http/problem.response.js';
import { columnOf } from './lead-columns.js';

/** A row that was saved. */
export interface CreatedRow {
  readonly row: number;
  readonly line: number;
  readonly id: string;
  readonly ready: boolean;
}

/** A row that was not. */
export interface RefusedRow {
  readonly row: number;
  readonly line: number;
  readonly type: string;
  readonly detail: string;
  readonly errors: readonly Finding[];
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
  @ApiProperty({ type: 'integer', description: 'The line of the file in which the row ends, from 1.' })
  line!: number;
  @ApiProperty({ required: false, format: 'uuid', description: 'The engagement that was saved as a draft.' })
  id?: string;
  @ApiProperty({ required: false, description: 'Whether it could be submitted as it is.' }) ready?: boolean;
  @ApiProperty({ required: false, format: 'uri-reference', example: '/problems/invalid-request' })
  type?: string;
  @ApiProperty({ required: false }) detail?: string;
  @ApiProperty({ required: false, type: () => FindingResponse, isArray: true })
  errors?: readonly FindingResponse[];
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

/** Where a row stands, and whether it has columns. */
export interface RowPlace {
  readonly row: number;
  readonly line: number;
  readonly hasColumns: boolean;
}

/** What an import tells of a row that was saved. */
export function toCreatedRow({ row, line }: RowPlace, id: string, ready: boolean): CreatedRow {
  return { row, line, id, ready };
}

/** What an import tells of a row that was not saved. */
export function toRefusedRow({ row, line, hasColumns }: RowPlace, error: DomainError): RefusedRow {
  const { type, detail, errors = [], id } = problemOfError(error);
  return {
    row,
    line,
    type,
    detail,
    errors: hasColumns ? errors.map(withColumn) : errors,
    ...(typeof id === 'string' ? { existingId: id } : {}),
  };
}

function withColumn(finding: Finding): Finding {
  const column = columnOf(finding.pointer);
  return column === undefined ? finding : { column, ...finding };
}
