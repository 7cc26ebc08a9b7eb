import { DomainError } from '../../../errors/domain-error.js';
import { EXCEL_TYPE, formatOfType, type RowsFormat, SAVE_AS_CSV, workbookTypes } from './rows-body.js';

/** What a form says of its file. */
export interface FileLabel {
  /** Its content type, in lower case and without parameters. */
  readonly type: string;
  readonly name: string;
}

/** Content types that say nothing: its name is looked at. `text/plain` is also what a part has that has none. */
const vagueTypes: ReadonlySet<string> = new Set([
  '',
  'text/plain',
  'application/octet-stream',
  'binary/octet-stream',
  'application/x-unknown',
  // Of lines of JSON some programs say so.
  'application/json',
  EXCEL_TYPE,
]);

const endings: Readonly<Record<RowsFormat, ReadonlySet<string>>> = {
  csv: new Set(['csv', 'tsv', 'tab', 'txt']),
  ndjson: new Set(['ndjson', 'jsonl', 'jsonlines', 'json']),
};

const workbookEndings: ReadonlySet<string> = new Set(['xlsx', 'xlsm', 'xlsb', 'xls', 'ods', 'numbers']);
const archiveEndings: ReadonlySet<string> = new Set(['gz', 'zip', 'zst', 'xz', 'bz2', '7z']);

/**
 * In which form the rows of an uploaded file are: by its content type, and where that says nothing, by the ending of its
 * name; or why it can't be read.
 */
export function formatOfFile({ type, name }: FileLabel): RowsFormat | DomainError {
  const ending = /\.([^.]*)$/.exec(name)?.[1]?.trim().toLowerCase() ?? '';
  const isNamed = vagueTypes.has(type);
  if (workbookTypes.includes(type) || (isNamed && workbookEndings.has(ending))) {
    return refused(SAVE_AS_CSV);
  }
  if (archiveEndings.has(ending)) {
    return refused('The file is compressed: send it as it is.');
  }
  return (
    formatOfType(type) ??
    (isNamed ? formatOfEnding(ending) : undefined) ??
    refused(
      'Neither the content type of the file nor its name says that it is CSV or NDJSON: name it .csv or .ndjson, or say so, as in -F "file=@leads;type=text/csv".',
    )
  );
}

function formatOfEnding(ending: string): RowsFormat | undefined {
  if (endings.csv.has(ending)) {
    return 'csv';
  }
  return endings.ndjson.has(ending) ? 'ndjson' : undefined;
}

function refused(detail: string): DomainError {
  return new DomainError('unsupported-media-type', detail);
}
