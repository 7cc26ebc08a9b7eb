import { columnAt, type LeadColumn } from './csv/lead-columns.js';
import type { ImportOptions } from './import-options.js';
import type { ImportedRowResponse, RefusedRow } from './import.response.js';
import type { Header } from './csv/read-header.js';

/** What an import of CSV advises, to somebody who has read nothing but its answer. */
export class ImportHints {
  private readonly lacking = new Set<string>();
  private hasReady = false;
  private hasSavable = false;
  private hasFaults = false;
  private hasBadCells = false;
  /** What the file calls the column of titles that are too long. */
  private longTitles: string | undefined;

  constructor(private readonly options: Pick<ImportOptions, 'defaults' | 'dryRun' | 'onBadCell'>) {}

  /** Takes note of what became of a row. */
  add(result: ImportedRowResponse): void {
    if ('errors' in result) {
      this.addRefused(result);
      return;
    }
    this.hasSavable = true;
    this.hasReady ||= result.ready;
    for (const column of result.lacks ?? []) {
      this.lacking.add(column);
    }
  }

  private addRefused({ type, errors }: RefusedRow): void {
    if (type !== '/problems/invalid-request') {
      return;
    }
    this.hasFaults = true;
    this.hasBadCells ||= errors.some(({ column }) => column !== undefined);
    this.longTitles ??= errors.find(
      ({ pointer, code }) => columnAt(pointer) === 'title' && code === 'VALUE_OUT_OF_RANGE',
    )?.column;
  }

  texts(header: Header): string[] {
    const { dryRun, onBadCell } = this.options;
    const isSaved = this.hasSavable && !dryRun;
    return [
      ...this.aboutLacks(header),
      ...(this.longTitles === undefined
        ? []
        : [titleThatFits(this.longTitles, fills('description', header))]),
      ...(this.hasBadCells && onBadCell === 'reject' ? [drop] : []),
      ...(isSaved && this.hasFaults ? [fills('externalRef', header) ? sendAgain : sendTheRest] : []),
      ...(isSaved && this.hasReady ? [submit] : []),
    ];
  }

  private aboutLacks({ read }: Header): string[] {
    if (this.lacking.size === 0) {
      return [];
    }
    if (!this.options.dryRun) {
      return [patch];
    }
    const filled = new Set<string>([
      ...read.map(({ field }) => field),
      ...this.options.defaults.map(({ column }) => column),
    ]);
    const unfilled = [...this.lacking].filter((column) => !filled.has(column));
    return [
      ...(unfilled.length === 0 ? [] : [fillIn(unfilled)]),
      ...(unfilled.length === this.lacking.size ? [] : [mend]),
    ];
  }
}

function fills(field: LeadColumn, { read }: Header): boolean {
  return read.some((column) => column.field === field);
}

const fillIn = (columns: readonly string[]) =>
  `No column fills ${columns.join(', ')}: \`default[<field>]=<text>\` does so for all rows. The text may have other fields of the row in it, as in \`default[title]={companyName} – {sourceName}\`.`;
const mend =
  'What single rows lack, or have too short, is to be mended in the file; `default[<field>]=<text>` fills in cells that are empty.';
const patch =
  'What a row lacks is added by `PATCH /engagements/{id}`. Before the next import `dryRun=true` shows it, and `default[<field>]=<text>` fills it in for all rows.';
const titleThatFits = (column: string, isDescribed: boolean) =>
  `Titles that are too long: \`map[${column}]=\` leaves the column out${isDescribed ? '' : `, or \`map[${column}]=description\` takes it for the description`}, and \`default[title]=<text>\` makes titles that are cut to what fits.`;
const drop =
  'With `onBadCell=drop` cells that can’t be read are left out where submitting does not need them, and their rows are saved.';
const sendAgain =
  'Mend the rows that were refused and send the file again: of those that are saved already none is saved twice that has an `externalRef`.';
const sendTheRest =
  'Mend the rows that were refused and send them alone: the file has no `externalRef`, so rows that are saved already would be saved once more.';
const submit =
  'Rows that are `ready` are submitted by `POST /engagements/submissions` with their ids, up to 500 with one call.';
