/** In which form rows come. */
export type RowsFormat = 'csv' | 'ndjson';

/** What spreadsheets are sent and saved as. */
export const workbookTypes: readonly string[] = [
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel.sheet.macroenabled.12',
  'application/vnd.ms-excel.sheet.binary.macroenabled.12',
  'application/vnd.oasis.opendocument.spreadsheet',
];

/** What a browser on Windows says of a CSV, too, where Excel is installed. */
export const EXCEL_TYPE = 'application/vnd.ms-excel';

export const FORM_TYPE = 'multipart/form-data';

/** Content types of rows, their usual names first; all others mean one of them. */
const typesOf: Readonly<Record<RowsFormat, readonly string[]>> = {
  csv: [
    'text/csv',
    'text/tab-separated-values',
    'text/comma-separated-values',
    'text/x-csv',
    'application/csv',
    'application/x-csv',
  ],
  ndjson: [
    'application/x-ndjson',
    'application/ndjson',
    'application/jsonl',
    'application/x-jsonl',
    'application/jsonlines',
    'application/x-jsonlines',
  ],
};

/** The form that a content type names; undefined where it names none. */
export function formatOfType(type: string | undefined): RowsFormat | undefined {
  if (type === undefined) {
    return undefined;
  }
  if (typesOf.csv.includes(type)) {
    return 'csv';
  }
  return typesOf.ndjson.includes(type) ? 'ndjson' : undefined;
}

export const SAVE_AS_CSV = 'An Excel workbook can’t be read: save it as CSV and send that.';

/** The types that are told; the other names are taken as well. */
const told = ['text/csv', 'application/x-ndjson', FORM_TYPE];

/** What the route of an import takes for a body, and what is told of anything else. */
export const rowsBody = {
  types: told,
  aliases: [...typesOf.csv, ...typesOf.ndjson],
  advice: {
    [EXCEL_TYPE]: `A CSV is text/csv, whatever program is to open it: send it with -H 'content-type: text/csv'. ${SAVE_AS_CSV}`,
    ...Object.fromEntries(workbookTypes.map((type) => [type, SAVE_AS_CSV])),
    'application/json': 'Send an engagement a line, as application/x-ndjson.',
  },
};
