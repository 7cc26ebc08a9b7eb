import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import type { Retry } from '../../errors/retry.js';
import { FindingResponse } from '../../http/finding.response.js';
import { refTo, type Schema } from '../../http/openapi-schema.js';
import { problemOfError } from '../../http/problem.js';
import type { CheckedRow, RowPlace } from './checked-row.js';
import { columnAt } from './csv/lead-columns.js';
import type { Header } from './csv/read-header.js';

class RowPlaceResponse {
  @ApiProperty({ type: 'integer', description: 'Which row, from 1; the header of a CSV is none.' })
  readonly row!: number;
  @ApiProperty({ type: 'integer', description: 'The line of the file in which the row ends, from 1.' })
  readonly line!: number;
}

@ApiSchema({ name: 'SavableRow', description: 'A row that was saved, or could be (`dryRun`).' })
export class SavableRowResponse extends RowPlaceResponse {
  @ApiProperty({ required: false, format: 'uuid', description: 'The engagement that was saved as a draft.' })
  readonly id?: string;
  @ApiProperty({ description: 'Whether it could be submitted as it is.' }) readonly ready!: boolean;
  @ApiProperty({
    required: false,
    type: String,
    isArray: true,
    example: ['title', 'sourceId'],
    description:
      'What is to be filled in or mended before it can be submitted: columns of a CSV, JSON Pointers of NDJSON. The first 30.',
  })
  readonly lacks?: readonly string[];
  @ApiProperty({
    required: false,
    type: () => FindingResponse,
    isArray: true,
    description: 'The cells that were left out, as they can’t be read (`onBadCell=drop`).',
  })
  readonly warnings?: readonly Finding[];
}

@ApiSchema({ name: 'RefusedRow', description: 'A row that was not saved, nor could be: the problem.' })
export class RefusedRowResponse extends RowPlaceResponse {
  @ApiProperty({ ...refTo('ProblemType'), example: '/problems/invalid-request' }) readonly type!: string;
  @ApiProperty() readonly detail!: string;
  @ApiProperty({ type: String, ...refTo('Retry') }) readonly retry!: Retry;
  @ApiProperty({ type: () => FindingResponse, isArray: true }) readonly errors!: readonly Finding[];
  @ApiProperty({ required: false, format: 'uuid', description: 'The engagement that has its `externalRef`.' })
  readonly engagementId?: string;
}

/** As plain objects. */
export type SavableRow = Readonly<SavableRowResponse>;
export type RefusedRow = Readonly<RefusedRowResponse>;

/** What an import tells of a row. */
export type ImportedRowResponse = SavableRow | RefusedRow;

/** For the API's document. */
export const importedRowSchema: Schema = {
  description: 'What became of a row: the refused ones have a `type`.',
  anyOf: [refTo('SavableRow'), refTo('RefusedRow')],
};

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
  @ApiProperty({ type: 'array', items: refTo('ImportedRow'), description: 'In the order of the rows.' })
  data!: ImportedRowResponse[];
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
