import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { type Retry, retries } from '../../errors/retry.js';
import { problemOfError } from '../../http/problem.js';
import { FindingResponse } from '../../http/finding.response.js';
import type { CheckedRow, RowPlace } from './checked-row.js';
import { columnAt } from './csv/lead-columns.js';
import type { Header } from './csv/read-header.js';

/** A row that was saved, or could be. */
export interface SavableRow {
  readonly row: number;
  readonly line: number;
  readonly id?: string;
  readonly ready: boolean;
  readonly lacks?: readonly string[];
  readonly warnings?: readonly Finding[];
}

/** A row that was not. */
export interface RefusedRow {
  readonly row: number;
  readonly line: number;
  readonly type: string;
  readonly detail: string;
  readonly retry: Retry;
  readonly errors: readonly Finding[];
  readonly engagementId?: string;
}

@ApiSchema({
  name: 'ImportedRow',
  description:
    'What became of a row: `id` and `ready` where it was saved, `ready` alone where it could be (`dryRun`), else `type`, `detail`, `retry` and `errors` of the problem.',
})
export class ImportedRow {
  @ApiProperty({ type: 'integer', description: 'Which row, from 1; the header of a CSV is none.' })
  row!: number;
  @ApiProperty({ type: 'integer', description: 'The line of the file in which the row ends, from 1.' })
  line!: number;
  @ApiProperty({ required: false, format: 'uuid', description: 'The engagement that was saved as a draft.' })
  id?: string;
  @ApiProperty({ required: false, description: 'Whether it could be submitted as it is.' }) ready?: boolean;
  @ApiProperty({
    required: false,
    type: String,
    isArray: true,
    example: ['title', 'sourceId'],
    description:
      'What is to be filled in or mended before it can be submitted: columns of a CSV, JSON Pointers of NDJSON. The first 30.',
  })
  lacks?: readonly string[];
  @ApiProperty({
    required: false,
    type: () => FindingResponse,
    isArray: true,
    description: 'The cells that were left out, as they can’t be read (`onBadCell=drop`).',
  })
  warnings?: readonly FindingResponse[];
  @ApiProperty({ required: false, format: 'uri-reference', example: '/problems/invalid-request' })
  type?: string;
  @ApiProperty({ required: false }) detail?: string;
  @ApiProperty({ required: false, enum: retries, enumName: 'Retry' }) retry?: Retry;
  @ApiProperty({ required: false, type: () => FindingResponse, isArray: true })
  errors?: readonly FindingResponse[];
  @ApiProperty({ required: false, format: 'uuid', description: 'The engagement that has its `externalRef`.' })
  engagementId?: string;
}

/** What an import tells of a row. */
export type ImportedRowResponse = SavableRow | RefusedRow;

@ApiSchema({ name: 'ReadColumn' })
export class ReadColumnResponse {
  @ApiProperty({ description: 'As the file calls it.', example: 'Title' }) column!: string;
  @ApiProperty({ description: 'The field that it fills.', example: 'businessTitle' }) field!: string;
}

@ApiSchema({ name: 'ImportSummary' })
export class ImportSummaryResponse {
  @ApiProperty({ type: 'integer', description: 'Rows that were saved.' }) created!: number;
  @ApiProperty({ type: 'integer', description: 'Rows that were not.' }) failed!: number;
  @ApiProperty({ description: 'Whether every row was read. If not, `detail` says why.' }) complete!: boolean;
  @ApiProperty({ required: false, description: 'Why rows after the last one told were not read.' })
  detail?: string;
  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'With `dryRun`, which saves none: the rows that would be saved.',
  })
  savable?: number;
  @ApiProperty({
    required: false,
    type: () => ReadColumnResponse,
    isArray: true,
    description: 'How the header of a CSV was read.',
  })
  columns?: readonly ReadColumnResponse[];
  @ApiProperty({
    required: false,
    type: String,
    isArray: true,
    description: 'The columns of a CSV that were left out.',
  })
  ignored?: readonly string[];
  @ApiProperty({
    required: false,
    type: String,
    isArray: true,
    description: 'For people: what to do next with the rows of a CSV.',
  })
  hints?: readonly string[];
}

@ApiSchema({ name: 'Import' })
export class ImportResponse extends ImportSummaryResponse {
  @ApiProperty({ type: () => ImportedRow, isArray: true, description: 'In the order of the rows.' })
  data!: ImportedRow[];
}

/** What an import knows at its end. */
export interface ImportEnd {
  readonly savable: number;
  readonly failed: number;
  readonly complete: boolean;
  readonly detail?: string;
  readonly dryRun: boolean;
  /** Of a CSV. */
  readonly header: Header | undefined;
  readonly hints: readonly string[];
}

export function toImportSummary({
  savable,
  dryRun,
  header,
  hints,
  ...end
}: ImportEnd): ImportSummaryResponse {
  const counts = { created: dryRun ? 0 : savable, ...(dryRun ? { savable } : {}), ...end };
  if (header === undefined) {
    return counts;
  }
  return {
    ...counts,
    columns: header.read,
    ...(header.ignored.length === 0 ? {} : { ignored: header.ignored }),
    ...(hints.length === 0 ? {} : { hints }),
  };
}

/** What an import tells of a row that was not saved. */
export function toRefusedRow({ row, line, header }: RowPlace, error: DomainError): RefusedRow {
  const { type, detail, retry, errors = [], engagementId } = problemOfError(error);
  return {
    row,
    line,
    type,
    detail,
    retry,
    errors: withColumns(errors, header),
    ...(typeof engagementId === 'string' ? { engagementId } : {}),
  };
}

/** The most names of what a row lacks. A lead has fewer columns. */
const MAX_LACKS = 30;

/**
 * What an import tells of a row that was saved, or could be.
 * @param outcome.id missing: it could be
 */
export function toSavableRow(
  checked: CheckedRow,
  { id, ready }: { readonly id?: string; readonly ready: boolean },
): SavableRow {
  const { row, line, header } = checked;
  // One that was saved by other rules may be refused by these.
  const { lacks, warnings } = 'engagement' in checked ? checked : { lacks: [], warnings: [] };
  return {
    row,
    line,
    ...(id === undefined ? {} : { id }),
    ready,
    ...(ready ? {} : { lacks: lacks.slice(0, MAX_LACKS) }),
    ...(warnings.length === 0 ? {} : { warnings: withColumns(warnings, header) }),
  };
}

/** Findings of a CSV name the column as the file does; where it has none, as it is called here. */
function withColumns(findings: readonly Finding[], header: Header | undefined): readonly Finding[] {
  return header === undefined
    ? findings
    : findings.map((finding) => {
        const { pointer = '', message } = finding;
        const column = columnOf(pointer, header);
        return column === undefined
          ? finding
          : { column, ...finding, message: withColumnNames(message, header) };
      });
}

function columnOf(pointer: string, header: Header): string | undefined {
  return header.namesByPointer.get(pointer) ?? columnAt(pointer);
}

/** A message that names another field, such as the country that a phone number lacks. */
function withColumnNames(message: string, header: Header): string {
  return message.replaceAll(/(?<=`)\/[\w/]+(?=`)/g, (pointer) => columnOf(pointer, header) ?? pointer);
}
